/**
 * Records of new runs and of further attempts, and whether there may be one. The caller writes each on condition that nothing has come
 * between, so that of any number of simultaneous requests exactly one starts.
 */
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import { notWaiting } from '../approval.ts';
import { type Approval, isOver, type RunKind, type RunRecord } from '../record.ts';
import type { MigrationInput, RollbackInput } from '../run.ts';
import { type AskedFor, type RunOptions, sameOptions } from '../run-options.ts';

export type StartRequest = {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly kind: Exclude<RunKind, 'rollback'>;
  readonly policy: DuplicatePolicy;
  readonly options: RunOptions;
  readonly wave?: string;
  readonly packageId: string;
  readonly requestedBy: string;
  /** What the manifest says, where its signer is trusted for it. */
  readonly source?: NonNullable<RunRecord['source']>;
  /** The id of the packer who signed it. */
  readonly signedBy?: string;
  /** Given with the request, for what the run may not change by itself. */
  readonly approval?: Approval;
  readonly givenUserIds?: true;
};
/** A record with what its execution is given. */
export type Startable = RunRecord & { readonly input: string };

/** How long a part's function may still run after its execution has ended. */
const FUNCTION_TIMEOUT_SECONDS = 100;

const executionOf = (id: string, kind: RunKind, attempt: number): string =>
  `${id}-${kind === 'preview' ? 'dry' : 'run'}-${attempt}`;

/** @param waitSeconds until no function of the attempt before can still be running */
function withInput(record: RunRecord, waitSeconds: number): Startable {
  const input: MigrationInput = {
    migration: record.id,
    ...(record.packageId === undefined ? {} : { manifestId: record.packageId }),
    dryRun: record.kind === 'preview',
    policy: record.policy,
    ...(record.options ? { options: record.options } : {}),
    attempt: record.attempt,
    generation: record.generation,
    key: record.key,
    etag: record.etag,
    size: record.size,
    importedAt: record.importedAt ?? record.startedAt,
    waitSeconds,
    ...(record.givenUserIds ? { givenUserIds: true } : {}),
  };
  return { ...record, input: JSON.stringify(input) };
}

/** The next attempt of a rollback; its first one, too. Parts that are finished stay so. @param waitSeconds until no other attempt can still write @param now Unix ms */
export function rollbackAttempt(seen: RunRecord, waitSeconds: number, now: number): Startable {
  const { finishedAt: _finished, error: _error, totals: _totals, ...kept } = seen;
  const attempt = seen.attempt + 1;
  const { id: migration, policy, generation } = seen;
  const input: RollbackInput = {
    migration,
    rollback: true,
    of: seen.of!,
    preview: seen.preview === true,
    dryRun: false,
    policy,
    attempt,
    generation,
    waitSeconds,
  };
  return {
    ...kept,
    attempt,
    status: 'starting',
    startedAt: now,
    execution: executionOf(migration, 'rollback', attempt),
    states: {},
    input: JSON.stringify(input),
  };
}

function withoutEnd(seen: RunRecord) {
  const { finishedAt: _end, error: _error, campaign: _place, totals: _totals, notices: _notices, ...kept } = seen;
  return kept;
}
const nextAttempt = (seen: RunRecord, now: number): RunRecord => ({
  ...seen,
  attempt: seen.attempt + 1,
  status: 'starting',
  startedAt: now,
  execution: executionOf(seen.id, seen.kind, seen.attempt + 1),
  states: {},
});

/** The record of a new run. @param waitSeconds until no other attempt can still write @param now Unix ms */
export function newRun(id: string, request: StartRequest, waitSeconds: number, now: number): Startable {
  const { kind, options, ...asked } = request;
  const record: RunRecord = {
    id,
    ...asked,
    kind,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    attempt: 1,
    generation: 1,
    status: 'starting',
    firstSeenAt: now,
    startedAt: now,
    ...(kind === 'import' ? { importedAt: now } : {}),
    execution: executionOf(id, kind, 1),
    states: {},
  };
  return withInput(record, waitSeconds);
}

/** The same, which waits until another run of its source has written. */
export const queued = (record: Startable): Startable => ({ ...record, status: 'queued' });
/** A run that waited begins. */
export const started = (seen: RunRecord, waitSeconds: number, now: number): Startable =>
  withInput({ ...seen, status: 'starting', startedAt: now }, waitSeconds);
/** A run that waited never begins. */
export const stopped = (seen: RunRecord, { code, message }: LandfallError, now: number): RunRecord => ({
  ...seen,
  status: 'not-started',
  finishedAt: now,
  error: { code, hint: message },
});

/**
 * Seconds to wait before going on after an attempt that failed in the middle of IngestParts: a Map that fails does not wait
 * for the functions of its other children. Once the Map is over they are, too.
 */
function waitAfter(seen: RunRecord, now: number): number {
  if (seen.kind !== 'import' || seen.finishedAt === undefined) return 0;
  const ingest = seen.states.IngestParts?.status;
  if (ingest === undefined || ingest === 'succeeded') return 0;
  return Math.max(0, Math.ceil((seen.finishedAt - now) / 1000) + FUNCTION_TIMEOUT_SECONDS);
}

/**
 * The attempt in which what waited for a yes is done: the whole package once more, with the yes.
 * @param by user key, or operator's ARN @param now Unix ms @throws LandfallError run.not_waiting (409)
 */
export function confirmed(seen: RunRecord, waitSeconds: number, by: string, now: number): Startable {
  const waits = isOver(seen) && !seen.rollback && seen.waitsFor?.includes('confirmation') === true;
  if (seen.kind !== 'import' || !waits) throw notWaiting();
  const { waitsFor: _decided, rest: _rest, ...kept } = withoutEnd(seen);
  const { settingsChange } = seen;
  const approved: Approval | undefined =
    settingsChange?.status === 'awaited'
      ? { decision: 'approved', by, at: now, before: settingsChange.before, after: settingsChange.after }
      : undefined;
  const next = {
    ...nextAttempt(kept, now),
    generation: seen.generation + 1,
    options: { ...seen.options, confirmed: true as const },
    ...(approved ? { approval: approved } : {}),
  };
  return withInput(next, waitSeconds);
}

const runningError = (run: string) =>
  invalid('run.running', 'This package is being imported at this moment. Wait until that is over.', { run });

/**
 * The next attempt of a run that failed: parts that are finished stay so.
 * @param running whether the execution of the attempt that was seen is still under way
 * @param waitSeconds until no other attempt can still write
 * @param now Unix ms
 * @throws LandfallError run.running, run.not_failed (409)
 */
export function resumed(seen: RunRecord, running: boolean, waitSeconds: number, now: number): Startable {
  const { id, status, kind } = seen;
  if (status === 'queued' || running) throw runningError(id);
  const ended = status === 'succeeded' || status === 'waiting' || status === 'not-started';
  if (!ended && kind === 'rollback') return rollbackAttempt(seen, waitSeconds, now);
  // An upload that could not be read has no attempt that could be repeated. What is taken back is not brought in again behind the rollback's back.
  if (ended || seen.packageId === undefined || seen.rollback)
    throw invalid('run.not_failed', 'Only a run that failed can be resumed. Import or preview the package again.');
  return withInput(nextAttempt(withoutEnd(seen), now), Math.max(waitSeconds, waitAfter(seen, now)));
}

/**
 * Why a package is not imported once more: an import of it is under way, or was made with the same options. A wave leaves others to
 * come, so that the next run of the package needs no word.
 * @param earlier the newest import of the package @param running whether it is under way
 * @param request `again`: import all the same
 */
export function refusalOf(
  earlier: RunRecord | undefined,
  running: boolean,
  request: AskedFor & { readonly again: boolean },
): LandfallError<'run.running' | 'run.done'> | undefined {
  if (!earlier || earlier.rollback) return undefined;
  if (running || earlier.status === 'queued') return runningError(earlier.id);
  const at = earlier.completedAt ?? (earlier.status === 'waiting' ? earlier.finishedAt : undefined);
  if (at === undefined || request.again || !sameOptions(earlier, request)) return undefined;
  const day = new Date(at).toISOString();
  return invalid(
    'run.done',
    `Imported already on ${day} by run ${earlier.id}: nothing was started. To import it again, pass \`--again\`.`,
    { run: earlier.id, at },
  );
}
