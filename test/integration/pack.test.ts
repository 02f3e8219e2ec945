/**
 * Packing against the real things: a live OpenLDAP server, and a directory far larger than the heap.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackOptions, packExport } from '#cli/package/pack.ts';
import { SAMPLE } from '#cli/package/sample-files.ts';

const SLAPD = ['/usr/sbin/slapd', '/usr/libexec/slapd', '/usr/lib/openldap/slapd'].find((path) => existsSync(path));
const SCHEMA = ['/etc/ldap/schema', '/etc/openldap/schema'].find((path) =>
  existsSync(join(path, 'inetorgperson.schema')),
);
const MODULES = ['/usr/lib/ldap', '/usr/lib64/openldap'].find((path) => existsSync(path));
const READER = { dn: 'cn=admin,dc=corp,dc=example', password: 'reader of the test' };

const sample = (name: string) => join('samples/corp', name);
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('slapd does not answer');
}

async function startSlapd(folder: string) {
  mkdirSync(join(folder, 'db'));
  const config = join(folder, 'slapd.conf');
  writeFileSync(
    config,
    [
      ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMA}/${name}.schema`),
      `modulepath ${MODULES}`,
      'moduleload back_mdb',
      `pidfile ${folder}/slapd.pid`,
      'database mdb',
      'suffix "dc=corp,dc=example"',
      `rootdn "${READER.dn}"`,
      `rootpw "${READER.password}"`,
      `directory ${folder}/db`,
      'access to attrs=userPassword by * none',
      'access to * by users read by anonymous auth',
    ].join('\n'),
  );
  const loaded = spawnSync(SLAPD!, ['-T', 'add', '-q', '-f', config, '-l', sample(SAMPLE.directory)], {
    encoding: 'utf8',
  });
  if (loaded.status !== 0) throw new Error(loaded.stderr);
  const port = await freePort();
  const url = `ldap://127.0.0.1:${port}`;
  const server = spawn(SLAPD!, ['-f', config, '-h', url, '-d', '0'], { stdio: 'ignore' });
  await answers(port);
  return { url, stop: () => server.kill() };
}

const live = SLAPD && SCHEMA && MODULES ? describe : describe.skip;
if (live === describe.skip)
  console.warn('OpenLDAP (Debian: slapd) is not installed: packing from a live directory is not tested.');

live('a live OpenLDAP server with the sample in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-ldap-'));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const ed = generateKeyPairSync('ed25519');
  let slapd: Awaited<ReturnType<typeof startSlapd>>;
  beforeAll(async () => {
    slapd = await startSlapd(folder);
  }, 30_000);
  afterAll(() => {
    slapd?.stop();
    rmSync(folder, { recursive: true });
  });

  const options = (ldap: object): PackOptions => ({
    directory: {
      kind: 'ldap',
      url: slapd.url,
      base: 'dc=corp,dc=example',
      bindDn: READER.dn,
      pageSize: 7,
      password: READER.password,
      ...ldap,
    },
    tokens: SAMPLE.tokenFiles.map(({ name, password }) => ({ file: sample(name), password })),
    assignments: sample(SAMPLE.assignments),
    recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
    signingKey: ed.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    source: 'external',
    sourceName: 'corp',
    out: join(folder, 'export.zip'),
    now: Date.now(),
  });

  test('packing from a live LDAP server gives the same as packing its LDIF file', async () => {
    const { counts, refusals } = await packExport(options({}));
    const fromFile = await packExport({ ...options({}), directory: { kind: 'ldif', file: sample(SAMPLE.directory) } });
    expect(counts).toMatchObject({
      users: 42,
      tokensAssigned: 43,
      tokensUserMissing: 1,
      usersWithoutEmail: 2,
      usersWithoutToken: 18,
    });
    expect(counts).toEqual(fromFile.counts);
    expect(refusals).toEqual([]);
  }, 30_000);

  test('a wrong password, an unknown base, a missing server and a missing encryption each give one clear error', async () => {
    await expect(packExport(options({ password: 'wrong' }))).rejects.toMatchObject({
      code: 'ldap.failed',
      message: expect.stringContaining('logon'),
    });
    await expect(packExport(options({ base: 'dc=nowhere' }))).rejects.toMatchObject({
      code: 'ldap.failed',
      message: expect.stringContaining('search'),
    });
    await expect(packExport(options({ url: `ldap://127.0.0.1:${await freePort()}` }))).rejects.toMatchObject({
      code: 'ldap.failed',
    });
    await expect(packExport(options({ url: 'ldap://directory.corp.example' }))).rejects.toMatchObject({
      code: 'ldap.unencrypted',
    });
    await expect(packExport(options({ url: 'https://127.0.0.1' }))).rejects.toMatchObject({ code: 'ldap.url_invalid' });
  }, 30_000);
});

test('60,000 users, 130 MB of LDIF, can be packed with a heap of 48 MB', () => {
  const printed = execFileSync(process.execPath, ['--max-old-space-size=48', 'test/support/pack-large.ts', '60000'], {
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toMatchObject({ users: 60_000, tokensAssigned: 600, parts: 60 });
}, 120_000);
