/**
 * Packages staged for ingesting into any directory, in memory or on an engine. Packages are real; only KMS and S3 are replaced.
 */
import { privateDecrypt, randomBytes } from 'node:crypto';
import type { Token, User } from '#core/directory/model.ts';
import type { ExportRecord, PresentRecord, TokenOfUser, UserRecord } from '#core/export/record.ts';
import type { IngestPartPorts } from '#core/migration/ingest-part.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { mappingName, readManifest } from '#core/migration/read-manifest.ts';
import type { PartInput, PlannedPart } from '#core/migration/run.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from './package.ts';

const KEYS = newPackageKeys();
export const RING = { current: 'p1', keys: { p1: randomBytes(32) } };
export const NOW = Date.UTC(2026, 10, 23);
export const PHC = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(42)}A`;
const MAPPING = [{ language: 'en_US', question: 'In what city were you born?' }, null];
export const SEED = randomBytes(16);

export const token = (serial: string, more: Partial<TokenOfUser> = {}): TokenOfUser => ({
  serial,
  algorithm: 'securid-aes128',
  seed: SEED.toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  pin: '1234',
  enabled: true,
  ...more,
});
/** A user ID as the local part of an address, which is ASCII. */
const ascii = (userId: string) => userId.normalize('NFD').replaceAll(/[^\x20-\x7e]/gu, '');

export const user = (userId: string, serials: string[] = [], more: Partial<UserRecord> = {}): UserRecord =>
  sampleUser(userId, {
    tokens: serials.map((serial) => token(serial)),
    email: `${ascii(userId)}@corp.example`,
    ...more,
  });
export const unassignedToken = (serial: string, assignedTo?: string): ExportRecord => ({
  type: 'token',
  ...token(serial),
  ...(assignedTo === undefined ? {} : { assignedTo }),
});
export const storedToken = (serial: string, assignee?: string): Token => ({
  serial,
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  offset: 5,
  lastInterval: 77,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: 1,
  updatedAt: 1,
  version: 3,
  seed: {
    wrappedKey: Buffer.from('k'),
    context: {},
    box: Buffer.from('old'),
  },
  ...(assignee === undefined ? {} : { assignee }),
});
export const storedUser = (userId: string, more: Partial<User> = {}): User => ({
  userId,
  firstName: 'Old',
  enabled: true,
  lockedOut: true,
  answers: [],
  tokens: [],
  failures: 2,
  failuresSince: 9,
  sessionEpoch: 4,
  imported: false,
  createdAt: 1,
  updatedAt: 1,
  version: 7,
  ...more,
});

/** The store of users, tokens and finished parts. */
export type Engine = Pick<IngestPartPorts, 'directory' | 'readPart' | 'putPart'>;
export type StageOptions = {
  /** Who stays in the source without coming. */
  present?: readonly PresentRecord[];
  readonly partSize?: number;
  readonly kind?: SourceKind;
  readonly directory?: Partial<IngestPartPorts['directory']>;
  /** Run id; default: the manifest's. */
  readonly run?: string;
  /** Name of the source. */
  readonly source?: string;
  /** Unix ms of the export. */
  readonly packedAt?: number;
};
export type Stage = {
  parts: PlannedPart[];
  input(part: number, over?: Partial<PartInput['run']>): PartInput;
  ports: IngestPartPorts;
  bytes: Buffer;
  plans: Map<string, string>;
  reports: Map<string, ReportLine[]>;
  writes: string[];
};

/** A package with everything that its parts need to be ingested. */
export async function stageOn(
  engine: Engine,
  records: readonly ExportRecord[],
  options: StageOptions = {},
): Promise<Stage> {
  const kind = options.kind ?? 'external';
  const description = {
    source: { deployment: options.source ?? 'old', kind, identitySource: 'ldif' as const },
    questions: MAPPING.map((_target, index) => ({ language: 'en_US', text: `question ${index}` })),
  };
  const pack = await packInMemory(KEYS, records, {
    partSize: options.partSize ?? 1000,
    now: options.packedAt ?? NOW,
    description,
    present: options.present ?? [],
  });
  const plans = new Map<string, string>();
  const base = {
    migration: options.run ?? pack.migrationId,
    manifestId: pack.migrationId,
    dryRun: false,
    policy: 'skip' as const,
    attempt: 1,
    generation: 1,
    key: 'staged/x',
    etag: 'e',
    size: pack.bytes.length,
    importedAt: NOW,
    waitSeconds: 0,
  };
  const { run } = await readManifest(
    {
      reader: () => rangeReader(pack.bytes),
      trustedPackers: async () => [KEYS.packer],
      unwrapWithExportKey: async (wrapped) => privateDecrypt({ key: KEYS.exportKey, oaepHash: 'sha256' }, wrapped),
      wrapUnderSeedKey: async (key) => Buffer.from(key),
      putPlan: async (name, body) => void plans.set(name, body),
      readPlan: async (name) => plans.get(name),
      readSource: async () => undefined,
      readUserIds: async () => undefined,
      putUserIds: async () => undefined,
      countPeople: async () => ({ people: 0, newestPackedAt: 0, all: true }),
    },
    base,
    { now: options.packedAt ?? NOW, maxAgeDays: 30, maxConcurrency: 5 },
  );
  plans.set(mappingName(base.migration), JSON.stringify({ generation: 1, enrolment: 1, mapping: MAPPING }));
  const parts = plans
    .get(`${base.migration}.jsonl`)!
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlannedPart);
  const reports = new Map<string, ReportLine[]>();
  const writes: string[] = [];
  const watched = Object.fromEntries(
    Object.entries(engine.directory).map(([name, port]) => [
      name,
      (...args: never[]) => {
        if (!name.startsWith('read')) writes.push(name);
        return (port as (...given: never[]) => unknown)(...args);
      },
    ]),
  ) as unknown as IngestPartPorts['directory'];
  const ports: IngestPartPorts = {
    directory: { ...watched, ...options.directory },
    readRange: async (_key, _etag, offset, length) => pack.bytes.subarray(offset, offset + length),
    readPlan: async (name) => plans.get(name),
    unwrapUnderSeedKey: async (wrapped) => Buffer.from(wrapped),
    newSeedDataKey: async () => ({ key: Buffer.alloc(32, 1), wrapped: Buffer.alloc(32, 1) }),
    peppers: async () => RING,
    toldWait: async () => true,
    readPart: engine.readPart,
    putReport: async (_id, dryRun, part, lines) => void reports.set(`${dryRun}/${part}`, [...lines]),
    putPart: engine.putPart,
  };
  const input = (part: number, over: Partial<PartInput['run']> = {}) => ({
    run: { ...run, ...over },
    part: parts[part - 1]!,
  });
  return { parts, input, ports, bytes: pack.bytes, plans, reports, writes };
}

export const outcomesIn = (lines: ReportLine[] = []) =>
  lines.map(({ line, outcome, code, tokens = [] }) => [
    line,
    outcome,
    code,
    ...tokens.map((one) => `${one.serial} ${one.outcome}${one.code ? ` ${one.code}` : ''}`),
  ]);
