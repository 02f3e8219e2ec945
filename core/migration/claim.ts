/**
 * Whether a request starts an attempt, and which. The caller writes the claim on condition that the record is still the one
 * that was seen, so that of any number of simultaneous requests exactly one starts.
 */
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import type { RunKind, RunRecord } from './record.ts';

export type StartRequest = {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly kind: RunKind;
  readonly policy: DuplicatePolicy;
  /** Run once more a migration that has come to its end. */
  readonly again: boolean;
  readonly requestedBy: string;
  /** Of an upload's event: when S3 took the object in. A repeated event is never newer than the attempt it started. */
  readonly eventAt?: number;
};

/** `waitSeconds`: until no function of the attempt before can still be running. */
export type Claim = { readonly record: RunRecord; readonly waitSeconds: number };
/** `repeat`: the same start was asked for before; its execution may not have been started. */
export type Verdict =
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse'; readonly error: LandfallError };

/** How long a part's function may still run after its execution has ended. */
const FUNCTION_TIMEOUT_SECONDS = 100;

const refusal = (code: 'run.running' | 'run.done', detail: string): Verdict => ({
  kind: 'refuse',
  error: invalid(code, detail),
});

/**
 * Seconds to wait before going on after an attempt that failed in the middle of IngestParts: a Map that fails does not wait
 * for the functions of its other children. Once the Map is over they are, too.
 */
function waitAfter(seen: RunRecord | undefined, now: number): number {
  if (seen?.status !== 'failed' || seen.kind !== 'import' || seen.finishedAt === undefined) return 0;
  const ingest = seen.states.IngestParts?.status;
  if (ingest === undefined || ingest === 'succeeded') return 0;
  return Math.max(0, Math.ceil((seen.finishedAt - now) / 1000) + FUNCTION_TIMEOUT_SECONDS);
}

/** Parts that an unfinished run finished under the same policy stay finished; every other start does all of them. */
function resumes(seen: RunRecord, request: StartRequest): boolean {
  return (
    seen.status === 'failed' &&
    seen.kind === 'import' &&
    request.kind === 'import' &&
    !request.again &&
    seen.policy === request.policy
  );
}

function newRecord(id: string, request: StartRequest, seen: RunRecord | undefined, now: number): RunRecord {
  const attempt = (seen?.attempt ?? 0) + 1;
  const { kind, policy, key, etag, size, requestedBy } = request;
  const importedAt = kind === 'import' ? (seen?.importedAt ?? now) : seen?.importedAt;
  const generation = seen && resumes(seen, request) ? seen.generation : (seen?.generation ?? 0) + 1;
  return {
    id,
    kind,
    policy,
    key,
    etag,
    size,
    requestedBy,
    attempt,
    generation,
    status: 'starting',
    firstSeenAt: seen?.firstSeenAt ?? now,
    startedAt: now,
    ...(importedAt === undefined ? {} : { importedAt }),
    ...(seen?.completedAt === undefined ? {} : { completedAt: seen.completedAt }),
    ...(seen?.settingsChange ? { settingsChange: seen.settingsChange } : {}),
    execution: `${id}-${kind === 'import' ? 'run' : 'dry'}-${attempt}`,
    states: {},
  };
}

/**
 * @param running whether the execution of the attempt that was seen is still under way
 * @param now Unix ms
 */
export function decideStart(
  id: string,
  request: StartRequest,
  seen: RunRecord | undefined,
  running: boolean,
  now: number,
): Verdict {
  if (seen && request.eventAt !== undefined && request.eventAt <= seen.startedAt)
    return { kind: seen.status === 'starting' ? 'repeat' : 'nothing' };
  const event = request.eventAt !== undefined;
  if (seen && (seen.status === 'starting' || seen.status === 'running') && running)
    return event
      ? { kind: 'nothing' }
      : refusal('run.running', 'This package is being migrated at this moment. Wait until it is over.');
  if (request.kind === 'import' && seen?.completedAt !== undefined && !request.again)
    return event
      ? { kind: 'nothing' }
      : refusal('run.done', 'This package has been migrated. Pass `--again` to run it once more.');
  return {
    kind: 'claim',
    claim: { record: newRecord(id, request, seen, now), waitSeconds: waitAfter(seen, now) },
  };
}
