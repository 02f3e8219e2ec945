/** An administrator who brings the packages of a source over: uploads, previews, runs, resumes, confirms, approves, takes back. */
import { createHash } from 'node:crypto';
import type { RunView } from '#core/migration/record.ts';
import type { Packed } from './packages.ts';
import { asked, codeOf, get, isDone, type Stage } from './stage.ts';

const OVER = ['waiting', 'succeeded', 'failed', 'not-started'];
const PATIENCE_MS = 4 * 3_600_000;

export const etagOf = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** Waits until a run is over, or is not found, as `landfall run` does. */
async function followed(stage: Stage, find: () => Promise<RunView | undefined>): Promise<RunView | undefined> {
  const { scheduler } = stage.world;
  const until = scheduler.now() + PATIENCE_MS;
  let pause = 2_000;
  for (;;) {
    const run = await find();
    if (run && OVER.includes(run.status)) return run;
    if (scheduler.now() > until) return run;
    await scheduler.sleep(pause);
    pause = Math.min(30_000, pause * 1.5);
  }
}
const runById = (stage: Stage, who: string, id: string) => () => get<RunView>(stage, who, `/runs/${id}`);

/** Another attempt was asked for, so that the run's end before it is not its end. */
function afterAttempt(stage: Stage, who: string, id: string, execution: string | undefined) {
  return async () => {
    const run = await runById(stage, who, id)();
    return run && execution !== undefined && run.execution !== execution ? undefined : run;
  };
}

type Started = { readonly id: string; readonly status: string; readonly execution?: string };

/** What an administrator does with a run that is over: until it has succeeded, or patience is at its end. */
async function seenThrough(stage: Stage, who: string, first: RunView | undefined): Promise<RunView | undefined> {
  const { scheduler } = stage.world;
  let run = first;
  for (let steps = 0; run && steps < 8; steps++) {
    await scheduler.sleep(scheduler.random(120_000));
    const { id, status, waitsFor = [] } = run;
    const path: string | undefined =
      status === 'failed'
        ? `/runs/${id}/resume`
        : waitsFor.includes('confirmation')
          ? `/runs/${id}/confirmation`
          : waitsFor.includes('approval')
            ? `/runs/${id}/approval`
            : undefined;
    if (path === undefined || scheduler.random(8) === 0) return run;
    const body = path.endsWith('approval')
      ? { decision: scheduler.random(4) === 0 ? 'refused' : 'approved' }
      : undefined;
    const press = () => asked(stage, who, 'POST', path, body ? { body } : {});
    const answers = await Promise.all(scheduler.random(6) === 0 ? [press(), press()] : [press()]);
    const started = answers.find(isDone)?.body as Started | undefined;
    run = await followed(stage, afterAttempt(stage, who, id, started?.execution));
    if (!started && run?.status === status && answers.every((answer) => codeOf(answer) !== 'run.running')) return run;
  }
  return run;
}

/** Under staged/, and the run asked for. */
async function startRun(
  stage: Stage,
  who: string,
  packed: Packed,
  key: string,
  more: object,
): Promise<RunView | undefined> {
  const { scheduler } = stage.world;
  stage.world.upload(key, packed.bytes);
  const body = { key, etag: etagOf(packed.bytes), queue: scheduler.random(2) === 0, ...more };
  const press = () => asked(stage, who, 'POST', '/runs', { body });
  const [answer] = await Promise.all(scheduler.random(8) === 0 ? [press(), press()] : [press()]);
  if (!isDone(answer)) return undefined;
  const { id } = answer.body as Started;
  return followed(stage, runById(stage, who, id));
}

async function uploaded(stage: Stage, who: string, packed: Packed, key: string): Promise<RunView | undefined> {
  const { scheduler } = stage.world;
  stage.uploads.set(key, packed);
  stage.world.upload(key, packed.bytes);
  // A file is overwritten by the same one, deleted, or put there anew while it is read.
  const meanwhile = scheduler.random(12);
  if (meanwhile === 0) scheduler.after(scheduler.random(60_000), () => stage.world.upload(key, packed.bytes));
  if (meanwhile === 1)
    scheduler.after(scheduler.random(60_000), () => {
      stage.removed.add(key);
      stage.world.removeUpload(key);
    });
  const until = scheduler.now() + PATIENCE_MS / 8;
  return followed(stage, async () => {
    const { runs = [] } = (await get<{ runs: RunView[] }>(stage, who, '/runs', { limit: '100' })) ?? {};
    const found = runs.find((run) => run.key === key);
    if (found || scheduler.now() < until) return found;
    return { status: 'not-started' } as RunView;
  });
}

/** Takes an import back, after a look at what that would do. */
async function takenBack(stage: Stage, who: string, { id }: RunView): Promise<void> {
  const { scheduler } = stage.world;
  for (const preview of scheduler.random(2) === 0 ? [true, false] : [false]) {
    const answer = await asked(stage, who, 'POST', `/runs/${id}/rollback`, { body: { preview } });
    if (!isDone(answer)) return;
    const rollback = await followed(stage, runById(stage, who, (answer.body as Started).id));
    if (!preview) await seenThrough(stage, who, rollback);
  }
}

function optionsOf({ random }: Stage['world']['scheduler']): Record<string, unknown> {
  const drawn = random(10);
  if (drawn === 0) return { disableGone: true };
  if (drawn === 1) return { older: true };
  if (drawn === 2) return { tell: 'later' };
  if (drawn === 3) return { policy: (['skip', 'update', 'fail'] as const)[random(3)]! };
  return {};
}

/** Brings the packages of a source, one after the other. */
export async function administrator(stage: Stage, who: string, packages: readonly Packed[]): Promise<void> {
  const { scheduler } = stage.world;
  for (const [index, packed] of packages.entries()) {
    await scheduler.sleep(scheduler.random(index === 0 ? 5_000 : 20 * 60_000));
    const name = `${packed.source}-${index}.zip`;
    const staged = `staged/${packed.source}-${index}/export.zip`;
    const options = optionsOf(scheduler);
    const touched = scheduler.random(6) === 0 ? { ...options, applyToTouched: true } : options;
    let run: RunView | undefined;
    if (scheduler.random(5) < 2) run = await uploaded(stage, who, packed, `uploads/${name}`);
    else {
      if (touched['applyToTouched'] || scheduler.random(3) === 0)
        await startRun(stage, who, packed, staged, { kind: 'preview', ...touched });
      run = await startRun(stage, who, packed, staged, {
        kind: 'import',
        again: scheduler.random(4) === 0,
        ...touched,
      });
    }
    run = await seenThrough(stage, who, run);
    if (run?.kind !== 'import' || scheduler.random(6) > 0) continue;
    await takenBack(stage, who, run);
    if (scheduler.random(2) === 0)
      await seenThrough(
        stage,
        who,
        await startRun(stage, who, packed, `${staged}.again`, { kind: 'import', again: true }),
      );
  }
}
