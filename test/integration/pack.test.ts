/**
 * Packing against the real things: a live OpenLDAP server, and a directory far larger than the heap.
 */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackOptions, packExport } from '#cli/package/pack.ts';
import { SAMPLE } from '#cli/package/sample-files.ts';
import { freePort, READER, slapdInstalled, startSlapd } from '#test/support/slapd.ts';
import { unpack } from '#test/support/unpack.ts';

const sample = (name: string) => join('samples/corp', name);
const live = slapdInstalled ? describe : describe.skip;
if (live === describe.skip)
  console.warn('OpenLDAP (Debian: slapd) is not installed: packing from a live directory is not tested.');

/** A server with a certificate of its own authority, a limit of entries for one account, names in Japanese, and lockouts. */
live('a live OpenLDAP server that refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-ldap-'));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const pem = (name: string) => join(folder, `${name}.pem`);
  const small = { bindDn: 'uid=small,dc=corp,dc=example', password: 'small' };
  const base = 'dc=corp,dc=example';
  let slapd: Awaited<ReturnType<typeof startSlapd>>;

  beforeAll(async () => {
    const request = ['-newkey', 'rsa:2048', '-nodes'];
    openssl('req', '-x509', ...request, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=authority', '-days', '2');
    openssl('req', ...request, '-keyout', 'key.pem', '-out', 'server.csr', '-subj', '/CN=localhost');
    writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost');
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
    openssl('x509', '-req', '-in', 'server.csr', ...signing, '-out', 'server.pem');
    const ldif = join(folder, 'directory.ldif');
    const locked = new Date(Date.now() - 20 * 60_000).toISOString().replace(/[-:T]|\.\d+/gu, '');
    const person = (uid: string, ...more: string[]) =>
      [`dn: uid=${uid},${base}`, 'objectClass: inetOrgPerson', `uid: ${uid}`, 'cn: x', ...more, ''].join('\n');
    writeFileSync(
      ldif,
      [
        readFileSync(sample(SAMPLE.directory), 'utf8').trimEnd(),
        '',
        `dn: uid=small,${base}\nobjectClass: account\nobjectClass: simpleSecurityObject\nuid: small\nuserPassword: small\n`,
        person('ogasawara', 'sn;lang-en: Ogasawara', 'sn;lang-ja:: 5bCP56yg5Y6f', 'preferredLanguage: ja'),
        `dn: uid=guid,${base}\nobjectClass: inetOrgPerson\nobjectClass: extensibleObject\nuid: guid\ncn: x\nsn: x\nobjectGUID:: 3KcvKzEDTkuDpSnRlGgnEQ==\n`,
        person('locked', 'sn: x', 'pwdAccountLockedTime: 000001010000Z'),
        person('passed', 'sn: x', `pwdAccountLockedTime: ${locked}`),
        `dn: cn=policy,${base}\nobjectClass: applicationProcess\nobjectClass: pwdPolicy\ncn: policy\npwdAttribute: userPassword\npwdLockout: TRUE\npwdLockoutDuration: 900\n`,
      ].join('\n'),
    );
    slapd = await startSlapd(folder, {
      ldif,
      server: [
        'moduleload ppolicy',
        "attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )",
        'referral ldap://other.example',
        `TLSCACertificateFile ${pem('ca')}`,
        `TLSCertificateFile ${pem('server')}`,
        `TLSCertificateKeyFile ${pem('key')}`,
      ],
      database: ['overlay ppolicy', `limits dn.exact="${small.bindDn}" size=3 size.prtotal=hard`],
      access: ['access to attrs=userPassword by anonymous auth', 'access to * by users read by anonymous auth'],
    });
  }, 60_000);
  afterAll(() => {
    slapd?.stop();
    rmSync(folder, { recursive: true });
  });

  const options = (ldap: object): PackOptions => ({
    directory: { kind: 'ldap', url: slapd.url, base, bindDn: READER.dn, password: READER.password, ...ldap },
    tokens: [{ file: sample('hardware-tokens.sdtid') }],
    recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
    signingKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    source: 'external',
    sourceName: 'corp',
    includeTokenless: true,
    out: join(folder, 'export.zip'),
    now: Date.now(),
  });
  const failure = async (ldap: object) =>
    await packExport(options(ldap)).then(
      () => 'packed',
      ({ message }: { message: string }) => message,
    );

  test('the message says what to do', async () => {
    const anonymous = { bindDn: undefined, password: undefined };
    for (const [ldap, words] of [
      [small, /search: .*size limit.*--ldif/u],
      [anonymous, /search: .*anonymous callers.*--bind-dn/u],
      [{ password: 'wrong' }, /logon: --bind-dn or its password is wrong/u],
      [{ bindDn: 'admin' }, /logon: --bind-dn is not a name/u],
      [{ password: '' }, /password of --bind-dn is empty/u],
      [{ base: `ou=nowhere,${base}` }, /search: there is no entry at --base; it serves dc=corp,dc=example/u],
      [{ base: 'dc=elsewhere' }, /search: .*referral/u],
      [{ base: 'corp.example' }, /search: --base is not a name/u],
      [{ filter: '(objectClass=person' }, /--filter is no LDAP filter/u],
      [{ filter: '(uid=no-such-user)' }, /The search found no entry: check --base and --filter/u],
      [{ url: slapd.tlsUrl }, /connection: .*--ca FILE, or in NODE_EXTRA_CA_CERTS/u],
      [{ url: slapd.url.replace('127.0.0.1', 'localhost'), startTls: true }, /connection: .*--ca FILE/u],
      [{ url: slapd.url.replace('ldap:', 'ldaps:') }, /connection: .*port that speaks ldap/u],
      [{ url: `ldap://127.0.0.1:${await freePort()}` }, /connection: nothing listens/u],
    ] as const)
      expect(await failure(ldap)).toMatch(words);
  }, 60_000);

  test('a certificate of one’s own authority is trusted with --ca, over ldaps and StartTLS', async () => {
    const ca = readFileSync(pem('ca'), 'utf8');
    expect(await failure({ url: slapd.tlsUrl, ca })).toBe('packed');
    expect(await failure({ url: slapd.url.replace('127.0.0.1', 'localhost'), startTls: true, ca })).toBe('packed');
  }, 30_000);

  test('the octets of an objectGUID come as text, and are not decoded', async () => {
    const { file } = await packExport({ ...options({ filter: '(uid=guid)' }), map: ['externalId=objectGUID'] });
    const { records } = await unpack(file, rsa.privateKey);
    expect(records[0]).toMatchObject({ userId: 'guid', externalId: '2b2fa7dc-0331-4b4e-83a5-29d194682711' });
  }, 30_000);

  test('language tags, lockouts and the policy’s duration are read as from a file', async () => {
    const { file, notices } = await packExport(options({}));
    const { records } = await unpack(file, rsa.privateKey);
    const user = (id: string) => records.find((record) => 'userId' in record && record['userId'] === id);
    expect(user('ogasawara')).toMatchObject({ lastName: '小笠原' });
    expect(user('locked')).toMatchObject({ lockedOut: true });
    expect(user('passed')).toMatchObject({ lockedOut: false });
    const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    expect(user('ogasawara')).toMatchObject({ externalId: uuid });
    expect(notices).toContainEqual(expect.stringMatching(/by themselves: 1;.*15 minutes \(the directory says so/u));
  }, 30_000);
});

live('a live OpenLDAP server with the sample in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-ldap-'));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const ed = generateKeyPairSync('ed25519');
  let slapd: Awaited<ReturnType<typeof startSlapd>>;
  beforeAll(async () => {
    slapd = await startSlapd(folder, { ldif: sample(SAMPLE.directory) });
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

  test('an immutable ID comes alike from a live server and from its LDIF file', async () => {
    const ids = async (more: Partial<PackOptions>) => {
      const { file } = await packExport({ ...options({}), includeTokenless: true, ...more });
      const { records } = await unpack(file, rsa.privateKey);
      const users = records.filter((record) => record.type === 'user');
      return new Map(users.map(({ userId, externalId }) => [userId, externalId]));
    };
    const fromServer = await ids({});
    expect(fromServer.get('lbjrnsen')).toBe('bcedb104-7b65-1041-94f1-818044fb4674');
    expect(new Set(fromServer.values()).size).toBe(60);
    expect(await ids({ directory: { kind: 'ldif', file: sample(SAMPLE.directory) } })).toEqual(fromServer);
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
