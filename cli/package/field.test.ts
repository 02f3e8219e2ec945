/** Exports as directories, spreadsheets and token servers write them, each with its right values. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPackerKey } from '#core/packers/key.ts';
import { rsaKey } from '#test/support/rsa.ts';
import { unpack } from '#test/support/unpack.ts';
import type { DirectorySource } from './directory.ts';
import { type PackOptions, packExport } from './pack.ts';

const rsa = rsaKey('rsa-3072');
const folder = mkdtempSync(join(tmpdir(), 'landfall-field-'));
afterAll(() => rmSync(folder, { recursive: true }));
const field = (name: string) => join('test/fixtures/field', name);
const ldif = (file: string): DirectorySource => ({ kind: 'ldif', file });
const csv = (file: string): DirectorySource => ({ kind: 'csv', file });
const written = (name: string, text: string | Buffer) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const options = (directory: DirectorySource, more: Partial<PackOptions>): PackOptions => ({
  directory,
  tokens: [{ file: 'samples/corp/hardware-tokens.sdtid' }],
  recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
  signingKey: newPackerKey().privatePem,
  source: 'external',
  sourceName: 'field',
  includeTokenless: true,
  out: join(folder, 'export.zip'),
  now: Date.UTC(2026, 10, 30, 12),
  ...more,
});

/** The users by their IDs, and what the packing said. */
async function pack(directory: DirectorySource, more: Partial<PackOptions> = {}) {
  const summary = await packExport(options(directory, more));
  const { records } = await unpack(summary.file, rsa.privateKey);
  const users = Object.fromEntries(
    records.flatMap((record) => ('userId' in record ? [[String(record['userId']), record]] : [])),
  );
  return { ...summary, users };
}

const failure = async (directory: DirectorySource, more: Partial<PackOptions> = {}) =>
  await packExport(options(directory, more)).then(
    () => undefined,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

describe('Active Directory', () => {
  test('a lockout of the past, zero and never are not locked; the duration is said', async () => {
    const { users, notices } = await pack(ldif(field('active-directory.ldf')));
    for (const name of ['never', 'zero', 'stale'])
      expect(users[name]).toMatchObject({ enabled: true, lockedOut: false });
    expect(notices).toEqual([expect.stringMatching(/by themselves: 1;.*30 minutes \(nothing says how long/u)]);
  });

  test('the duration is read of the domain, wherever it stands, unless an option says it', async () => {
    const domain = (ticks: string) =>
      `\ndn: DC=nordsee,DC=example\nchangetype: add\nobjectClass: domainDNS\nlockoutDuration: ${ticks}\n`;
    const users = readFileSync(field('active-directory.ldf'), 'utf8');
    const forever = ldif(written('forever.ldf', users + domain('-9223372036854775808')));
    expect((await pack(forever)).users['stale']).toMatchObject({ lockedOut: true });
    expect((await pack(forever, { lockoutDuration: '60' })).users['stale']).toMatchObject({ lockedOut: false });
    const hour = await pack(ldif(written('hour.ldf', users + domain('-36000000000'))));
    expect(hour.notices).toEqual([expect.stringMatching(/60 minutes \(entry at line \d+/u)]);
    expect(hour.passedOver).toMatchObject([{ is: 'domainDNS', count: 1 }]);
    for (const lockoutDuration of ['0', '-1', 'soon'])
      expect(await failure(forever, { lockoutDuration })).toMatchObject({ code: 'pack.lockout_duration' });
    const said = await pack(forever, { lockoutDuration: 'forever' });
    expect(said.users['stale']).toMatchObject({ lockedOut: true });
  });

  test('csvde: three persons, a computer passed over, and the states of the LDIF', async () => {
    const { users, passedOver } = await pack(csv(field('csvde.csv')));
    expect(Object.keys(users)).toEqual(['kaksoy', 'llong', 'wgone']);
    expect(users['kaksoy']).toMatchObject({ enabled: true, lockedOut: false, firstName: 'Kemal' });
    expect(users['llong']).toMatchObject({ enabled: false });
    expect(users['wgone']).toMatchObject({ lockedOut: false, accountEnd: '2016-02-15T08:53:20Z' });
    expect(users['kaksoy']).not.toHaveProperty('accountEnd');
    expect(passedOver).toEqual([{ is: 'computer', count: 1, where: ['line 5'] }]);
  });

  test('Get-ADUser | Export-Csv, in German', async () => {
    const file = written(
      'export-csv.csv',
      [
        '#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser',
        '"SamAccountName";"GivenName";"Surname";"EmailAddress";"Enabled";"LockedOut";"AccountLockoutTime";"AccountExpirationDate";"ObjectClass"',
        '"aberg";"Anna";"Berg";"anna@nordsee.example";"True";"False";"";"31.12.2027 00:00:00";"user"',
        '"bold";"Bo";"Alt";"bo@nordsee.example";"False";"True";"29.11.2026 08:00:00";"";"user"',
        '"pc1";;;;"True";"False";;;"computer"',
      ].join('\r\n'),
    );
    const { users, passedOver } = await pack(csv(file));
    expect(users['aberg']).toMatchObject({ lastName: 'Berg', enabled: true, accountEnd: '2027-12-31T00:00:00Z' });
    expect(users['bold']).toMatchObject({ enabled: false, lockedOut: false });
    expect(passedOver).toMatchObject([{ is: 'computer' }]);
  });

  test('without userAccountControl packing stops, unless it is said that all are enabled', async () => {
    const text = readFileSync(field('active-directory.ldf'), 'utf8').replaceAll(
      /^(?:userAccountControl|accountExpires): .*\r?\n/gmu,
      '',
    );
    const source = ldif(written('silent.ldf', text));
    expect(await failure(source)).toMatchObject({ code: 'pack.state_unknown' });
    const { users, notices } = await pack(source, { assumeEnabled: true });
    expect(Object.values(users)).toHaveLength(3);
    expect(notices[0]).toContain('all 3 come enabled');
  });
});

test('a name with a language tag alone is the name, in the preferred language', async () => {
  const { users } = await pack(ldif(field('language-tags.ldif')));
  expect(users['ogasawara']).toMatchObject({ lastName: '小笠原', firstName: 'ロドニー' });
  expect(users['suzuki']).toMatchObject({
    firstName: 'Hana',
    lastName: 'Suzuki',
    preferredLanguage: 'ja',
    email: 'hana@air.example',
  });
});

test.each([[], ['enabled=!loginDisabled'], ['enabled=loginDisabled']])(
  'eDirectory: disabled, ended and locked, with the mapping %s too',
  async (...map) => {
    const { users, notices } = await pack(ldif(field('edirectory.ldif')), { map });
    expect(users['edir-active']).toMatchObject({ enabled: true, lockedOut: false });
    expect(users['edir-disabled']).toMatchObject({ enabled: false, accountEnd: '2019-01-01T00:00:00Z' });
    expect(users['edir-intruder']).toMatchObject({ lockedOut: true });
    expect(notices.some((sentence) => sentence.includes('means disabled'))).toBe(map[0] === 'enabled=loginDisabled');
  },
);

test('eDirectory with nothing but cn is refused with the remedy', async () => {
  const text = readFileSync(field('edirectory.ldif'), 'utf8').replaceAll(/^uid:/gmu, 'cn:');
  const source = ldif(written('cn.ldif', text));
  expect(await failure(source)).toMatchObject({
    code: 'pack.no_users',
    message: expect.stringContaining('--map userId=cn'),
  });
  expect(Object.keys((await pack(source, { map: ['userId=cn'] })).users)).toHaveLength(3);
});

test("Excel's sep= line, German booleans and names beyond Latin-1", async () => {
  const { users } = await pack(csv(field('excel-sep.csv')));
  expect(users['ilknur']).toMatchObject({ firstName: 'İlknur', lastName: 'Çelik', enabled: true });
  expect(users['strauss']).toMatchObject({ lastName: 'Strauß', enabled: false });
});

test('a list without a column of user IDs is refused with its columns and the remedy', async () => {
  const source = csv(field('no-user-id.csv'));
  expect(await failure(source)).toMatchObject({
    code: 'csv.column_missing',
    message: expect.stringMatching(/Benutzername, Vorname, Nachname, E-Mail\. .*--map userId=/u),
  });
  const { users, notices } = await pack(source, { map: ['userId=Benutzername'] });
  expect(users['anna']).toMatchObject({ email: 'anna@x.example' });
  expect(notices).toContain('Columns that are not read: Vorname, Nachname.');
  expect(await failure(source, { map: ['userId=Login'] })).toMatchObject({ code: 'csv.column_missing' });
  expect(await failure(source, { map: ['userId=Benutzername', 'enabled=aktiv'] })).toMatchObject({
    code: 'csv.column_missing',
  });
});

test('dates with slashes are read where one of the file shows their order, or the option does', async () => {
  const list = (...dates: string[]) =>
    csv(written('dates.csv', ['userId,accountEnd', ...dates.map((date, n) => `u${n},${date}`)].join('\n')));
  expect((await pack(list('03/04/2027', '31/12/2027'))).users).toMatchObject({
    u0: { accountEnd: '2027-04-03T23:59:59Z' },
    u1: { accountEnd: '2027-12-31T23:59:59Z' },
  });
  expect((await pack(list('03/04/2027'), { dateOrder: 'mdy' })).users).toMatchObject({
    u0: { accountEnd: '2027-03-04T23:59:59Z' },
  });
  expect(await failure(list('03/04/2027'))).toMatchObject({ message: expect.stringContaining('--date-order') });
});

test('tokens of privacyIDEA come with the hash that it names', async () => {
  const preSharedKey = Buffer.from('12345678901234567890123456789012', 'hex');
  const tokens = [{ file: 'test/fixtures/pskc/privacyidea-suite.xml', preSharedKey }];
  const assignments = written('oath.csv', 'serial,userId,pin\nPE1,suzuki,4711\n');
  const { users, refusals } = await pack(ldif(field('language-tags.ldif')), {
    tokens,
    assignments,
    includeTokenless: false,
  });
  expect(users['suzuki']).toMatchObject({ tokens: [{ serial: 'PE1', algorithm: 'totp-sha256', clockOffset: 2 }] });
  expect(refusals).toEqual([{ code: 'assignment.pin_not_used', count: 1, details: ['PE1'] }]);
});
