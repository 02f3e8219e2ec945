/** The embedded deployment as a service (docs/embedded-service.md): kills, a full disk, an engine that ends, and backups. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '#cli/online/client.ts';
import { localTarget } from '#cli/online/target.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import type { RunView } from '#core/migration/record.ts';
import { finishRestore } from '../../local/backup/restored.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser, eventually, mails } from '../support/client.ts';
import { keepPortsApart, type Running, startLandfall } from '../support/deployment.ts';
import { fastFolder } from '../support/fast-folder.ts';
import { aTokenRecord, openImporter, shown } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';
import { scan, TABLES } from '../support/people-model.ts';
import { enginesOf, npmStart, npmStartToEnd } from '../support/service.ts';

const made: string[] = [];
function folder(): string {
  const data = fastFolder('landfall-service-');
  made.push(data);
  return data;
}
afterAll(() => {
  for (const data of made) rmSync(data, { recursive: true, force: true });
});

/** Drawn from a seed, so that a failure comes again. */
let seed = 13;
const draw = (below: number): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const STACK = /\n {4}at /u;
const keysOf = (data: string) => readFileSync(join(data, 'keys.json'), 'utf8');
const up = async ({ output, child }: ReturnType<typeof npmStart>) =>
  eventually(async () => {
    if (child.exitCode !== null) throw new Error(output());
    return output().includes('Ctrl-C stops') || undefined;
  }, 60);

const hotp = () => aTokenRecord({ algorithm: 'hotp-sha1', interval: 0, counter: 0, pinStyle: 'none', pin: undefined });
const PEOPLE = 120;
const packedAt = Date.now() - 3_600_000;

describe('a backup that is made during an import under load', () => {
  const devices = new Map<string, TokenOfUser>();
  const passphrase = join(mkdtempSync(join(tmpdir(), 'landfall-passphrase-')), 'passphrase');
  const file = `${passphrase}.backup`;
  let restored: Running;
  let cookie: string | undefined;
  let mailed: string[];
  let directory: Awaited<ReturnType<typeof scan>>;
  let before: string;

  const person = (name: string) => {
    devices.set(name, hotp());
    return sampleUser(name, { email: `${name}@corp.example`, tokens: [devices.get(name)!] });
  };
  const logon = async (running: Running, name: string, at: number) => {
    const user = new ApiUser(running);
    const secret = shown(devices.get(name)!, at);
    return { user, answer: await user.post('/api/logon', { userId: name, method: 'SecurID_Native', secret }) };
  };
  const addressees = async (running: Running) =>
    (await mails(running, '@corp.example')).map((mail) => mail.destination.to.join()).toSorted();

  beforeAll(async () => {
    writeFileSync(passphrase, 'correct horse battery staple\n');
    const running = await startLandfall({ data: folder() });
    const importer = await openImporter(running);
    await importer.importRecords([person('early-0'), person('early-1'), person('early-2')]);
    const first = await logon(running, 'early-0', 0);
    expect(first.answer.status).toBe(200);
    cookie = first.user.cookie;
    const many = Array.from({ length: PEOPLE }, (_, n) => person(`many-${n}`));
    const description = { source: { ...sampleDescription.source, deployment: 'many' } };
    const { bytes } = await packInMemory(importer.keys, many, { now: packedAt, partSize: 10, description });
    const key = await importer.upload(bytes, 'many.zip');
    await eventually(async () => {
      const items = await scan(running.endpoints.dynamodb, TABLES.directory);
      return items.filter(({ sk }) => sk === 'USER').length > 20 || undefined;
    }, 60);
    const load = Promise.all([1, 2].map((n) => logon(running, `early-${n}`, 0)));
    const { code, output } = await npmStartToEnd(running.data, '--backup', file, '--passphrase-file', passphrase);
    before = output;
    expect([code, output]).toEqual([0, expect.stringContaining('Backed up')]);
    for (const { answer } of await load) expect(answer.status).toBe(200);
    expect((await importer.ended(key)).status).toBe('succeeded');
    directory = await scan(running.endpoints.dynamodb, TABLES.directory);
    mailed = await addressees(running);
    await running.stop();
    const data = folder();
    const done = await npmStartToEnd(data, '--restore', file, '--passphrase-file', passphrase);
    expect([done.code, done.output]).toEqual([
      0,
      expect.stringContaining('Restored. The next start ends all sessions'),
    ]);
    restored = await startLandfall({ data });
  }, 400_000);
  afterAll(() => restored?.stop(), 30_000);

  test('is a file of its owner alone, without a word of what it holds, and says how long writes waited', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes('early-0')).toBe(false);
    expect(before).toMatch(/nothing could be written for \d+\.\d s/u);
    expect(before).not.toContain('WARNING');
  });

  test('goes on where it was, elsewhere: the same people and tokens, each told once', async () => {
    const importer = await openImporter(restored);
    await eventually(async () => {
      const runs = await importer.migrations();
      if (runs.some(({ status }) => status === 'failed')) throw new Error(JSON.stringify(runs));
      return runs.length === 2 && runs.every(({ status }) => status === 'succeeded') ? true : undefined;
    }, 90);
    const shape = (items: typeof directory) =>
      items
        .filter(({ sk }) => sk === 'USER' || sk === 'TOKEN')
        .map(({ pk, sk, userId, email, tokens, serial, assignee, source, enabled }) =>
          JSON.stringify({ pk, sk, userId, email, tokens, serial, assignee, source, enabled }),
        )
        .toSorted();
    const now = await scan(restored.endpoints.dynamodb, TABLES.directory);
    expect(shape(now)).toEqual(shape(directory));
    expect(shape(now).length).toBe(2 * (PEOPLE + 3));
    const told = await addressees(restored);
    expect(new Set(told).size).toBe(told.length);
    // The one that was being sent at the moment of the backup is uncertain, and sent again on request alone.
    expect(told.length).toBeGreaterThanOrEqual(mailed.length - 20);
    const uncertain = mailed.filter((one) => !told.includes(one));
    const { stdout } = await landfall(restored, 'people', 'list', '--stuck', 'uncertain', '--json');
    for (const address of uncertain) expect(stdout).toContain(address.split('@')[0]);
  }, 120_000);

  test('has ended all sessions; its users log on, links in mails lead to it, and its audit verifies', async () => {
    const former = new ApiUser(restored);
    former.cookie = cookie;
    expect((await former.get('/api/me')).status).toBe(401);
    // A counter tells no time: the next tokencode is asked for once (T12).
    const { answer } = await logon(restored, 'many-3', 0);
    expect(answer).toMatchObject({ status: 200, body: { status: 'next-tokencode' } });
    expect(restored.output()).toContain('What was issued before');
    // Of whom the backup did not catch while the mail was being sent.
    const [told] = await addressees(restored);
    const [mail] = await mails(restored, told!);
    expect(mail!.body.text).toContain(`${restored.apiUrl}/#/w/`);
    expect((await landfall(restored, 'audit', 'verify')).code).toBe(0);
    expect(existsSync(join(restored.data, 'restored.json'))).toBe(false);
  }, 60_000);

  test('is restored into no folder that is used, and opens with no other passphrase', async () => {
    const used = await npmStartToEnd(restored.data, '--restore', file, '--passphrase-file', passphrase);
    expect([used.code, used.output]).toEqual([1, expect.stringContaining('it runs already')]);
    const data = folder();
    writeFileSync(`${passphrase}.wrong`, 'another horse battery staple');
    for (const [args, sentence] of [
      [[], 'is encrypted. Name its passphrase'],
      [['--passphrase-file', `${passphrase}.wrong`], 'does not open with this passphrase'],
      [['--passphrase-file', '/none'], 'there is no /none'],
    ] as const) {
      const { code, output } = await npmStartToEnd(data, '--restore', file, ...args);
      expect([code, output]).toEqual([1, expect.stringContaining(sentence)]);
      expect(output).not.toMatch(STACK);
      expect(readdirSync(data).filter((name) => !name.startsWith('lock.sqlite'))).toEqual([]);
    }
  }, 60_000);
});

describe('kills', () => {
  const data = folder();

  test('a start that is killed or ended at any moment, the first one too, is gone on with', async () => {
    keepPortsApart(data);
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGKILL'] as const) {
      const started = npmStart(data, '--empty');
      // Node itself ends at a signal while it still loads.
      if (signal !== 'SIGKILL') await eventually(async () => started.output() !== '' || undefined, 60);
      await later(400 + draw(signal === 'SIGKILL' ? 3_500 : 1_000));
      started.child.kill(signal);
      const code = await started.ended;
      if (signal !== 'SIGKILL') expect([code, started.output()]).toEqual([0, expect.stringContaining('Stopping.')]);
      expect(started.output()).not.toMatch(STACK);
      expect(started.output()).not.toMatch(/did not start|damaged|missing/u);
    }
    const started = npmStart(data, '--empty');
    await up(started);
    expect(enginesOf(data)).toHaveLength(1);
    const status = await npmStartToEnd(data, '--status');
    expect([status.code, status.output]).toEqual([0, expect.stringMatching(/: ok, up for[\s\S]*dynamodb {2}ok/u)]);

    // Two at once on one folder.
    const second = await npmStartToEnd(data, '--empty');
    expect([second.code, second.output]).toEqual([1, expect.stringContaining('it runs already, at http')]);

    const [engine] = enginesOf(data);
    process.kill(engine!, 'SIGKILL');
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain('Landfall stops: the embedded DynamoDB ended by itself (SIGKILL)');
    expect(started.output()).not.toMatch(STACK);
    expect((await npmStartToEnd(data, '--status')).code).toBe(3);
  }, 180_000);

  test('a backup that is killed leaves no file under its name, and the next one is whole', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'landfall-backup-')), 'b');
    for (let n = 0; n < 4; n++) {
      const { child, ended } = npmStart(data, '--backup', file);
      await later(500 + draw(500));
      child.kill('SIGKILL');
      await ended;
      if (existsSync(file)) break;
    }
    if (!existsSync(file)) {
      const { code, output } = await npmStartToEnd(data, '--backup', file);
      expect([code, output]).toEqual([0, expect.stringContaining('WARNING: it is NOT encrypted')]);
    }
    expect(readdirSync(data).filter((name) => name.startsWith('snapshot-'))).toEqual([]);
    const again = await npmStartToEnd(data, '--backup', file);
    expect([again.code, again.output]).toEqual([1, expect.stringContaining('is there already')]);
    const inside = await npmStartToEnd(data, '--backup', join(data, 'b'));
    expect([inside.code, inside.output]).toEqual([1, expect.stringContaining('Name a file elsewhere')]);

    // The same of a restore: the folder is what it was, or what was restored.
    const [other, was] = [folder(), keysOf(data)];
    mkdirSync(join(other, 'logs'));
    writeFileSync(join(other, 'keys.json'), 'old');
    for (let n = 0; n < 5; n++) {
      const { child, ended } = npmStart(other, '--restore', file, '--replace');
      await later(600 + draw(600));
      child.kill('SIGKILL');
      await ended;
      finishRestore(other, () => undefined);
      if (keysOf(other) === 'old')
        expect(readdirSync(other).toSorted().join()).toMatch(/^keys\.json,(?:lock\.sqlite[^,]*,)*logs$/u);
      else expect([keysOf(other), existsSync(join(other, 'dynamodb', 'directory.sqlite'))]).toEqual([was, true]);
    }
    const done = await npmStartToEnd(other, '--restore', file, '--replace');
    expect([done.code, done.output]).toEqual([0, expect.stringContaining('is kept in')]);
    expect(keysOf(other)).toBe(was);
  }, 120_000);
});

/** A file system of its own, where root may make one. */
function smallDisk(mebibytes: number): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'landfall-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', disk], { stdio: 'pipe' });
    return disk;
  } catch {
    return undefined;
  }
}
const disk = process.platform === 'linux' && process.getuid!() === 0 ? smallDisk(110) : undefined;
afterAll(() => disk && execFileSync('umount', ['-l', disk]));
(disk ? test : test.skip)(
  'a disk that is full while people are imported and mailed loses nothing that was answered',
  async () => {
    const data = join(disk!, 'data');
    mkdirSync(data);
    const running = await startLandfall({ data });
    const importer = await openImporter(running);
    const people = (name: string, count: number) =>
      Array.from({ length: count }, (_, n) =>
        sampleUser(`${name}-${n}`, { email: `${name}-${n}@corp.example`, tokens: [hotp()] }),
      );
    await importer.importRecords(people('kept', 10));
    const fill = join(disk!, 'fill');
    const full = () => execFileSync('sh', ['-c', `dd if=/dev/zero of=${fill} bs=4k 2>/dev/null || true`]);
    const description = { source: { ...sampleDescription.source, deployment: 'more' } };
    const { bytes } = await packInMemory(importer.keys, people('more', 60), {
      now: packedAt,
      partSize: 10,
      description,
    });
    const key = await importer.upload(bytes, 'more.zip');
    await eventually(async () => (await importer.migrations()).some((run) => run.key === key) || undefined);
    full();
    await later(2_000);
    rmSync(fill);
    await running.stop(true);
    expect(running.output()).not.toMatch(STACK);

    const again = await startLandfall({ data });
    const next = createClient(localTarget(data));
    const run = await eventually(async () => {
      const { runs } = await next.call<{ runs: RunView[] }>('GET', '/runs');
      return runs.find((one) => one.key === key && ['succeeded', 'failed'].includes(one.status));
    }, 90);
    if (run.status === 'failed') {
      expect((await landfall(again, 'run', 'resume', run.id)).code).toBe(0);
      await eventually(async () => {
        const { status } = await next.call<RunView>('GET', `/runs/${run.id}`);
        return status === 'succeeded' || undefined;
      }, 90);
    }
    const items = await scan(again.endpoints.dynamodb, TABLES.directory);
    expect(items.filter(({ sk }) => sk === 'USER')).toHaveLength(70);
    expect((await mails(again, 'kept-')).length).toBe(10);
    await again.stop(true);
    full();
    const refused = await npmStartToEnd(data, '--empty');
    expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/the disk that holds .* is full/u)]);
    expect(refused.output).not.toMatch(STACK);
    rmSync(fill);
  },
  180_000,
);
