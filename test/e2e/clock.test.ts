/** The clock of the machine is set while the embedded deployment runs, and between two starts (libfaketime, where it is installed). */
import { existsSync, globSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenOfUser } from '#core/export/record.ts';
import { landfall, landfallJson } from '../support/cli.ts';
import { ApiUser, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';

const [library] = existsSync('/usr/lib') ? globSync('/usr/lib/{*/,}faketime/libfaketime.so.1') : [];
if (!library) process.stderr.write('skipped: libfaketime is not installed (apt-get install faketime)\n');
const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'landfall-clock-'));
const when = join(folder, 'when');
const env = {
  LD_PRELOAD: library ?? '',
  DONT_FAKE_MONOTONIC: '1',
  FAKETIME_NO_CACHE: '1',
  FAKETIME_TIMESTAMP_FILE: when,
};
const setClock = (days: number) => writeFileSync(when, `${days < 0 ? '' : '+'}${days}d\n`);

let running: Running;
let importer: Importer;
const devices = new Map<string, TokenOfUser>();
const logon = async (name: string, at: number) => {
  const user = new ApiUser(running);
  const secret = shown(devices.get(name)!, at);
  return { user, answer: await user.post('/api/logon', { userId: name, method: 'SecurID_Native', secret }) };
};
/** By the command line, which signs by the clock that was set. */
async function imports(source: string): Promise<void> {
  const records = [1, 2, 3].map((n) => {
    const name = `${source}-${n}`;
    devices.set(
      name,
      aTokenRecord({ algorithm: 'hotp-sha1', interval: 0, counter: 0, pinStyle: 'none', pin: undefined }),
    );
    return sampleUser(name, { email: `${name}@corp.example`, tokens: [devices.get(name)!] });
  });
  const description = { source: { ...sampleDescription.source, deployment: source } };
  const { bytes } = await packInMemory(importer.keys, records, { now: Date.now() - 2 * DAY, description });
  const file = join(folder, `${source}.zip`);
  writeFileSync(file, bytes);
  const { code, stderr } = await landfall(running, 'import', file);
  expect([code, stderr]).toEqual([0, expect.anything()]);
}
afterAll(() => running?.stop(), 30_000);

/** Each address once, and no execution but those that were asked for. */
async function expectQuiet(people: number): Promise<void> {
  const told = (await mails(running, '@corp.example')).map((mail) => mail.destination.to.join());
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
  expect(told).toHaveLength(people);
  const { runs } = await landfallJson<{ runs: { status: string }[] }>(running, 'runs');
  expect(runs.every(({ status }) => status === 'succeeded')).toBe(true);
  expect(readdirSync(join(running.data, 'executions'))).toHaveLength(people / 3);
  expect(running.output()).not.toMatch(/Landfall stops|\n {4}at /u);
}

(library ? test : test.skip)(
  'a clock that is set forward and back lets nothing run wild, and ends what is bound to a date',
  async () => {
    setClock(0);
    running = await startLandfall({ env, shared: true });
    importer = await openImporter(running);
    Object.assign(process.env, env);
    await imports('first');
    const first = await logon('first-1', 0);
    expect(first.answer.status).toBe(200);
    expect((await first.user.get('/api/me')).status).toBe(200);

    setClock(2);
    expect((await first.user.get('/api/me')).status).toBe(401);
    expect((await logon('first-1', 1)).answer.status).toBe(200);
    await imports('second');
    await expectQuiet(6);

    setClock(-1);
    const back = await logon('second-1', 0);
    expect(back.answer.status).toBe(200);
    expect((await back.user.get('/api/me')).status).toBe(200);
    await imports('third');
    await expectQuiet(9);

    for (const days of [-30, 0]) {
      await running.stop(true);
      setClock(days);
      running = await startLandfall({ data: running.data, env, shared: true });
      await expectQuiet(9);
    }
    expect((await logon('third-2', 0)).answer.status).toBe(200);
  },
  240_000,
);
