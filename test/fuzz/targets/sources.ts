/** Readers of what a source gives: LDIF, CSV, lists, and the words in them. */

import { userRecord } from '#core/export/record.ts';
import { userIdHere, userIdMapOf } from '#core/migration/user-id-map.ts';
import type { StateRules } from '#core/sources/account.ts';
import { ANSWER_COLUMNS, readAnswer } from '#core/sources/answers.ts';
import { ASSIGNMENT_COLUMNS, readAssignment } from '#core/sources/assignments.ts';
import { csvEntry } from '#core/sources/csv-entry.ts';
import { type CsvOptions, type CsvRow, csvRows } from '#core/sources/csv-rows.ts';
import { dnKey, isBelow } from '#core/sources/dn.ts';
import type { DirectoryEntry, SourceProblem } from '#core/sources/entry.ts';
import { filterAttributes, parseFilter } from '#core/sources/filter.ts';
import { matchesFilter } from '#core/sources/filter-match.ts';
import { readLdif } from '#core/sources/ldif.ts';
import { mappingFor } from '#core/sources/mapping.ts';
import { toPerson } from '#core/sources/person.ts';
import { readRenameList } from '#core/sources/rename-list.ts';
import { readSerialList } from '#core/sources/serial-list.ts';
import { Survey } from '#core/sources/survey.ts';
import { dateOrderOf, readSince, readTime } from '#core/sources/times.ts';
import { candidatesOf } from '#core/sources/user-ids.ts';
import { readUserList } from '#core/sources/user-list.ts';
import { writtenText } from '#core/sources/written-list.ts';
import { readInChunks } from '../chunks.ts';
import { drawnCsv, TABLES } from '../drawn/csv.ts';
import { drawnLdif } from '../drawn/ldif.ts';
import { mutatedText, oddText } from '../drawn/mutate.ts';
import { seedFile } from '../drawn/seeds.ts';
import { timeIn } from '../drawn/texts.ts';
import { checkText, must, read } from '../finding.ts';
import { acted, reader, type Target } from '../target.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const personSchema = userRecord.omit({ type: true, tokens: true, answers: true });

/** A user out of an entry is a whole one, or there is none. */
function checkPeople(kind: 'ldif' | 'csv', entries: readonly DirectoryEntry[]): void {
  for (const source of ['external', 'internal'] as const) {
    const mapping = mappingFor(kind, source, []);
    const survey = new Survey(mapping);
    for (const entry of entries) survey.take(entry);
    const { lockoutMs, maxFailures } = survey.policies;
    const rules: StateRules = { now: NOW, lockoutMs, maxFailures, dateOrder: survey.dateOrder };
    for (const entry of entries) {
      candidatesOf(entry);
      const result = toPerson(entry, mapping, rules);
      if (result.kind !== 'person') continue;
      const parsed = personSchema.safeParse(result.person);
      must(parsed.success, 'a user that no record can hold', () => JSON.stringify(parsed.error?.issues));
    }
  }
}

function checkEntries(entries: readonly DirectoryEntry[]): void {
  let last = 0;
  for (const { line, dn, values } of entries) {
    must(line >= last, 'an entry stands before the one before it', () => `${line} after ${last}`);
    last = line;
    must(typeof dn === 'string', 'an entry of LDIF has no dn');
    checkText(dn, 'a dn');
    checkText(values, 'an attribute');
  }
}

const shown = (entries: readonly DirectoryEntry[]) => JSON.stringify(entries.map((one) => [one.dn, [...one.values]]));

async function runLdif(bytes: Buffer): Promise<void> {
  const wanted = (attribute: string) => attribute !== 'userpassword';
  const strict = await readInChunks(bytes, ['ldif'], (chunks) => readLdif(chunks, { wanted }));
  const problems: SourceProblem[] = [];
  const onBad = (problem: SourceProblem) => void problems.push(problem);
  const lenient = await readInChunks(bytes, ['none'], (chunks) => readLdif(chunks, { wanted, onBad }));
  checkEntries(lenient.found);
  const begins = shown(lenient.found.slice(0, strict.found.length)) === shown(strict.found);
  must(begins, 'leaving out broken entries changes those before them');
  must((strict.ended === undefined) === (problems.length === 0), 'a broken line is told in one way of reading alone');
  checkPeople('ldif', lenient.found);
}

const TABLE_OPTIONS: readonly CsvOptions[] = [
  { name: 'CSV file of users', required: [], oneOf: { columns: ['userid', 'samaccountname'], remedy: 'Name one.' } },
  { name: 'assignments file', required: ASSIGNMENT_COLUMNS, secret: true },
  { name: 'answers file', required: ANSWER_COLUMNS, secret: true },
];

function checkRows(rows: readonly CsvRow[]): void {
  let last = 0;
  for (const { line, cells } of rows) {
    must(line > last, 'a row stands before the one before it', () => `${line} after ${last}`);
    last = line;
    checkText(cells, 'a cell');
    must(Object.getPrototypeOf(cells) === Object.prototype, 'a column changes what a row is');
  }
}

async function runCsv(bytes: Buffer): Promise<void> {
  for (const options of TABLE_OPTIONS) {
    const strict = await readInChunks(bytes, ['csv'], (chunks) => csvRows(chunks, options));
    const onBad = () => undefined;
    const lenient = await readInChunks(bytes, ['csv'], (chunks) => csvRows(chunks, { ...options, onBad }));
    checkRows(lenient.found);
    must(
      JSON.stringify(lenient.found.slice(0, strict.found.length)) === JSON.stringify(strict.found),
      'leaving out broken rows changes those before them',
    );
    for (const row of strict.found) {
      if (options.required === ASSIGNMENT_COLUMNS) await read(['assignments'], () => readAssignment(row));
      else if (options.required === ANSWER_COLUMNS) readAnswer(row);
    }
    if (options.required.length === 0)
      checkPeople(
        'csv',
        lenient.found.map((row) => csvEntry(row)),
      );
  }
}

async function runLists(bytes: Buffer): Promise<void> {
  async function* chunks() {
    yield bytes;
  }
  const text = await read(['users_file'], () => writtenText(chunks(), 'list'));
  if (text === undefined) return;
  const users = await read(['users_file'], () => readUserList(text, 'list'));
  for (const { userId } of users ?? []) must(userId !== '' && userId.length <= 255, 'a list names no user ID');
  const serials = await read(['users_file'], () => readSerialList(text, 'list'));
  must(new Set(serials).size === (serials?.length ?? 0), 'a list names a serial twice');
  const pairs = await read(['users_file'], () => readRenameList(text, 'list'));
  const map = pairs && (await read(['renames'], () => userIdMapOf(pairs, '@old')));
  for (const [old, here] of (map && pairs) ?? [])
    must(userIdHere(map!, old) === here.trim(), 'a renamed user does not get the new user ID', () =>
      JSON.stringify([old, here]),
    );
}

/** What stands in single values: filters, names, times. */
async function runWords({ text, entry }: { text: string; entry: Record<string, string[]> }): Promise<void> {
  const found: DirectoryEntry = { line: 1, dn: text, values: new Map(Object.entries(entry)) };
  const filter = await read(['pack', 'ldap'], () => parseFilter(text));
  if (filter) {
    filterAttributes(filter);
    matchesFilter(filter, found);
  }
  const key = dnKey(text);
  if (key !== undefined && key !== '') must(isBelow(text, key), 'a name is not below itself', () => key);
  for (const dateOrder of [undefined, 'dmy', 'mdy'] as const) {
    const rules = dateOrder ? { dateOrder } : {};
    const time = readTime(text, rules);
    if (typeof time === 'string') must(!Number.isNaN(Date.parse(time)), 'a time that is none', () => time);
    const since = readSince(text, rules);
    if (typeof since === 'number') must(!Number.isNaN(since), 'a moment that is none');
  }
  dateOrderOf(text);
}

const FILTERS = ['(uid=ana)', '(&(objectClass=person)(!(ou=Guests)))', '(|(cn=a*b*c)(sn>=x)(mail~=y))', '(uid:caseExactMatch:=x)', '(cn=\\c3\\bc)', '(userAccountControl:1.2.840.113556.1.4.803:=2)'] as const; // biome-ignore format: a list
const DNS = [
  'uid=ana,ou=People,dc=corp,dc=example',
  'CN=Doe\\, Jane,DC=corp',
  'cn="a,b"+sn=c,dc=x',
  'cn=\\C3\\BC',
  'cn=#04024869',
] as const;

export const SOURCES: readonly Target[] = [
  reader('ldif', 12, {
    draw: (random) => mutatedText(random.once(3) ? seedFile(random, 'ldif', 'ldf') : drawnLdif(random), random),
    run: runLdif,
  }),
  reader('csv', 12, {
    draw: (random) => {
      const table = TABLES[random.pick(['users', 'users', 'assignments', 'answers'] as const)];
      return mutatedText(random.once(4) ? seedFile(random, 'csv') : drawnCsv(table, random), random);
    },
    run: runCsv,
  }),
  reader('lists', 6, {
    draw: (random) => mutatedText(drawnCsv(TABLES[random.pick(['renames', 'lists'] as const)], random), random),
    run: runLists,
  }),
  acted('words', 6, {
    draw: (random) => {
      const written = random.once(3) ? timeIn(random) : random.pick([...FILTERS, ...DNS]);
      const text = random.once(3) ? written : mutatedText(Buffer.from(written), random).toString('utf8');
      return {
        text: random.once(20) ? '('.repeat(random.pick([10, 5000, 50_000])) + text : text,
        entry: { uid: [oddText(random)], objectclass: ['person'], useraccountcontrol: [random.pick(['514', 'x', ''])] },
      };
    },
    run: runWords,
  }),
];
