/**
 * Starting a run, for an upload's event and for an administrator alike. Only the manifest is read here; all
 * checks of the package are the state machine's.
 */
import { type Entries, eventEntries } from '#core/audit.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid, isError, isErrorOf, type LandfallError, transient } from '#core/errors.ts';
import { type RangeReader, readEnvelope } from '#core/export/archive.ts';
import { manifestId } from '#core/export/manifest.ts';
import { newRun, refusalOf, type Startable, type StartRequest } from './claim.ts';
import type { RunRecord, RunStatus } from './record.ts';
import { newRunId, uploadRunId } from './run-id.ts';
import type { RunOptions } from './run-options.ts';

/** What the item of a package says: which run imported it last. Absent: none did. */
export type KnownPackage = { readonly run: string };
/** What is written with a new run: the entries of the audit, and for an import that it is the newest of its package. */
export type Opening = {
  readonly entries: Entries;
  readonly package?: { readonly id: string; readonly seen: KnownPackage | undefined };
};
export type StartPorts = {
  /** The object's size, if it still has this ETag. @throws LandfallError package.changed, package.missing */
  sizeOf(key: string, etag: string): Promise<number>;
  /** Ranged reads that demand the ETag. */
  reader(key: string, etag: string, size: number): RangeReader;
  defaultPolicy(): Promise<DuplicatePolicy>;
  readRun(id: string): Promise<RunRecord | undefined>;
  readPackage(id: string): Promise<KnownPackage | undefined>;
  /** A new run, in the list from now on; false where there is one of this id, or what was seen of its package is so no more. */
  createRun(record: RunRecord, opening?: Opening): Promise<boolean>;
  /** Writes the next attempt's record where the one that was seen is still there; false where it is not. */
  claim(record: RunRecord, seen: RunRecord, entries: Entries): Promise<boolean>;
  /**
   * Whether the execution of this name is under way. By name, because only the name is in the record from the claim on: the
   * machine's first state may well run before its start has been noted.
   */
  isRunning(name: string): Promise<boolean>;
  /** Idempotent by name. */
  startExecution(name: string, input: string): Promise<void>;
  markStarted(id: string, attempt: number): Promise<void>;
};
export type StartOptions = Pick<StartRequest, 'key' | 'etag' | 'kind' | 'requestedBy'> & {
  readonly policy?: DuplicatePolicy;
  readonly options?: RunOptions;
  /** Import once more a package that has been imported. */
  readonly again: boolean;
  /** Where the request came from; an upload if absent. */
  readonly source?: string;
};
export type Started = { readonly id: string; readonly status: RunStatus; readonly execution?: string };

/** How long a process may take between claim and start before another one takes the start over. */
const STARTING_MS = 60_000;
const MAX_TRIES = 4;

/** Asks for the execution of a record that has been claimed. */
export async function launch(ports: StartPorts, record: RunRecord): Promise<Started> {
  await ports.startExecution(record.execution, record.input!);
  await ports.markStarted(record.id, record.attempt);
  return { id: record.id, status: 'starting', execution: record.execution };
}

/** Whether an execution of the run is under way, or is about to be. */
export async function isUnderWay(
  ports: Pick<StartPorts, 'isRunning'>,
  seen: RunRecord | undefined,
  now: number,
): Promise<boolean> {
  if (seen?.status === 'starting' && now - seen.startedAt < STARTING_MS) return true;
  return seen?.status === 'starting' || seen?.status === 'running' ? ports.isRunning(seen.execution) : false;
}

/**
 * The newest import of a package. A release before kept one record a package, under the package's id.
 */
async function newestImport(ports: StartPorts, packageId: string) {
  const seen = await ports.readPackage(packageId);
  const earlier = await ports.readRun(seen?.run ?? packageId);
  return { seen, earlier: earlier?.kind === 'import' ? earlier : undefined };
}

const startedEntries = (
  { id, kind, policy, execution }: RunRecord,
  { requestedBy, source }: StartOptions,
  now: number,
) =>
  eventEntries(
    { actor: requestedBy, action: 'migration.started', object: id, source: source ?? 'upload', now },
    { kind, policy, execution },
  );

/** Creates the run, if its package may be imported. @throws LandfallError run.running, run.done (409) */
async function create(
  ports: StartPorts,
  id: string,
  request: StartRequest,
  asked: StartOptions,
  now: number,
): Promise<Startable | undefined> {
  const record = newRun(id, request, now);
  const entries = startedEntries(record, asked, now);
  if (record.kind === 'preview') return (await ports.createRun(record, { entries })) ? record : undefined;
  const { seen, earlier } = await newestImport(ports, request.packageId);
  const { options, again } = { options: request.options, again: asked.again };
  const refusal = refusalOf(earlier, await isUnderWay(ports, earlier, now), { options, again });
  if (refusal) throw refusal;
  const created = await ports.createRun(record, { entries, package: { id: request.packageId, seen } });
  return created ? record : undefined;
}

/**
 * Starts a new run, or says why not.
 * @param id of an upload's event; of a request a new one
 * @throws LandfallError package.* where the manifest can't be read; run.running, run.done (409)
 */
export async function startRun(
  ports: StartPorts,
  asked: StartOptions,
  now: number,
  id = newRunId(now),
): Promise<Started> {
  const { key, etag, kind, requestedBy, options = {} } = asked;
  const size = await ports.sizeOf(key, etag);
  const { manifest } = await readEnvelope(ports.reader(key, etag, size));
  const policy = asked.policy ?? (await ports.defaultPolicy());
  const request = { key, etag, size, kind, policy, options, requestedBy, packageId: manifestId(manifest) };
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const record = await create(ports, id, request, asked, now);
    if (record) return launch(ports, record);
    // The same event, delivered twice at once: the other one started it.
    const twin = await ports.readRun(id);
    if (twin) return { id, status: twin.status };
  }
  throw transient('run.busy');
}

export type UploadEvent = { readonly key: string; readonly etag: string; readonly eventAt: number };

/** A run that is not started, so that whoever uploaded finds the reason in the list. */
function unstarted(id: string, { key, etag }: UploadEvent, error: LandfallError, now: number): RunRecord {
  return {
    id,
    key,
    etag,
    size: 0,
    attempt: 0,
    generation: 0,
    execution: '',
    states: {},
    kind: 'import',
    policy: 'skip',
    status: isErrorOf(error, 'package') ? 'failed' : 'not-started',
    requestedBy: 'upload',
    firstSeenAt: now,
    startedAt: now,
    finishedAt: now,
    error: { code: error.code, hint: error.message },
  };
}

/** Whether a record of the list says it, since an upload has no one to answer to. */
const isToldInList = (error: unknown): error is LandfallError =>
  isErrorOf(error, 'package') || isError(error, 'run.done', 'run.running');

/**
 * The same for an upload. An event that comes twice starts nothing twice: its run has an id of its own. One that can't be read leaves a
 * failed run, one that was imported already a run that is not started.
 */
export async function startFromUpload(ports: StartPorts, upload: UploadEvent, now: number): Promise<Started> {
  const id = uploadRunId(upload);
  const seen = await ports.readRun(id);
  if (seen) return seen.status === 'starting' ? launch(ports, seen) : { id, status: seen.status };
  const { key, etag } = upload;
  try {
    return await startRun(ports, { key, etag, kind: 'import', again: false, requestedBy: 'upload' }, now, id);
  } catch (error) {
    if (!isToldInList(error) || error.retryable) throw error;
    if (isError(error, 'package.missing', 'package.changed')) return { id: '', status: 'not-started' };
    const record = unstarted(id, upload, error, now);
    await ports.createRun(record);
    return { id, status: record.status };
  }
}

/** @throws LandfallError run.key (400): only uploaded packages can be imported */
export function checkKey(key: string): void {
  if (!/^(?:staged|uploads)\/[^\0]{1,900}$/u.test(key))
    throw invalid('run.key', 'Name an object under staged/ or uploads/.');
}
