/** One seed: a world, all who act in it, and what must be so when they are done. */
import { createHash } from 'node:crypto';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { NONE } from '../faults.ts';
import type { createProcess } from '../process.ts';
import { createWorld } from '../world.ts';
import { administrator } from './administrator.ts';
import { around, type PlayWorld } from './around.ts';
import { watchAlways } from './invariants/always.ts';
import { chains, recorded } from './invariants/audit.ts';
import { finalOf, type Invariant } from './invariants/final.ts';
import { journeys } from './invariants/journeys.ts';
import { followsModel, leaversOnce, previewIsRun, rolledBack } from './invariants/model.ts';
import { mailedOnce, mailsNoted, noticesTrue, toldAtTheEnd } from './invariants/notices.ts';
import { owners, people } from './invariants/owners.ts';
import { queuedOnce } from './invariants/queue-mails.ts';
import { atRest, deadLetters, firstSettings, reports, uploads } from './invariants/runs.ts';
import { winners } from './invariants/winners.ts';
import { meddler } from './meddler.ts';
import { faultsOf, type Mix } from './mix.ts';
import { devicesOf, drawPackages } from './packages.ts';
import { createPerson } from './person.ts';
import { postmaster } from './postmaster.ts';
import { LIMITS, makeReady } from './ready.ts';
import { createStage, type Stage } from './stage.ts';
import { createTableView } from './table-view.ts';
import { watchRuns } from './watch.ts';
import { tryWaysOut } from './ways-out.ts';

const INVARIANTS: readonly Invariant[] = [
  owners,
  people,
  journeys,
  mailedOnce,
  noticesTrue,
  mailsNoted,
  queuedOnce,
  toldAtTheEnd,
  chains,
  recorded,
  winners,
  uploads,
  atRest,
  reports,
  firstSettings,
  deadLetters,
  followsModel,
  previewIsRun,
  rolledBack,
  leaversOnce,
];

export type Played = {
  readonly seed: number;
  /** What is wrong, sorted by invariant. None: nothing. */
  readonly wrong: readonly string[];
  /** Of all that happened: the same for the same seed. */
  readonly hash: string;
  /** Calls of services. */
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
};
export type Ensemble = { readonly assembly: Assembly; readonly process: ReturnType<typeof createProcess> };
type Options = Ensemble & {
  readonly mix?: Mix;
  readonly say?: (line: string) => void;
};

/** All that act at once. */
function ensemble(stage: Stage, isOver: () => boolean): Promise<unknown>[] {
  const { sources, world } = stage;
  const { random, pick } = world.scheduler;
  const acts: (readonly [string, (who: string) => Promise<unknown>])[] = sources.map(
    (packages, place) => [`administrator ${place + 1}`, (who) => administrator(stage, who, packages)] as const,
  );
  const meddlers = random(3);
  for (let count = 0; count < meddlers; count++)
    acts.push([`meddler ${count + 1}`, (who) => meddler(stage, who, 2 + random(8))]);
  const userIds = [
    ...new Set(
      sources
        .flat()
        .flatMap(({ sent }) => sent.records.flatMap((record) => ('user' in record ? [record.user.userId] : []))),
    ),
  ];
  for (const userId of userIds) {
    if (random(2) > 0) continue;
    acts.push([`user ${userId}`, (who) => createPerson(stage, who, userId).live()]);
    // Two at one account: with one passcode at the same moment, or one behind the other.
    if (random(6) === 0) acts.push([`user ${userId}'s twin`, (who) => createPerson(stage, who, userId).live()]);
  }
  if (userIds.length > 0 && random(3) === 0) {
    const userId = pick(userIds);
    acts.push([`guesser of ${userId}`, (who) => createPerson(stage, who, userId).guess(LIMITS.failures)]);
  }
  void postmaster(stage, isOver);
  return acts.map(([who, act]) => act(who));
}

const HOUR = 3_600_000;
/** A start that was lost is repeated within hours. */
async function startsRepeated(
  world: PlayWorld,
  run: (acts: readonly Promise<unknown>[]) => Promise<void>,
): Promise<void> {
  const begins = () =>
    world
      .items('operations')
      .some(({ sk, status }) => sk === 'MIGRATION' && (status === 'starting' || status === 'scheduled'));
  for (let hours = 0; begins() && hours < 60; hours++) await run([world.scheduler.sleep(HOUR)]);
  await world.settle();
}

export async function play(seed: number, { assembly, process, mix = {}, say }: Options): Promise<Played> {
  const hash = createHash('sha256');
  let steps = 0;
  const noted = (line: string): void => {
    steps += 1;
    hash.update(line);
    say?.(line);
    always?.(line);
  };
  let always: ((line: string) => void) | undefined;
  const world = around(createWorld({ seed, assembly, process, faults: NONE, say: noted }), assembly);
  const sources = await drawPackages(seed, world.exportKey());
  const stage = createStage(world, sources, devicesOf(sources));
  const { scheduler } = world;
  const run = async (acts: readonly Promise<unknown>[]): Promise<void> => {
    let left = acts.length;
    let failed: unknown;
    for (const act of acts)
      act
        .catch((error: unknown) => {
          failed ??= error;
        })
        .finally(() => {
          left -= 1;
        });
    await scheduler.run(() => left === 0 || failed !== undefined, { until: scheduler.now() + 240 * HOUR });
    if (failed !== undefined) throw failed;
  };
  const wrong: string[] = [];
  try {
    await run([makeReady(stage)]);
    await world.settle(24);
    world.setFaults(faultsOf(mix, scheduler));
    always = watchAlways(world, wrong);
    const watched = watchRuns(world, createTableView(world));
    let over = false;
    await run(ensemble(stage, () => over));
    over = true;
    await world.settle();
    await startsRepeated(world, run);
    const check = () => INVARIANTS.flatMap((invariant) => invariant(finalOf(stage, watched)));
    wrong.push(...check());
    if (wrong.length === 0) {
      await run([tryWaysOut(stage)]);
      await world.settle();
      wrong.push(...check().map((one) => `after the ways out, ${one}`));
    }
  } catch (error) {
    wrong.push(`broken: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const counts = { calls: stage.calls.length, mails: world.mails().length, executions: world.machines.executions.size };
  return { seed, wrong: [...stage.wrong, ...wrong], hash: hash.digest('hex'), steps, counts };
}
