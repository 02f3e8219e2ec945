/** Taking an import back: a run of its own, which names the import that it is of. */
import type { EntriesOf } from '#core/audit.ts';
import { invalid, transient } from '#core/errors.ts';
import { checkUpgraded } from '#core/upgraded.ts';
import type { RunRecord } from '../record.ts';
import { rollbackAttempt } from '../runs/claim.ts';
import { mayGoOn } from '../runs/resume-run.ts';
import { newRunId } from '../runs/run-id.ts';
import { busyError, closedError } from '../runs/source.ts';
import type { StartPorts } from '../runs/start-run.ts';
import { isUnderWay, launch, type Started } from '../runs/under-way.ts';
import { advance } from '../runs/writer.ts';

export type RollbackPorts = StartPorts & {
  isUpgraded(): Promise<boolean>;
  /** Newest first; `next` goes on where a page ended. */
  listRuns(limit: number, next?: string): Promise<{ readonly records: readonly RunRecord[]; readonly next?: string }>;
};
export type RollbackRequest = { readonly preview: boolean; readonly requestedBy: string };

const PAGE = 100;

/** An import whose users are in: only those can be newest. */
export const hasWritten = ({ kind, states, completedAt }: RunRecord): boolean =>
  kind === 'import' && (states.IngestParts !== undefined || completedAt !== undefined);

/** Whether all that it wrote stands in its report. An attempt that failed before it wrote changes nothing of that. */
const isWhole = ({ states, completedAt }: RunRecord): boolean =>
  states.IngestParts?.status === 'succeeded' ||
  (completedAt !== undefined && states.MoveUsers === undefined && states.IngestParts === undefined);

/** A newer import of the same source, which would have to be taken back first. */
async function newerThan(ports: RollbackPorts, target: RunRecord): Promise<string | undefined> {
  let next: string | undefined;
  do {
    const page = await ports.listRuns(PAGE, next);
    for (const record of page.records) {
      if (record.id === target.id) return undefined;
      const sameSource = record.source?.deployment === target.source?.deployment;
      if (sameSource && hasWritten(record) && record.rollback === undefined) return record.id;
    }
    next = page.next;
  } while (next !== undefined);
  return undefined;
}

/** @throws LandfallError run.not_imported, run.not_newest, run.running (409) */
async function checkTarget(ports: RollbackPorts, target: RunRecord, now: number): Promise<void> {
  if (target.kind !== 'import' || !hasWritten(target))
    throw invalid('run.not_imported', 'Only an import that has brought users in can be taken back.');
  const mailing = target.states.NotifyUsers !== undefined;
  if (!mailing && (await isUnderWay(ports, target, now)))
    throw invalid('run.running', 'This import is under way. Wait until it has ended, or stop it.', { run: target.id });
  if (!isWhole(target))
    throw invalid(
      'run.not_imported',
      'Parts of this import are missing. Resume it first, so that all it wrote is known.',
    );
  const newer = await newerThan(ports, target);
  if (newer !== undefined)
    throw invalid('run.not_newest', 'A newer import of this source must be taken back first.', { run: newer });
}

/** The next attempt of a rollback that failed. @throws LandfallError run.rolled_back, run.running (409) */
async function goOn(ports: RollbackPorts, id: string, entriesOf: EntriesOf, now: number): Promise<Started> {
  const seen = await ports.readRun(id);
  if (!seen) throw transient('run.busy');
  if (seen.status === 'succeeded')
    throw invalid('run.rolled_back', 'This import has been taken back already.', { run: id });
  if (await isUnderWay(ports, seen, now))
    throw invalid('run.running', 'This import is being taken back at this moment.', { run: id });
  const record = rollbackAttempt(seen, await mayGoOn(ports, seen, now), now);
  const entries = entriesOf({ object: id, facts: { of: record.of, attempt: record.attempt } });
  if (!(await ports.claim(record, seen, entries, { writes: true }))) throw transient('run.busy');
  return launch(ports, record);
}

/** Seconds until no other run of the source can write. @throws LandfallError source.closed, source.busy (409) */
async function untilQuiet(ports: RollbackPorts, { source }: RunRecord, now: number): Promise<number> {
  if (!source) return 0;
  const name = source.deployment;
  if ((await ports.readSource(name))?.closed) throw closedError(name);
  const { holder, quietAt = 0 } = await advance(ports, name, now);
  if (holder) throw busyError(holder.run);
  return Math.max(0, Math.ceil((quietAt - now) / 1000));
}

/**
 * Takes an import back, or says what that would do. Asked for again it goes on with what was begun.
 * @param now Unix ms
 * @throws LandfallError run.not_found (404); run.not_imported, run.not_newest, run.running, run.rolled_back, upgrade.running, source.closed,
 * source.busy (409)
 */
export async function startRollback(
  ports: RollbackPorts,
  of: string,
  { preview, requestedBy }: RollbackRequest,
  entriesOf: EntriesOf,
  now: number,
): Promise<Started> {
  const target = await ports.readRun(of);
  if (!target) throw invalid('run.not_found', 'There is no run with this id.');
  checkUpgraded(await ports.isUpgraded());
  if (target.rollback && !preview) return goOn(ports, target.rollback.run, entriesOf, now);
  await checkTarget(ports, target, now);
  const waitSeconds = preview ? 0 : await untilQuiet(ports, target, now);
  const id = newRunId(now);
  const { packageId, policy, key, etag, size, source } = target;
  const record = rollbackAttempt(
    {
      id,
      ...(packageId === undefined ? {} : { packageId }),
      ...(source ? { source } : {}),
      ...(preview ? { preview: true } : {}),
      kind: 'rollback',
      of,
      policy,
      key,
      etag,
      size,
      attempt: 0,
      generation: 1,
      status: 'starting',
      requestedBy,
      firstSeenAt: now,
      startedAt: now,
      execution: '',
      states: {},
    },
    waitSeconds,
    now,
  );
  const entries = entriesOf({ object: id, facts: { of, preview, execution: record.execution } });
  const takesBack = preview ? {} : { takesBack: { id: of, at: now } };
  if (!(await ports.createRun(record, { entries, ...takesBack }))) throw transient('run.busy');
  return launch(ports, record);
}
