/** The directory that `pack` reads: an LDIF or CSV file, or a live one. Each is looked through once before its users are read. */
import { invalid } from '#core/errors.ts';
import type { Groups } from '#core/pack/groups.ts';
import type { StateRules } from '#core/sources/account.ts';
import { csvEntry } from '#core/sources/csv-entry.ts';
import { columnNames, csvRows, foldColumn } from '#core/sources/csv-rows.ts';
import { dnKey } from '#core/sources/dn.ts';
import type { DirectoryEntry, SourceProblem } from '#core/sources/entry.ts';
import { readLdif } from '#core/sources/ldif.ts';
import { POLICY_ATTRIBUTES } from '#core/sources/lockout-policy.ts';
import type { Mapping } from '#core/sources/mapping.ts';
import { Survey } from '#core/sources/survey.ts';
import type { DateOrder } from '#core/sources/times.ts';
import type { Chunks } from '#core/text-stream.ts';
import { inputChunks } from './inputs.ts';
import { type LdapSource, ldapEntries, ldapPolicies } from './ldap.ts';
import { readGroups } from './ldap-groups.ts';
import type { Meter } from './meter.ts';

/** `base` and `filter` narrow what a file holds; CSV has neither, so that they are refused of it (narrowing.ts). */
type FileSource = { readonly file: string; readonly base?: string; readonly filter?: string };
export type DirectorySource =
  | ({ readonly kind: 'ldif' } & FileSource)
  | ({ readonly kind: 'csv' } & FileSource)
  | ({ readonly kind: 'ldap' } & LdapSource);

type OnBad = ((problem: SourceProblem) => void) | undefined;

/** A column of CSV names one attribute; `--map` may only name one that is there. */
function csvColumns(mapping: Mapping) {
  const required = [...mapping.given].flatMap((field) => mapping[field]);
  const remedy = 'Say which column holds the user ID: --map userId=COLUMN.';
  return { required, ...(mapping.given.has('userId') ? {} : { oneOf: { columns: mapping.userId, remedy } }) };
}

const SHOWN = 20;

/** Columns that mean nothing here, as a sentence: one of them may be what was looked for. */
function unread(header: readonly string[], wanted: ReadonlySet<string>): string | undefined {
  const known = (column: string) => column === '' || wanted.has(column) || POLICY_ATTRIBUTES.has(column);
  const names = columnNames(header).filter((name) => !known(foldColumn(name)));
  const more = names.length > SHOWN ? ', ...' : '';
  return names.length === 0 ? undefined : `Columns that are not read: ${names.slice(0, SHOWN).join(', ')}${more}.`;
}

async function* csvEntries(
  chunks: Chunks,
  { mapping, wanted, onBad, say }: Reading,
  only?: ReadonlySet<string>,
): AsyncGenerator<DirectoryEntry> {
  const onHeader = (header: readonly string[]) => {
    const sentence = unread(header, wanted);
    if (sentence !== undefined) say?.(sentence);
  };
  const columns = csvColumns(mapping);
  const rows = csvRows(chunks, { name: 'CSV file of users', ...columns, onHeader, ...(onBad ? { onBad } : {}) });
  for await (const row of rows) yield csvEntry(row, only);
}

/** Attributes of the users and what else is to be known of an entry; who is told of broken entries, and what is to be said. */
export type Reading = {
  readonly mapping: Mapping;
  readonly wanted: ReadonlySet<string>;
  readonly onBad?: OnBad;
  readonly say?: (sentence: string) => void;
  readonly meter: Meter;
};

async function* metered(entries: AsyncIterable<DirectoryEntry>, meter: Meter): AsyncGenerator<DirectoryEntry> {
  for await (const entry of entries) {
    meter.entry();
    yield entry;
  }
}

/** The bytes of the directory's file, counted. */
const chunksOf = (what: string, { file }: FileSource, meter: Meter): Chunks => meter.chunks(inputChunks(what, file));

export async function* openDirectory(source: DirectorySource, reading: Reading): AsyncGenerator<DirectoryEntry> {
  const { wanted, onBad, say = () => undefined, meter } = reading;
  const isWanted = (attribute: string) => wanted.has(attribute) || wanted.has(attribute.split(';', 1)[0]!);
  if (source.kind === 'ldap') yield* metered(ldapEntries(source, wanted, say), meter);
  else if (source.kind === 'csv') yield* metered(csvEntries(chunksOf('CSV file', source, meter), reading), meter);
  else {
    const chunks = chunksOf('LDIF file', source, meter);
    yield* metered(readLdif(chunks, { wanted: isWanted, ...(onBad ? { onBad } : {}) }), meter);
  }
}

/** What is to be found out of the whole export before its users are read. */
type Looker = {
  /** Attributes of which a row must have one, or there is nothing to find out. */
  readonly interests?: Iterable<string>;
  /** Attributes that are to be read. */
  readonly wanted: Iterable<string>;
  take(entry: DirectoryEntry): void;
  /** Whether it has to see all entries once more. */
  again?(): boolean;
};

/** What is looked for beside the rules of accounts. */
type Looking = { readonly sharedIds: Looker; readonly groups: Groups | undefined; readonly meter: Meter };

/** @returns whether --base is a whole naming context of the server */
async function lookAtServer(
  source: LdapSource,
  survey: Survey,
  { sharedIds, groups, meter }: Looking,
): Promise<boolean> {
  const { entries: policies, contexts } = await ldapPolicies(source, survey.wanted);
  for (const entry of policies) survey.take(entry);
  if (groups) await readGroups(source, groups);
  const wanted = new Set(sharedIds.wanted);
  const entries = metered(
    ldapEntries(source, wanted, () => undefined),
    meter,
  );
  for await (const entry of entries) sharedIds.take(entry);
  return contexts.some((context) => dnKey(context) === dnKey(source.base));
}

/**
 * A file is read to its end: policies may stand behind the users. Of CSV only where a column says something of interest.
 * @returns whether --base leaves out nothing of a live directory
 */
async function look(
  source: DirectorySource,
  mapping: Mapping,
  survey: Survey,
  looking: Looking,
  skipBad: boolean,
): Promise<boolean> {
  if (source.kind === 'ldap') return await lookAtServer(source, survey, looking);
  let lookers: readonly Looker[] = [survey, looking.sharedIds, ...(looking.groups ? [looking.groups] : [])];
  while (lookers.length > 0) {
    const wanted = new Set(lookers.flatMap((one) => [...one.wanted]));
    const { meter } = looking;
    const reading = { mapping, wanted, onBad: skipBad ? () => undefined : undefined, meter };
    meter.begin('looking');
    const interests = new Set(lookers.flatMap((one) => [...(one.interests ?? [])]));
    const entries =
      source.kind === 'csv'
        ? metered(csvEntries(chunksOf('CSV file', source, meter), reading, wanted), meter)
        : openDirectory(source, reading);
    for await (const entry of entries) {
      if (source.kind === 'csv' && ![...entry.values.keys()].some((column) => interests.has(column))) return false;
      for (const one of lookers) one.take(entry);
    }
    lookers = lookers.filter((one) => one.again?.() ?? false);
  }
  return false;
}

export type StateOptions = {
  /** `forever`, or minutes: how long the directory locks accounts, whatever its export says. */
  readonly lockoutDuration?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
};

function givenDuration(text: string): number {
  if (text === 'forever') return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text) * 60_000;
  throw invalid(
    'pack.lockout_duration',
    '--lockout-duration takes minutes, or "forever": until an administrator unlocks.',
  );
}

const inWords = (ms: number, from: string): string =>
  `${ms === Number.POSITIVE_INFINITY ? 'until an administrator unlocks' : `${ms / 60_000} minutes`} (${from})`;

/** How states of accounts are judged, where the lockout duration comes from in words, and whether --base leaves out nothing. */
export async function stateRules(
  source: DirectorySource,
  mapping: Mapping,
  options: StateOptions & { readonly now: number; readonly skipBad: boolean } & Looking,
): Promise<{ readonly rules: StateRules; readonly lockoutInWords: string; readonly wholeBase: boolean }> {
  const given = options.lockoutDuration === undefined ? undefined : givenDuration(options.lockoutDuration);
  const survey = new Survey(mapping);
  const wholeBase = await look(source, mapping, survey, options, options.skipBad);
  const { lockoutMs: found, maxFailures, line } = survey.policies;
  const lockoutMs = given ?? found;
  const says = line === 0 ? 'the directory says so' : `entry at line ${line}`;
  const read = line === undefined ? 'nothing says how long: --lockout-duration' : says;
  return {
    rules: { now: options.now, lockoutMs, maxFailures, dateOrder: options.dateOrder ?? survey.dateOrder },
    wholeBase,
    lockoutInWords: inWords(lockoutMs, given === undefined ? read : '--lockout-duration'),
  };
}
