import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rsaKey } from '#test/support/rsa.ts';
import { unpack } from '#test/support/unpack.ts';
import { type PackOptions, packExport } from './pack.ts';
import { SAMPLE } from './sample-files.ts';

const SAMPLES = 'samples/corp';
const rsa = rsaKey('rsa-3072');
const ed = generateKeyPairSync('ed25519');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landfall-pack-'));
});
afterAll(() => rm(folder, { recursive: true }));

const options = (more: Partial<PackOptions> = {}): PackOptions => ({
  directory: { kind: 'ldif', file: join(SAMPLES, SAMPLE.directory) },
  tokens: SAMPLE.tokenFiles.map(({ name, password }) => ({ file: join(SAMPLES, name), password })),
  assignments: join(SAMPLES, SAMPLE.assignments),
  recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
  signingKey: ed.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  source: 'external',
  sourceName: 'CORP-AM-PRIMARY',
  out: join(folder, 'export.zip'),
  now: Date.UTC(2026, 10, 23),
  ...more,
});

const failure = async (more: Partial<PackOptions>) =>
  await packExport(options(more)).then(
    () => undefined,
    (error: { code: string }) => error,
  );

test('users without a token are packed only on request', async () => {
  const { counts } = await packExport(options({ includeTokenless: true }));
  expect(counts).toMatchObject({ users: 60, usersWithoutToken: 18, tokensAssigned: 43, tokensUserMissing: 1 });
});

test('usable OATH tokens of CSV files go to their users, and unusable ones are counted', async () => {
  const secret = (n: number) => `15d2fa517d3c6b791bd4cc2044c241429307${String(n).padStart(4, '0')}`;
  const vendor = join(folder, 'vendor.csv');
  await writeFile(vendor, `Serial;Seed;OTP Length\r\n2600000000001;${secret(1)};6\r\n2600000000002;nothing;6\r\n`);
  const entra = join(folder, 'entra.csv');
  const rows = [`plindqvist,E-1,${secret(2)},60,Vendor,Key`, `plindqvist,E-1,${secret(3)},60,Vendor,Key`];
  await writeFile(entra, `upn,serial number,secret key,time interval,manufacturer,model\n${rows.join('\n')}\n`);
  const { assignments: _, ...rest } = options();
  const tokens = [
    { file: vendor, tokenType: 'hotp' as const, secretFormat: 'hex' as const },
    { file: entra, secretFormat: 'hex' as const },
  ];
  const summary = await packExport({ ...rest, tokens });
  expect(summary.refusals.filter(({ code }) => code.startsWith('token.'))).toEqual([
    { code: 'token.seed', count: 1, details: ['2600000000002'] },
    { code: 'token.duplicate', count: 1, details: ['E-1'] },
  ]);
  const { records } = await unpack(summary.file, rsa.privateKey);
  const seed = (n: number) => Buffer.from(secret(n), 'hex').toString('base64');
  expect(records).toMatchObject([
    { userId: 'plindqvist', tokens: [{ serial: 'E-1', algorithm: 'totp-sha1', interval: 60, seed: seed(2) }] },
    { type: 'token', serial: '2600000000001', algorithm: 'hotp-sha1', counter: 0, seed: seed(1) },
  ]);
});

describe('packing stops with one clear error and leaves no file', () => {
  const software = join(SAMPLES, 'software-tokens.sdtid');
  afterEach(async () => expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]));

  test('for a wrong password of a token file', async () => {
    expect(await failure({ tokens: [{ file: software, password: 'wrong' }] })).toMatchObject({
      code: 'tokenfile.password',
      message: expect.stringContaining('software-tokens.sdtid'),
    });
    expect(await failure({ tokens: [{ file: software }], tokenPassword: 'Batch passphrase 7' })).toBeUndefined();
  });

  test('for a broken line, unless it is skipped: then the tokens of its user are packed without the user', async () => {
    const ldif = await readFile(join(SAMPLES, SAMPLE.directory), 'utf8');
    const broken = ldif.replace('uid: opena\n', 'uid: opena\nthis line is broken\n');
    const line = broken.split('\n').indexOf('this line is broken') + 1;
    const file = join(folder, 'broken.ldif');
    await writeFile(file, broken);
    const directory = { kind: 'ldif', file } as const;
    expect(await failure({ directory })).toMatchObject({ code: 'ldif.broken_line', facts: { line } });
    const { counts, refusals } = await packExport(options({ directory, skipBad: true }));
    expect(counts).toMatchObject({ users: 41, tokensUserMissing: 2 });
    expect(refusals).toEqual([{ code: 'ldif.broken_line', count: 1, details: [`line ${line}`] }]);
  });

  test('for keys that are not of the right kind', async () => {
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(await failure({ recipient: pem })).toMatchObject({ code: 'pack.recipient_invalid' });
    expect(await failure({ recipient: 'x' })).toMatchObject({ code: 'pack.recipient_invalid' });
    expect(await failure({ recipient: ed.publicKey.export({ type: 'spki', format: 'pem' }) })).toMatchObject({
      code: 'pack.recipient_invalid',
    });
    expect(await failure({ signingKey: pem })).toMatchObject({ code: 'pack.signing_key_invalid' });
  });

  test('for missing files and for an output that can’t be written', async () => {
    expect(await failure({ directory: { kind: 'ldif', file: '/nowhere.ldif' } })).toMatchObject({
      code: 'pack.file_unreadable',
    });
    expect(await failure({ tokens: [{ file: '/nowhere.sdtid' }] })).toMatchObject({ code: 'pack.file_unreadable' });
    expect(await failure({ out: '/nowhere/export.zip' })).toMatchObject({ code: 'pack.out_unwritable' });
    expect(await failure({ tokens: [] })).toMatchObject({ code: 'pack.no_tokens' });
    expect(await failure({ partSize: 0 })).toMatchObject({ code: 'pack.part_size' });
  });
});

test('a CSV file of an internal database with semicolons is packed', async () => {
  const file = join(folder, 'users.csv');
  await writeFile(
    file,
    '\uFEFFUser ID;First Name;Last Name;E-Mail;Enabled;Locked Out\nlbjrnsen;Léa;Bjørnsen;lea@corp.example;yes;no\naschafer;Ada;S;not an address;no;yes\n',
  );
  const summary = await packExport(options({ directory: { kind: 'csv', file }, source: 'internal' }));
  const { manifest, records } = await unpack(summary.file, rsa.privateKey);
  expect(manifest.source).toEqual({ deployment: 'CORP-AM-PRIMARY', kind: 'internal', identitySource: 'csv' });
  expect(records.slice(0, 2)).toMatchObject([
    { userId: 'lbjrnsen', firstName: 'Léa', email: 'lea@corp.example', enabled: true, lockedOut: false },
    { userId: 'aschafer', enabled: false, lockedOut: true },
  ]);
  expect(summary.refusals).toEqual([{ code: 'user.email_invalid', count: 1, details: ['line 3'] }]);
});

test('an LDIF file as ldifde exports it from Active Directory is packed', async () => {
  const base = 'DC=corp,DC=example';
  const entry = (name: string, classes: string[], values: Record<string, string>) =>
    [
      `dn: CN=${name},CN=Users,${base}`,
      'changetype: add',
      ...['top', ...classes].map((one) => `objectClass: ${one}`),
      `cn: ${name}`,
      `distinguishedName: CN=${name},CN=Users,${base}`,
      `objectGUID:: ${Buffer.concat([Buffer.from('3KcvKzEDTkuDpSnRlGgn', 'base64'), Buffer.from([0x11 + name.length])]).toString('base64')}`,
      ...Object.entries(values).map(([attribute, value]) => `${attribute}: ${value}`),
      '',
    ].join('\r\n');
  const person = ['person', 'organizationalPerson', 'user'];
  const never = { accountExpires: '9223372036854775807', lockoutTime: '0', userAccountControl: '512' };
  const file = join(folder, 'ad.ldif');
  const text = [
    entry('Ada S', person, {
      ...never,
      sAMAccountName: 'Ada',
      givenName: 'Ada',
      sn: 'S',
      mail: 'ada@corp.example',
      unicodePwd: 'x',
    }),
    entry('Bob', person, { ...never, sAMAccountName: 'bob', userAccountControl: '514' }),
    entry('Evelyn', person, { ...never, sAMAccountName: 'eve', lockoutTime: '9223372036854775807' }),
    entry('PC1', [...person, 'computer'], { ...never, sAMAccountName: 'PC1$' }),
    entry('Vendor', ['person', 'organizationalPerson', 'contact'], { mail: 'vendor@corp.example' }),
    entry('Users', ['group'], { sAMAccountName: 'Users', member: `CN=Ada S,CN=Users,${base}` }),
  ].join('\r\n');
  await writeFile(file, Buffer.from(`\uFEFF${text}`, 'utf16le'));
  const assignments = join(folder, 'ad.csv');
  const hardware = await readFile(join(SAMPLES, 'hardware-tokens.sdtid'), 'utf8');
  const serials = [...hardware.matchAll(/<SN>(\d+)</gu)].slice(0, 4).map((match) => match[1]);
  await writeFile(
    assignments,
    `serial;userId;pin\n${['ADA', 'bob', 'eve', 'PC1$'].map((id, index) => `${serials[index]};${id};1234`).join('\n')}\n`,
  );
  const tokens = [{ file: join(SAMPLES, 'hardware-tokens.sdtid') }];
  const summary = await packExport(options({ directory: { kind: 'ldif', file }, tokens, assignments }));
  const { records } = await unpack(summary.file, rsa.privateKey);
  expect(records.slice(0, 4)).toMatchObject([
    { userId: 'bob', enabled: false, lockedOut: false, externalId: '2b2fa7dc-0331-4b4e-83a5-29d194682714' },
    { userId: 'eve', enabled: true, lockedOut: true },
    // She comes last: the assignments file spells her ADA, who might have been another user.
    { userId: 'Ada', firstName: 'Ada', lastName: 'S', email: 'ada@corp.example', enabled: true, lockedOut: false },
    { type: 'token', assignedTo: 'PC1$' },
  ]);
  expect(records[2]).not.toHaveProperty('accountEnd');
  expect(JSON.stringify(records)).not.toContain('unicodePwd');
});

test('an immutable ID comes alike from LDIF, csvde, a list and any column that is mapped', async () => {
  const tokens = [{ file: join(SAMPLES, 'hardware-tokens.sdtid') }];
  const assignments = join(folder, 'one.csv');
  await writeFile(assignments, 'serial,userId,pin\n185615234085,ada,1234\n');
  const guid = '2b2fa7dc-0331-4b4e-83a5-29d194682711';
  const idOf = async (kind: 'ldif' | 'csv', text: string, map: string[] = []) => {
    const file = join(folder, `ids.${kind}`);
    await writeFile(file, text);
    const more = { directory: { kind, file }, tokens, assignments, map, assumeEnabled: true };
    const { file: packed } = await packExport(options(more));
    const { records } = await unpack(packed, rsa.privateKey);
    return (records[0] as { externalId?: string }).externalId;
  };
  const ldif = (line: string) => `dn: cn=ada\nobjectClass: inetOrgPerson\nuid: ada\n${line}\n`;
  expect(await idOf('ldif', ldif('objectGUID:: 3KcvKzEDTkuDpSnRlGgnEQ=='))).toBe(guid);
  expect(await idOf('ldif', ldif(`ENTRYUUID: ${guid.toUpperCase()}`))).toBe(guid);
  expect(await idOf('csv', `uid,objectGUID\nada,X'dca72f2b31034e4b83a529d194682711'\n`)).toBe(guid);
  expect(await idOf('csv', `SamAccountName;ObjectGUID\nada;${guid}\n`)).toBe(guid);
  expect(await idOf('csv', 'uid,Staff No\nada, K-07\n', ['externalId=Staff No'])).toBe('K-07');
  expect(await idOf('csv', 'uid,guid\nada,7\n')).toBeUndefined();
});

test('where two users have one immutable ID neither comes, and neither is gone', async () => {
  const file = join(folder, 'shared.csv');
  await writeFile(file, 'userId,externalId\nlbjrnsen,7\naschafer,7\nplindqvist,8\n');
  const directory = { kind: 'csv', file } as const;
  const summary = await packExport(options({ directory }));
  const { manifest, records } = await unpack(summary.file, rsa.privateKey);
  expect(records[0]).toMatchObject({ userId: 'plindqvist', externalId: '8' });
  expect(summary.refusals).toEqual([
    { code: 'user.external_id_duplicate', count: 2, details: ['line 2, line 3', 'line 2, line 3'] },
  ]);
  expect(summary.notices).toContainEqual(expect.stringContaining('lbjrnsen and aschafer'));
  expect(manifest).toMatchObject({ full: true, partial: [], counts: { users: 1 }, parts: [{ present: 2 }] });
  expect(summary.present).toEqual({ users: 2, tokens: 0, unknown: 0 });
  await writeFile(file, 'userId,externalId\nlbjrnsen,7\naschafer,7\n');
  expect(await failure({ directory })).toMatchObject({ message: expect.stringContaining('who stay out') });
});

test('users on a list are packed of a CSV file too', async () => {
  const [file, users] = [join(folder, 'part.csv'), join(folder, 'list.csv')];
  await writeFile(file, 'userId,externalId\nlbjrnsen,7\naschafer,8\nplindqvist,9\n');
  await writeFile(users, 'Name;User ID\r\nLéa;LBJRNSEN\r\nNone;none\r\n');
  const { counts, full, partial, refusals, notices } = await packExport(
    options({ directory: { kind: 'csv', file }, users }),
  );
  expect({ full, partial, users: counts.users }).toEqual({ full: false, partial: ['users'], users: 1 });
  expect(refusals).toEqual([{ code: 'user.listed_missing', count: 1, details: ['users line 3'] }]);
  expect(notices).toContainEqual(expect.stringContaining('1 of 2 user IDs are not in the directory: none'));
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a process that is ended by %s leaves no part of a package',
  async (signal) => {
    const at = (name: string) => join(folder, name);
    // A token file that never ends: the process waits for more of it.
    execFileSync('mkfifo', [at(signal)]);
    writeFileSync(at('target.pem'), options().recipient);
    writeFileSync(at('packer.pem'), options().signingKey);
    const keys = ['--recipient', at('target.pem'), '--signing-key', at('packer.pem'), '--out', at('stopped.zip')];
    const inputs = ['--ldif', join(SAMPLES, SAMPLE.directory), '--tokens', at(signal)];
    const child = spawn(process.execPath, ['--no-warnings', 'cli/main.ts', 'pack', ...inputs, ...keys], {
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    // Opened for both ways, so that it waits for no reader.
    openSync(at(signal), 'r+');
    while (!existsSync(at('stopped.zip.partial'))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(existsSync(at('stopped.zip.partial'))).toBe(false);
  },
  60_000,
);
