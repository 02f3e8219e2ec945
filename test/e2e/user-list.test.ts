/** `landfall user find` and `landfall user list`: people by what is typed and by what is known of them, on a deployment. */
import { csvLine } from '#core/csv.ts';
import type { UserRecord } from '#core/export/record.ts';
import { landfall, landfallJson } from '../support/cli.ts';
import { eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';

let running: Running;
type Listed = { readonly userId: string; readonly journey?: { readonly stage: string } };

beforeAll(async () => {
  running = await startLandfall();
  const importer = await openImporter(running);
  const people = [
    sampleUser('u1', { lastName: 'Björnsen', firstName: 'Lena', email: 'u1@corp.example', tokens: [aTokenRecord()] }),
    sampleUser('u2', {
      lastName: 'Müller, Söhne',
      firstName: '"Al"',
      email: 'u2@corp.example',
      tokens: [],
      enabled: false,
    }),
    sampleUser('u3', { lastName: 'Mueller', firstName: 'Ada', email: undefined, tokens: [] } as Partial<UserRecord>),
  ];
  const { bytes } = await packInMemory(importer.keys, JSON.parse(JSON.stringify(people)) as UserRecord[], {});
  expect((await importer.ended(await importer.upload(bytes, 'people.zip'))).status).toBe('succeeded');
  await eventually(async () => {
    const found = await landfallJson<Listed[]>(running, 'user', 'list');
    return found.length >= 3 && found.every(({ journey }) => journey) ? found : undefined;
  }, 90);
}, 400_000);
afterAll(() => running?.stop(), 30_000);

const listed = async (...options: string[]) =>
  (await landfallJson<Listed[]>(running, 'user', 'list', ...options)).map(({ userId }) => userId).toSorted();

test('landfall user list finds by text and by each filter, and says how many', async () => {
  expect(await listed()).toEqual(['u1', 'u2', 'u3']);
  expect(await listed('--text', 'muller')).toEqual(['u2', 'u3']);
  expect(await listed('--text', 'muller', '--disabled')).toEqual(['u2']);
  expect(await listed('--no-token')).toEqual(['u2', 'u3']);
  expect(await listed('--no-address')).toEqual(['u3']);
  expect(await listed('--locked')).toEqual([]);
  expect(await listed('--stuck', 'disabled')).toEqual(['u2']);
  const { code, stdout, stderr } = await landfall(running, 'user', 'list', '--text', 'BJORN');
  expect([code, stderr.trim()]).toEqual([0, '1 user.']);
  expect(stdout).toMatch(/u1.*Björnsen.*Lena/u);
}, 120_000);

test('landfall user list --csv writes each person on a line, with commas and quotes as RFC 4180 has them', async () => {
  const { code, stdout } = await landfall(running, 'user', 'list', '--csv', '--no-token', '--disabled');
  expect(code).toBe(0);
  const [head, row, ...rest] = stdout.trim().split('\r\n');
  expect(head).toBe('user_id,last_name,first_name,address,source,stage,stuck,since,tokens');
  expect(row!.startsWith(csvLine(['u2', 'Müller, Söhne', '"Al"']).trim())).toBe(true);
  expect(rest).toEqual([]);
}, 60_000);

test('landfall user find shows whom a text finds, and refuses a text that is too short or finds no one', async () => {
  expect(await landfallJson<Listed[]>(running, 'user', 'find', 'bjornsen l')).toMatchObject([{ userId: 'u1' }]);
  const several = await landfall(running, 'user', 'find', 'mueller');
  expect(several.code).toBe(0);
  for (const userId of ['u2', 'u3']) expect(several.stdout).toContain(userId);
  const none = await landfall(running, 'user', 'find', 'nora');
  expect([none.code, none.stdout, none.stderr]).toEqual([1, '', expect.stringContaining('user.not_found')]);
  for (const args of [
    ['find', 'x'],
    ['list', '--text', 'x'],
  ]) {
    const short = await landfall(running, 'user', ...args);
    expect([short.code, short.stdout, short.stderr]).toEqual([1, '', expect.stringContaining('user.search_short')]);
  }
  expect((await landfall(running, 'user', 'list', '--csv', '--json')).code).toBe(2);
}, 120_000);
