/**
 * Starting a migration, for an upload's event and for an administrator alike. Only the manifest is read here; all
 * checks of the package are the state machine's.
 */
import { createHash } from 'node:crypto';
import { type Entries, eventEntries } from '#core/audit.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid, isError, isErrorOf, transient } from '#core/errors.ts';
import { type RangeReader, readEnvelope } from '#core/export/archive.ts';
import { manifestId } from '#core/export/manifest.ts';
import { type Claim, decideStart, type StartRequest } from './claim.ts';
import type { RunRecord } from './record.ts';
import type { MigrationInput } from './run.ts';

export type StartPorts = {
  /** The object's size, if it still has this ETag. @throws LandfallError package.changed, package.missing */
  sizeOf(key: string, etag: string): Promise<number>;
  /** Ranged reads that demand the ETag. */
  reader(key: string, etag: string, size: number): RangeReader;
  defaultPolicy(): Promise<DuplicatePolicy>;
  readRun(id: string): Promise<RunRecord | undefined>;
  /** Writes the record where the one that was seen is still there; false where it is not. */
  claim(record: RunRecord, seen: RunRecord | undefined, entries: Entries): Promise<boolean>;
  /** A failed record for an upload that can't be read; nothing where there is one. */
  recordUnreadable(record: RunRecord): Promise<void>;
  /**
   * Whether the execution of this name is under way. By name, because only the name is in the record from the claim on: the
   * machine's first state may well run before its start has been noted.
   */
  isRunning(name: string): Promise<boolean>;
  /** Idempotent by name. */
  startExecution(name: string, input: string): Promise<void>;
  markStarted(id: string, attempt: number): Promise<void>;
};
export type StartOptions = Omit<StartRequest, 'size' | 'policy'> & {
  readonly policy?: DuplicatePolicy;
  /** Where the request came from; an upload if absent. */
  readonly source?: string;
};
export type Started = { readonly id: string; readonly execution?: string };

/** How long a process may take between claim and start before another one takes the start over. */
const STARTING_MS = 60_000;
const MAX_TRIES = 4;

const inputOf = ({ record, waitSeconds }: Claim): MigrationInput => ({
  migration: record.id,
  dryRun: record.kind === 'preview',
  policy: record.policy,
  attempt: record.attempt,
  generation: record.generation,
  key: record.key,
  etag: record.etag,
  size: record.size,
  importedAt: record.importedAt ?? record.startedAt,
  waitSeconds,
});

/** Asks for the execution of a record that has been claimed. */
export async function launch(ports: StartPorts, record: RunRecord): Promise<Started> {
  await ports.startExecution(record.execution, record.input!);
  await ports.markStarted(record.id, record.attempt);
  return { id: record.id, execution: record.execution };
}

async function isUnderWay(ports: StartPorts, seen: RunRecord | undefined, now: number): Promise<boolean> {
  if (seen?.status === 'starting' && now - seen.startedAt < STARTING_MS) return true;
  return seen?.status === 'starting' || seen?.status === 'running' ? ports.isRunning(seen.execution) : false;
}

/**
 * Starts an attempt, or says why not. An event that was seen before starts nothing and gives no execution.
 * @throws LandfallError package.* where the manifest can't be read; run.running, run.done (409)
 */
export async function startRun(ports: StartPorts, options: StartOptions, now: number): Promise<Started> {
  const size = await ports.sizeOf(options.key, options.etag);
  const { manifest } = await readEnvelope(ports.reader(options.key, options.etag, size));
  const id = manifestId(manifest);
  const policy = options.policy ?? (await ports.defaultPolicy());
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await ports.readRun(id);
    const verdict = decideStart(id, { ...options, size, policy }, seen, await isUnderWay(ports, seen, now), now);
    if (verdict.kind === 'refuse') throw verdict.error;
    if (verdict.kind === 'nothing') return { id };
    if (verdict.kind === 'repeat') return launch(ports, seen!);
    const record = { ...verdict.claim.record, input: JSON.stringify(inputOf(verdict.claim)) };
    const { requestedBy: actor, source = 'upload' } = options;
    const facts = { kind: record.kind, policy, execution: record.execution };
    const entries = eventEntries({ actor, action: 'migration.started', object: id, source, now }, facts);
    if (await ports.claim(record, seen, entries)) return launch(ports, record);
  }
  throw transient('run.busy');
}

/** The same for an upload: one that can't be read leaves a failed migration, so that its sender finds the reason. */
export async function startFromUpload(
  ports: StartPorts,
  upload: { key: string; etag: string; eventAt: number },
  now: number,
): Promise<Started> {
  try {
    return await startRun(ports, { ...upload, kind: 'import', again: false, requestedBy: 'upload' }, now);
  } catch (error) {
    if (!isErrorOf(error, 'package') || error.retryable) throw error;
    if (isError(error, 'package.missing', 'package.changed')) return { id: '' };
    const id = createHash('sha256').update(`unreadable\0${upload.key}\0${upload.etag}`).digest('hex').slice(0, 32);
    await ports.recordUnreadable({
      id,
      key: upload.key,
      etag: upload.etag,
      size: 0,
      attempt: 0,
      generation: 0,
      execution: '',
      states: {},
      kind: 'import',
      policy: 'skip',
      status: 'failed',
      requestedBy: 'upload',
      firstSeenAt: now,
      startedAt: now,
      finishedAt: now,
      error: {
        code: error.code,
        hint: error.message,
      },
    });
    return { id };
  }
}

/** @throws LandfallError run.key (400): only uploaded packages can be migrated */
export function checkKey(key: string): void {
  if (!/^(?:staged|uploads)\/[^\0]{1,900}$/u.test(key))
    throw invalid('run.key', 'Name an object under staged/ or uploads/.');
}
