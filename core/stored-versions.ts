/**
 * The schema version of what the product stores: an item carries as `v` the version that it was written in, 1 where it has none. What a release
 * before has written is brought to this release's form when it is read, and stays as it is stored until it is next written whole. What a later
 * release has written is refused, and never overwritten: during a gradual deployment two releases are at work.
 */
import { LandfallError } from './errors.ts';

export type StoredItem = Readonly<Record<string, unknown>>;
/**
 * From one version to the next. Pure, and the same again on what has the later form already: an update of single fields leaves `v` as it is, and so
 * does a release that can read a version before it writes it.
 */
export type Migration = (item: StoredItem) => StoredItem;
export type StoredKind = {
  /** In items that are written whole. A new version is read by one release before another writes it. */
  readonly writes: number;
  /** The first brings version 1 to 2. This release reads one version more than there are. */
  readonly migrations: readonly Migration[];
};

/** Records of releases before say `mode`, and a package had one record for all its runs, with the package's id. */
const namedRun: Migration = (item) => {
  if (!('mode' in item)) return item;
  const { mode, ...record } = item;
  const packageId = 'attempt' in record && record['attempt'] !== 0 && 'id' in record ? { packageId: record['id'] } : {};
  return { kind: mode === 'dry-run' ? 'preview' : 'import', ...packageId, ...record };
};

const FIRST: StoredKind = { writes: 1, migrations: [] };
/** By what their keys begin with; all others are in version 1. */
export const STORED_KINDS: Readonly<Record<string, StoredKind>> = {
  'MIGRATION/MIGRATION': { writes: 2, migrations: [namedRun] },
};
/** What is hashed as it stands, and never rewritten: the audit's entries. */
const UNVERSIONED: ReadonlySet<string> = new Set(['AUDIT', 'CHAIN']);

const head = (key: unknown): string => String(key).split('#', 1)[0]!;
/** @internal for the property of migrations */
export const kindOf = ({ pk, sk }: StoredItem): StoredKind => STORED_KINDS[`${head(pk)}/${head(sk)}`] ?? FIRST;
/** The newest version that this release can read. */
export const readableVersion = (key: StoredItem): number => kindOf(key).migrations.length + 1;

/** An item as it is to be stored. */
export const withVersion = <T extends StoredItem>(item: T): T =>
  UNVERSIONED.has(head(item['pk'])) ? item : { ...item, v: kindOf(item).writes };

/** A later release has written this. */
export const newerError = (key: StoredItem, version: number): LandfallError =>
  new LandfallError('stored.newer', {
    facts: { item: `${String(key['pk'])}/${String(key['sk'])}`, version, readable: readableVersion(key) },
  });

const versionOf = ({ v }: StoredItem): number => (typeof v === 'number' ? v : 1);

/** @throws LandfallError stored.newer */
export function refuseNewer(item: StoredItem): void {
  if (versionOf(item) > readableVersion(item)) throw newerError(item, versionOf(item));
}

/** An item in the form that this release reads. @throws LandfallError stored.newer */
export function migrated(item: StoredItem): StoredItem {
  refuseNewer(item);
  return kindOf(item)
    .migrations.slice(versionOf(item) - 1)
    .reduce((earlier, migration) => migration(earlier), item);
}
