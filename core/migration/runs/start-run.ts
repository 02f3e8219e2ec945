/**
 * Starting a run, for an upload's event and for an administrator alike. Only the manifest is read here; all
 * checks of the package are the state machine's.
 */
import { createHash } from 'node:crypto';
import { type Entries, eventEntries } from '#core/audit.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid, isError, isErrorOf, type LandfallError, transient } from '#core/errors.ts';
import { type RangeReader, readEnvelope } from '#core/export/archive.ts';
import { manifestId } from '#core/export/manifest.ts';
import { type TrustedPacker, verifyManifest } from '#core/export/signature.ts';
import type { Approval, RunRecord } from '../record.ts';
import { type RunOptions, sameOptions, withoutLimit } from '../run-options.ts';
import { givenUserIdsName, type UserIdMap } from '../user-id-map.ts';
import { waveName } from '../wave.ts';
import { newRun, queued, refusalOf, type Startable, type StartRequest } from './claim.ts';
import { newRunId, uploadRunId } from './run-id.ts';
import { busyError, closedError, type Holder } from './source.ts';
import { isUnderWay, launch, type Started } from './under-way.ts';
import { advance, type WriterPorts } from './writer.ts';

type Envelope = Awaited<ReturnType<typeof readEnvelope>>;

/** What the item of a package says: which run imported it last. Absent: none did. */
export type KnownPackage = { readonly run: string };
/** What is written with a new run: the entries of the audit, and for an import that it is the newest of its package. */
export type Opening = {
  readonly entries: Entries;
  readonly package?: { readonly id: string; readonly seen: KnownPackage | undefined };
  /** Of an import: it takes the writer of its source, or waits while this attempt holds it. */
  readonly waitsFor?: Holder;
  /** Of a rollback: the import that it takes back; no other one has begun to. `at`: Unix ms. */
  readonly takesBack?: { readonly id: string; readonly at: number };
};
export type StartPorts = WriterPorts & {
  /** The object's size, if it still has this ETag. @throws LandfallError package.changed, package.missing */
  sizeOf(key: string, etag: string): Promise<number>;
  /** Ranged reads that demand the ETag. */
  reader(key: string, etag: string, size: number): RangeReader;
  trustedPackers(): Promise<readonly (TrustedPacker & { readonly name?: string })[]>;
  importSettings(): Promise<{ readonly policy: DuplicatePolicy; readonly signatureDays: number }>;
  readPackage(id: string): Promise<KnownPackage | undefined>;
  /** Some of the newest previews of a package, newest first. */
  readPreviews(packageId: string): Promise<readonly RunRecord[]>;
  /** An object under plans/. */
  putPlan(name: string, body: string): Promise<void>;
  /** A new run, in the list from now on; false where there is one of this id, or what was seen is so no more. */
  createRun(record: RunRecord, opening?: Opening): Promise<boolean>;
  /**
   * Writes the next attempt's record where the one that was seen is still there; false where it is not.
   * @param how `writes`: it takes the writer of its source
   */
  claim(record: RunRecord, seen: RunRecord, entries: Entries, how: { readonly writes: boolean }): Promise<boolean>;
};
export type StartOptions = Pick<StartRequest, 'key' | 'etag' | 'kind' | 'requestedBy'> & {
  readonly policy?: DuplicatePolicy;
  readonly options?: RunOptions;
  /** User keys of a wave. */
  readonly only?: readonly string[];
  /** User IDs that the source's people get from this run on. */
  readonly userIds?: UserIdMap;
  /** Of a super-admin, for a change of settings that the run may not make by itself. */
  readonly approval?: Approval;
  /** Import once more a package that has been imported. */
  readonly again: boolean;
  /** Wait while another run of the source writes, instead of being refused. */
  readonly queue: boolean;
  /** Where the request came from; an upload if absent. */
  readonly source?: string;
};

const MAX_TRIES = 4;

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

/**
 * What is known of the package's source. Nothing where its signer is not trusted: such a package holds no source up, and marks no package
 * as known. Its execution is started all the same, and ReadManifest says what is wrong with it.
 */
async function signedSource(ports: StartPorts, envelope: Envelope, signatureDays: number, now: number) {
  const packers = await ports.trustedPackers();
  try {
    const { manifest, packer } = verifyManifest(envelope.manifest, envelope.signature, packers, now, signatureDays);
    const { kind, deployment } = manifest.source;
    const { name = packer.id } = packers.find(({ id }) => id === packer.id)!;
    return {
      source: { kind, deployment, packedAt: manifest.createdAt, packer: name },
      signedBy: packer.id,
    };
  } catch (error) {
    if (!isErrorOf(error, 'package')) throw error;
    return {};
  }
}

const PREVIEW_MAX_AGE_MS = 86_400_000;

/** What was used here is changed only after a look at what would change. @throws LandfallError run.not_previewed (409) */
async function checkPreviewed(ports: StartPorts, request: StartRequest, now: number): Promise<void> {
  if (!request.options.applyToTouched) return;
  const previews = await ports.readPreviews(request.packageId);
  const fits = ({ status, policy, finishedAt = 0, ...preview }: RunRecord) =>
    status === 'succeeded' &&
    policy === request.policy &&
    finishedAt > now - PREVIEW_MAX_AGE_MS &&
    sameOptions(withoutLimit(preview), withoutLimit(request));
  if (!previews.some(fits))
    throw invalid('run.not_previewed', 'Preview this package with the same options first, within the last day.');
}

/** What the run needs beside its package, before its execution can ask for it. */
async function putLists(ports: StartPorts, id: string, { only, userIds }: StartOptions): Promise<void> {
  if (only) await ports.putPlan(waveName(id), JSON.stringify(only));
  if (userIds) await ports.putPlan(givenUserIdsName(id), JSON.stringify(userIds));
}

const hashOf = (keys: readonly string[]): string =>
  createHash('sha256').update(keys.join('\0'), 'utf8').digest('hex').slice(0, 32);

/** Creates an import: it takes the writer of its source, or waits for it. @throws LandfallError see startRun */
async function createImport(
  ports: StartPorts,
  id: string,
  request: StartRequest & { readonly source: NonNullable<StartRequest['source']> },
  asked: StartOptions,
  now: number,
): Promise<Startable | undefined> {
  const { packageId, source } = request;
  const { seen, earlier } = await newestImport(ports, packageId);
  const refusal = refusalOf(earlier, await isUnderWay(ports, earlier, now), { ...request, again: asked.again });
  if (refusal) throw refusal;
  await checkPreviewed(ports, request, now);
  if ((await ports.readSource(source.deployment))?.closed) throw closedError(source.deployment);
  const { holder, quietAt = 0 } = await advance(ports, source.deployment, now);
  if (holder && !asked.queue) throw busyError(holder.run);
  const begun = newRun(id, request, Math.max(0, Math.ceil((quietAt - now) / 1000)), now);
  const record = holder ? queued(begun) : begun;
  const opening: Opening = {
    entries: startedEntries(record, asked, now),
    package: { id: packageId, seen },
    ...(holder ? { waitsFor: holder } : {}),
  };
  return (await ports.createRun(record, opening)) ? record : undefined;
}

/** A preview writes nothing, and waits for no other run; nor does what will be refused. */
async function createUnbound(ports: StartPorts, id: string, request: StartRequest, asked: StartOptions, now: number) {
  const { kind, source } = request;
  if (kind === 'preview' && source && (await ports.readSource(source.deployment))?.closed)
    throw closedError(source.deployment);
  const record = newRun(id, request, 0, now);
  return (await ports.createRun(record, { entries: startedEntries(record, asked, now) })) ? record : undefined;
}

/**
 * Starts a new run, or says why not.
 * @param id of an upload's event; of a request a new one
 * @throws LandfallError package.* where the manifest can't be read; run.running, run.done, source.busy, source.closed (409)
 */
export async function startRun(
  ports: StartPorts,
  asked: StartOptions,
  now: number,
  id = newRunId(now),
): Promise<Started> {
  const { key, etag, kind, requestedBy, only, userIds, approval } = asked;
  const options: RunOptions = { ...asked.options, ...(only ? { only: true } : {}) };
  const size = await ports.sizeOf(key, etag);
  const envelope = await readEnvelope(ports.reader(key, etag, size));
  const settings = await ports.importSettings();
  const policy = asked.policy ?? settings.policy;
  const { source, ...signed } = await signedSource(ports, envelope, settings.signatureDays, now);
  const packageId = manifestId(envelope.manifest);
  const request: StartRequest = {
    key,
    etag,
    size,
    kind,
    policy,
    options,
    requestedBy,
    packageId,
    ...signed,
    ...(only ? { wave: hashOf(only) } : {}),
    ...(userIds ? { givenUserIds: true } : {}),
    ...(approval ? { approval } : {}),
  };
  await putLists(ports, id, asked);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const record =
      source && kind === 'import'
        ? await createImport(ports, id, { ...request, source }, asked, now)
        : await createUnbound(ports, id, { ...request, ...(source ? { source } : {}) }, asked, now);
    if (record?.status === 'queued') return { id, status: 'queued', execution: record.execution };
    if (record) return launch(ports, record);
    // The same event, delivered twice at once: the other one started it.
    const twin = await ports.readRun(id);
    if (twin) return { id, status: twin.status };
  }
  throw transient('run.busy');
}

export type UploadEvent = { readonly key: string; readonly etag: string; readonly eventAt: number };

/**
 * A run that is not started, so that the list says why to the one who uploaded.
 * @param known the run of the same package because of which it is not
 */
function unstarted(
  id: string,
  { key, etag }: UploadEvent,
  error: LandfallError,
  known: RunRecord | undefined,
  now: number,
): RunRecord {
  return {
    id,
    key,
    etag,
    size: known?.size ?? 0,
    attempt: 0,
    generation: 0,
    execution: '',
    states: {},
    kind: 'import',
    policy: known?.policy ?? 'correct',
    ...(known?.source ? { source: known.source } : {}),
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
  isErrorOf(error, 'package') || isError(error, 'run.done', 'run.running', 'source.closed');

/**
 * The same for an upload. An event that comes twice starts nothing twice: its run has an id of its own. One that can't be read leaves a
 * failed run, one that was imported already a run that is not started.
 */
export async function startFromUpload(ports: StartPorts, upload: UploadEvent, now: number): Promise<Started> {
  const id = uploadRunId(upload);
  const seen = await ports.readRun(id);
  if (seen?.status === 'starting') return launch(ports, seen);
  if (seen) return { id, status: seen.status };
  const { key, etag } = upload;
  try {
    const asked = { key, etag, kind: 'import', again: false, queue: true, requestedBy: 'upload' } as const;
    return await startRun(ports, asked, now, id);
  } catch (error) {
    if (!isToldInList(error) || error.retryable) throw error;
    if (isError(error, 'package.missing', 'package.changed')) return { id: '', status: 'not-started' };
    const known = isError(error, 'run.done', 'run.running') ? await ports.readRun(error.facts.run) : undefined;
    const record = unstarted(id, upload, error, known, now);
    await ports.createRun(record);
    return { id, status: record.status };
  }
}

/** @throws LandfallError run.key (400): only uploaded packages can be imported */
export function checkKey(key: string): void {
  if (!/^(?:staged|uploads)\/[^\0]{1,900}$/u.test(key))
    throw invalid('run.key', 'Name an object under staged/ or uploads/.');
}
