/**
 * PSKC against two other implementations: Debian's pskctool (which reads, validates and signs, and decrypts nothing) and
 * python-pskc (pskc-utils), which writes and reads the encrypted forms too.
 */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTokenFile } from '#core/token-files/files.ts';
import { type PskcKey, type PskcLock, writePskc } from '#test/support/pskc.ts';
import { needs, scratch } from '#test/support/real-clients.ts';

const withPskctool = needs('pskctool');
const withPython = needs('pskc2pskc', 'pskc-utils');
const { folder, save } = scratch();
const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
const FIXTURES = 'test/fixtures/pskc';
const xml = readdirSync(FIXTURES).filter((name) => name.endsWith('.xml'));

/** Random keys; `data` as a writer of PSKC takes it. */
const randomKeys = (): PskcKey[] =>
  Array.from({ length: 3 }, (_key, n) => {
    const counts = n === 0;
    return {
      serial: `R-${n}${randomInt(1000)}`,
      algorithm: counts ? 'hotp' : 'totp',
      hash: ([undefined, 'SHA256', 'SHA512'] as const)[n],
      digits: 6 + randomInt(3),
      // A length that suggests a hash is refused where nothing says the hash.
      secret: randomBytes(10 + randomInt(counts ? 22 : 54)),
      data: counts ? { Counter: String(randomInt(10_000)) } : { TimeInterval: n === 1 ? '30' : '60' },
    };
  });
const randomLocks = (): PskcLock[] =>
  ([128, 192, 256] as const).flatMap((bits) => [
    { bits, mac: 'sha1', macKey: randomBytes(20), preSharedKey: randomBytes(bits / 8) },
    {
      bits,
      mac: 'sha256',
      macKey: randomBytes(32),
      password: 'Batch & 7',
      iterations: 1 + randomInt(5000),
      prf: 'sha256',
    },
    { bits, mac: 'sha512', macKey: randomBytes(16), password: 'käse', iterations: 1000 },
  ]);
const wanted = (keys: readonly PskcKey[]) =>
  keys.map((key) => [key.serial, Buffer.from(key.secret).toString('hex'), String(key.digits)]);
const ours = (file: string, secrets: object = {}) => {
  const { tokens, refused } = readTokenFile(readFileSync(file), secrets);
  expect(refused).toEqual([]);
  return tokens.map((one) => [one.serial, Buffer.from(one.seed, 'base64').toString('hex'), String(one.digits)]);
};

describe('pskctool', () => {
  const info = (file: string) => {
    const text = run('pskctool', '--info', file);
    return (label: string) => [...text.matchAll(new RegExp(`${label}: (.*)`, 'gu'))].map((match) => match[1]);
  };
  withPskctool.each([3, 5, 9, 10])('pskctool reads the same from figure %i of RFC 6030', (n) => {
    const file = join(FIXTURES, `rfc6030-figure${n}.xml`);
    const all = info(file);
    const { tokens } = readTokenFile(readFileSync(file));
    const count = tokens.length;
    expect(count).toBeGreaterThan(0);
    expect(all('SerialNo').slice(0, count)).toEqual(tokens.map((one) => one.serial));
    expect(all('Key Secret \\(base64\\)').slice(0, count)).toEqual(tokens.map((one) => one.seed));
    expect(all('Response Format Length').slice(0, count)).toEqual(tokens.map((one) => String(one.digits)));
    expect(all('Key Counter').slice(0, count)).toEqual(tokens.map((one) => String(one.counter)));
  });
  withPskctool.each(xml)('pskctool finds the algorithms of %s that Landfall finds', (name) => {
    const ids = info(join(FIXTURES, name))('Algorithm').map((id) => id!.split(/[:#]/u).at(-1)!.toLowerCase());
    const secrets = {
      password: name === 'password.xml' ? 'Passphrase & 1' : 'qwerty',
      preSharedKey: name.startsWith('pre')
        ? Buffer.from([...Array(32).keys()])
        : Buffer.from('12345678901234567890123456789012', 'hex'),
    };
    if (name === 'rfc6030-figure8.xml')
      return expect(() => readTokenFile(readFileSync(join(FIXTURES, name)), secrets)).toThrow();
    const { tokens, refused } = readTokenFile(readFileSync(join(FIXTURES, name)), secrets);
    expect(tokens.length + refused.length).toBe(ids.length);
    for (const token of tokens) expect(ids).toContain(token.algorithm.replace(/-sha\d+$|128$/u, ''));
  });
  withPskctool(
    'pskctool validates and signs the files that the tests write, and Landfall reads the signed ones',
    () => {
      const keys = randomKeys();
      const file = save(writePskc(keys));
      expect(info(file)('Key Secret \\(base64\\)')).toEqual(
        keys.map((key) => Buffer.from(key.secret).toString('base64')),
      );
      for (const lock of [undefined, ...randomLocks()])
        expect(run('pskctool', '--validate', save(writePskc(keys, lock)))).toContain('OK');
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const key = save(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      const certificate = join(folder, 'certificate.pem');
      run('openssl', 'req', '-x509', '-new', '-key', key, '-subj', '/CN=tests', '-days', '2', '-out', certificate);
      const signed = save(run('pskctool', '--sign', `--sign-key=${key}`, `--sign-crt=${certificate}`, file));
      expect(run('pskctool', '--verify', `--verify-crt=${certificate}`, signed)).toContain('OK');
      expect(ours(signed)).toEqual(wanted(keys));
    },
  );
});

describe('python-pskc', () => {
  const secretArgs = (lock: PskcLock) =>
    'password' in lock
      ? [`--password=${lock.password}`]
      : [`--secret=${Buffer.from(lock.preSharedKey).toString('hex')}`];
  withPython('python-pskc reads every encrypted form that the tests write', () => {
    for (const lock of randomLocks()) {
      const keys = randomKeys();
      const file = save(writePskc(keys, lock));
      expect(ours(file, lock)).toEqual(wanted(keys));
      const csv = run(
        'pskc2csv',
        '--columns=serial,secret,response_length',
        '--secret-encoding=hex',
        ...secretArgs(lock),
        file,
      );
      expect(
        csv
          .trim()
          .split(/\r?\n/u)
          .slice(1)
          .map((line) => line.split(',')),
      ).toEqual(wanted(keys));
    }
  });
  withPython('Landfall reads what python-pskc encrypts with a password or a pre-shared key', () => {
    const keys = randomKeys();
    const plain = save(writePskc(keys));
    const locked = (arg: string) => save(run('pskc2pskc', arg, plain));
    expect(ours(locked('--new-password=käse & 7'), { password: 'käse & 7' })).toEqual(wanted(keys));
    const preSharedKey = randomBytes(16);
    const file = locked(`--new-secret=${preSharedKey.toString('hex')}`);
    expect(ours(file, { preSharedKey })).toEqual(wanted(keys));
    expect(() => ours(file, { preSharedKey: randomBytes(16) })).toThrow(
      expect.objectContaining({ code: 'tokenfile.key' }),
    );
  });
  withPython('Landfall reads the CSV that python-pskc writes as it reads the PSKC file itself', () => {
    const keys = randomKeys();
    const file = save(writePskc(keys));
    for (const encoding of ['hex', 'base32', 'base64'] as const) {
      const columns =
        '--columns=serial,secret,algorithm:type,response_length:digits,time_interval,counter,algorithm_suite:hash';
      const text = run('pskc2csv', columns, `--secret-encoding=${encoding}`, file);
      const csv = text.replaceAll('urn:ietf:params:xml:ns:keyprov:pskc:', '');
      const { tokens, refused } = readTokenFile(csv, { secretFormat: encoding });
      expect(refused).toEqual([]);
      expect(tokens).toEqual(readTokenFile(readFileSync(file)).tokens);
    }
  });
});
