/** A run: an import, a correction, its rollback, the correction again, and mails; killed where the plan says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CampaignView } from '#core/campaign/view.ts';
import type { ExportRecord } from '#core/export/record.ts';
import type { RunView } from '#core/migration/record.ts';
import { listRuns } from '../../cli/online/runs.ts';
import { type Uploaded, uploadPackage } from '../../cli/online/upload.ts';
import { packInMemory, sampleDescription } from '../support/package.ts';
import type { Kill, Phase } from './plan.ts';
import { firstExport, listed, secondExport, toldExport } from './records.ts';
import type { Target } from './target.ts';

/** `users` of the source; `mails`: of the campaign's list; `told`: people of another source, whom their import tells; none: no such import. */
export type Size = { readonly users: number; readonly mails: number; readonly told: number };
/** Milliseconds of each phase. */
export type Times = Readonly<Record<Phase, number>>;
export type Played = {
  /** By what a comparison calls them. */
  readonly runs: Readonly<Record<'first' | 'second' | 'rollback' | 'third', RunView>> & { readonly told?: RunView };
  readonly campaign: CampaignView;
  readonly times: Times;
  /** What was killed, and what came too late. */
  readonly kills: readonly string[];
};
export type Say = (line: string) => void;

const PAUSE_MS = 250;
/** So long at least, and so many times of what it takes without a kill. */
const PATIENCE = { milliseconds: 300_000, times: 8 };

/** `begin` may be called again: it finds what an earlier call has begun. */
type Job<T> = { begin(): Promise<string>; ended(id: string): Promise<T | undefined> };

class Player {
  readonly kills: string[] = [];
  readonly times: Record<string, number> = {};
  readonly target: Target;
  private readonly plan: readonly Kill[];
  private readonly usual: Times | undefined;
  private readonly say: Say;
  private packed = Date.now() - 3_600_000;

  constructor(target: Target, plan: readonly Kill[], usual: Times | undefined, say: Say) {
    this.target = target;
    this.plan = plan;
    this.usual = usual;
    this.say = say;
  }

  private async waitFor<T>(job: Job<T>, id: string, milliseconds: number): Promise<T | undefined> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const found = await job.ended(id);
      if (found !== undefined) return found;
      if (performance.now() + PAUSE_MS > deadline) return undefined;
      await setTimeout(PAUSE_MS);
    }
  }

  /** Does a phase to its end, killed as planned. @throws Error where it does not end, or what was answered is lost */
  async phase<T>(name: Phase, job: Job<T>): Promise<T> {
    this.say(`  ${name} ...`);
    const began = performance.now();
    const usual = this.usual?.[name] ?? 0;
    let id: string | undefined;
    let ended: T | undefined;
    const kills = this.plan.filter(({ phase }) => phase === name);
    for (const kill of kills) {
      if (ended !== undefined) {
        this.kills.push(`${name}: ${kill.how}, too late`);
        continue;
      }
      const asked = job.begin().then((found) => (id ??= found));
      if (kill.how === 'asking' && id === undefined) {
        await Promise.race([setTimeout(kill.behind), asked.catch(() => undefined)]);
        await this.killed(kill);
        await asked.catch(() => undefined);
        continue;
      }
      ended = await this.waitFor(job, await asked, kill.at * usual);
      if (ended === undefined) await this.killed(kill);
      else this.kills.push(`${name}: ${kill.how}, too late`);
    }
    id ??= await job.begin();
    const patience = PATIENCE.milliseconds + PATIENCE.times * usual;
    ended ??= await this.waitFor(job, id, patience);
    if (ended === undefined) throw new Error(`${name}: ${id} has not ended within ${Math.round(patience / 1000)} s`);
    this.times[name] = performance.now() - began;
    return ended;
  }
  private async killed(kill: Kill): Promise<void> {
    this.kills.push(`${kill.phase}: ${kill.how} at ${kill.at.toFixed(2)}`);
    this.say(`  killed: ${this.kills.at(-1)}`);
    await this.target.killed(kill);
  }

  /** An import of these records. */
  importing(source: string, records: readonly ExportRecord[], tell: 'now' | 'later'): Job<RunView> {
    this.packed += 60_000;
    const [now, { target }] = [this.packed, this];
    let uploaded: Uploaded | undefined;
    const upload = async () => {
      const description = { source: { ...sampleDescription.source, deployment: source }, full: true };
      const partSize = Math.max(50, Math.min(1000, Math.ceil(records.length / 8)));
      const { bytes } = await packInMemory(target.importer.keys, records, { partSize, now, description });
      const file = join(target.running.data, 'export.zip');
      writeFileSync(file, bytes);
      return uploadPackage(target.client, file);
    };
    return {
      begin: async () => {
        uploaded ??= await upload();
        const found = (await listRuns(target.client)).find(({ key }) => key === uploaded!.key);
        if (found) return found.id;
        const body = { ...uploaded, kind: 'import', tell, confirm: true };
        return (await target.client.call<{ id: string }>('POST', '/runs', { body })).id;
      },
      ended: (id) => this.endedRun(id),
    };
  }
  private async endedRun(id: string): Promise<RunView | undefined> {
    const run = await this.target.client.call<RunView>('GET', `/runs/${id}`);
    if (['failed', 'not-started', 'waiting'].includes(run.status))
      throw new Error(`run ${id} is ${run.status}: ${run.error?.code ?? run.waitsFor?.join()}`);
    return run.status === 'succeeded' ? run : undefined;
  }
  rollback(of: string): Job<RunView> {
    return {
      begin: async () => {
        const runs = await listRuns(this.target.client);
        const found = runs.find((one) => one.kind === 'rollback' && one.of === of);
        if (found) return found.id;
        return (
          await this.target.client.call<{ id: string }>('POST', `/runs/${of}/rollback`, { body: { preview: false } })
        ).id;
      },
      ended: (id) => this.endedRun(id),
    };
  }
  campaign(users: readonly string[]): Job<CampaignView> {
    return {
      begin: async () => {
        const { campaigns } = await this.target.client.call<{ campaigns: CampaignView[] }>('GET', '/campaigns');
        const found = campaigns.find(({ audience }) => audience.listed !== undefined);
        if (found) return found.id;
        const body = { mail: 'migration', users };
        return (await this.target.client.call<{ campaign: CampaignView }>('POST', '/campaigns', { body })).campaign.id;
      },
      ended: async (id) => {
        const campaign = await this.target.client.call<CampaignView>('GET', `/campaigns/${id}`);
        if (['failed', 'stopped', 'held', 'ended'].includes(campaign.status))
          throw new Error(`campaign ${id} is ${campaign.status}: ${campaign.error?.code}`);
        return campaign.status === 'succeeded' ? campaign : undefined;
      },
    };
  }
}

const both = <A, B>(a: Job<A>, b: Job<B>): Job<readonly [A, B]> => ({
  begin: async () => JSON.stringify([await a.begin(), await b.begin()]),
  ended: async (ids) => {
    const [first, second] = JSON.parse(ids) as [string, string];
    const [one, other] = [await a.ended(first), await b.ended(second)];
    return one === undefined || other === undefined ? undefined : [one, other];
  },
});

/** @param usual what the phases take undisturbed; absent: nothing is killed. @throws Error of a run that is stuck, failed or lost */
export async function play(
  target: Target,
  { users, mails, told }: Size,
  plan: readonly Kill[],
  usual: Times | undefined,
  say: Say,
): Promise<Played> {
  const player = new Player(target, plan, usual, say);
  const first = await player.phase('import', player.importing('moved', firstExport(users), 'later'));
  const second = await player.phase('correction', player.importing('moved', secondExport(users), 'later'));
  const rollback = await player.phase('rollback', player.rollback(second.id));
  const third = await player.phase('second correction', player.importing('moved', secondExport(users), 'later'));
  const telling = player.campaign(listed(mails));
  const runs = { first, second, rollback, third };
  if (told === 0) {
    const campaign = await player.phase('mailing', telling);
    return { runs, campaign, times: player.times as Times, kills: player.kills };
  }
  const imported = player.importing('told', toldExport(told), 'now');
  const [campaign, toldRun] = await player.phase('mailing', both(telling, imported));
  return {
    runs: { ...runs, told: toldRun },
    campaign,
    times: player.times as Times,
    kills: player.kills,
  };
}
