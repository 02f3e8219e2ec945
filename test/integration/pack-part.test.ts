/** Parts of the sample: of its LDIF file, and of a live OpenLDAP server that holds it. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectPackage } from '#cli/package/inspect.ts';
import { type PackOptions, packExport } from '#cli/package/pack.ts';
import { SAMPLE } from '#cli/package/sample-files.ts';
import { READER, slapdInstalled, startSlapd } from '#test/support/slapd.ts';
import { unpack } from '#test/support/unpack.ts';

const sample = (name: string) => join('samples/corp', name);
const BASE = 'dc=corp,dc=example';
const PILOT = `cn=pilot,ou=Groups,${BASE}`;
const folder = mkdtempSync(join(tmpdir(), 'landfall-part-'));
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const signingKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const ldif = join(folder, 'corp.ldif');
/** A group in which there is another one, in which the first is. */
writeFileSync(
  ldif,
  [
    readFileSync(sample(SAMPLE.directory), 'utf8').trimEnd(),
    `\ndn: ${PILOT}\nobjectClass: groupOfNames\ncn: pilot\nmember: uid=lbjrnsen,ou=People,${BASE}\nmember: cn=more,ou=Groups,${BASE}\nmember: uid=gone,ou=People,${BASE}`,
    `\ndn: cn=more,ou=Groups,${BASE}\nobjectClass: groupOfNames\ncn: more\nmember: UID=aschafer, ou=people, ${BASE}\nmember: ${PILOT}\n`,
  ].join('\n'),
);
const list = (text: string) => {
  const file = join(folder, 'users.txt');
  writeFileSync(file, text);
  return file;
};
afterAll(() => rmSync(folder, { recursive: true }));

const options = (directory: PackOptions['directory'], more: Partial<PackOptions>): PackOptions => ({
  directory,
  tokens: SAMPLE.tokenFiles.map(({ name, password }) => ({ file: sample(name), password })),
  assignments: sample(SAMPLE.assignments),
  recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
  signingKey,
  source: 'external',
  sourceName: 'corp',
  out: join(folder, 'export.zip'),
  now: Date.now(),
  ...more,
});

/** What was packed, by user ID, and what was said. */
async function pack(directory: PackOptions['directory'], more: Partial<PackOptions> = {}) {
  const summary = await packExport(options(directory, more));
  const { records, manifest } = await unpack(summary.file, rsa.privateKey);
  const users = records.filter((record) => record.type === 'user').map(({ userId }) => userId);
  return { ...summary, manifest, users, alone: records.length - users.length };
}
const failure = async (directory: PackOptions['directory'], more: Partial<PackOptions> = {}) =>
  await packExport(options(directory, more)).then(
    () => undefined,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

const filter = '(&(objectClass=person)(departmentNumber=Legal)(!(uid=lbjrnsen)))';

/** The same of a file and of a server. */
function parts(name: string, directory: (more?: { base?: string; filter?: string }) => PackOptions['directory']): void {
  const base = name === 'a live server' ? ['base'] : [];

  test(`${name}: users on a list come with their tokens, and with no other`, async () => {
    const users = list('\uFEFF# pilot\r\n\r\n LBJRNSEN \r\nopena\r\nnot.there\r\n');
    const packed = await pack(directory(), { users });
    expect(packed.users).toEqual(['lbjrnsen', 'opena']);
    expect(packed).toMatchObject({ full: false, partial: [...base, 'users'], alone: 0 });
    expect(packed.counts).toMatchObject({ tokensAssigned: 3, tokensUnassigned: 0, tokensUserMissing: 0 });
    expect(packed.outside).toEqual({ users: 58, tokensAssigned: 41, tokensUnassigned: 2 });
    expect(packed.refusals).toEqual([{ code: 'user.listed_missing', count: 1, details: ['users line 5'] }]);
    expect(packed.notices).toContainEqual(
      expect.stringContaining('1 of 3 user IDs are not in the directory: not.there'),
    );
  });

  test(`${name}: members of a group come, those of groups within it too`, async () => {
    const packed = await pack(directory(), { group: [PILOT.toUpperCase()] });
    expect(packed.users).toEqual(['lbjrnsen', 'aschafer']);
    expect(packed).toMatchObject({ full: false, partial: [...base, 'group'] });
    expect(packed.notices).toContainEqual(
      expect.stringContaining('1 members were not among the users that were read: uid=gone'),
    );
    expect(await failure(directory(), { group: [`cn=none,ou=Groups,${BASE}`] })).toMatchObject({
      code: 'pack.group_missing',
    });
  });

  test(`${name}: whom a filter finds comes, below a base`, async () => {
    const found = await pack(directory({ filter }), { includeTokenless: true });
    expect(found.users).toHaveLength(13);
    expect(found.partial).toEqual([...base, 'filter']);
    const below = await pack(directory({ base: `OU=people, ${BASE}`, filter }), {
      said: 'full',
      includeTokenless: true,
    });
    expect(below.users).toEqual(found.users);
    expect(below).toMatchObject({ full: true, partial: ['base', 'filter'], alone: 37 });
    expect(await failure(directory({ base: `ou=Service Accounts,${BASE}` }))).toMatchObject({ code: 'pack.no_users' });
  });

  test(`${name}: unassigned tokens come where they are asked for`, async () => {
    const packed = await pack(directory(), { users: list('opena'), includeUnassigned: true });
    expect(packed).toMatchObject({ users: ['opena'], alone: 2, outside: { tokensAssigned: 43, tokensUnassigned: 0 } });
  });
}

parts('a file', (more = {}) => ({ kind: 'ldif', file: ldif, ...more }));

const live = slapdInstalled ? describe : describe.skip;
live('of OpenLDAP', () => {
  let slapd: Awaited<ReturnType<typeof startSlapd>>;
  beforeAll(async () => {
    slapd = await startSlapd(folder, { ldif });
  }, 30_000);
  afterAll(() => slapd?.stop());
  parts('a live server', (more = {}) => ({
    kind: 'ldap',
    url: slapd.url,
    base: BASE,
    bindDn: READER.dn,
    password: READER.password,
    pageSize: 7,
    ...more,
  }));

  test('the server and the filter of a file find the same users', async () => {
    const ldap = { kind: 'ldap', url: slapd.url, base: BASE, bindDn: READER.dn, password: READER.password } as const;
    for (const one of [
      '(mail=*)',
      '(&(objectClass=person)(!(mail=*)))',
      '(|(sn=k*i)(givenName~=léa))',
      '(cn=*ø*)',
      '(cn=*\\c3\\b8*)',
    ]) {
      const ofFile = await pack({ kind: 'ldif', file: ldif, filter: one }, { includeTokenless: true });
      const ofServer = await pack({ ...ldap, filter: one }, { includeTokenless: true });
      expect([one, ofFile.users]).toEqual([one, ofServer.users]);
    }
  });
});

describe('whether an export is the whole source', () => {
  const file = { kind: 'ldif', file: sample(SAMPLE.directory) } as const;

  test('is said by the package, and can be overruled where no user was left out', async () => {
    const whole = await pack(file);
    expect(whole).toMatchObject({ full: true, partial: [], outside: { users: 0, tokensAssigned: 0 } });
    expect(whole.present).toEqual({ users: 18, tokens: 0, unknown: 0 });
    expect(await inspectPackage(whole.file, { now: Date.now() })).toMatchObject({
      formatVersion: 2,
      full: true,
      partial: [],
    });
    const part = await pack(file, { said: 'partial' });
    expect(part.manifest.parts.map(({ present }) => present)).toEqual([undefined]);
    expect(part).toMatchObject({ full: false, partial: ['said'], alone: 0 });
    const broken = join(folder, 'broken.ldif');
    writeFileSync(broken, readFileSync(file.file, 'utf8').replace('uid: opena\n', 'uid: opena\nbroken\n'));
    const skipped = await pack({ kind: 'ldif', file: broken }, { skipBad: true, said: 'full' });
    expect(skipped).toMatchObject({ full: false, partial: ['skipped'] });
  });

  test('an option that does not go with the directory, and a name or a list that is none, stop with what to do', async () => {
    const csv = { kind: 'csv', file: 'x.csv' } as const;
    for (const [directory, more, code] of [
      [{ ...csv, base: BASE }, {}, 'pack.option_misplaced'],
      [{ ...csv, filter }, {}, 'pack.option_misplaced'],
      [csv, { group: [PILOT] }, 'pack.option_misplaced'],
      [file, { group: ['pilot'] }, 'pack.name_invalid'],
      [{ ...file, base: 'corp.example' }, {}, 'pack.name_invalid'],
      [{ ...file, filter: '(uid=' }, {}, 'ldap.filter_invalid'],
      [{ ...file, filter: '(memberOf:1.2.840.113556.1.4.1941:=cn=x)' }, {}, 'pack.filter_unsupported'],
      [file, { users: list('# empty\n') }, 'users_file.unreadable'],
      [file, { users: join(folder, 'nowhere.txt') }, 'pack.file_unreadable'],
    ] as const)
      expect(await failure(directory, more)).toMatchObject({ code });
    expect(await failure(file, { users: list('none\n') })).toMatchObject({
      code: 'pack.no_users',
      message: expect.stringMatching(/60 users were read.*--users.*none/u),
    });
  });
});
