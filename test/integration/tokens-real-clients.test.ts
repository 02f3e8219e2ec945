/**
 * The clients that people really use, from Debian: stoken prints SecurID codes and reads and issues sdtid files, oathtool
 * prints TOTP and HOTP codes, pskctool reads PSKC.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenAlgorithm } from '#core/directory/model.ts';
import { codeOf } from '#core/tokens/codes.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { type FileToken, readTokenFile } from '#core/tokens/files.ts';
import { writeSdtid } from '#test/support/sdtid.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-clients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A test that needs a program is skipped where it is missing, and says so. */
function needs(program: string): typeof test.skip {
  const { error } = spawnSync(program, ['--version']);
  if (error === undefined) return test;
  console.warn(`skipped: ${program} is not installed (apt-get install ${program})`);
  return test.skip;
}
const [withStoken, withOathtool, withPskctool] = [needs('stoken'), needs('oathtool'), needs('pskctool')];

let files = 0;
function save(text: string): string {
  const file = join(folder, `${++files}.xml`);
  writeFileSync(file, text);
  return file;
}
/** An rcfile of its own, so that no token of the user's is ever touched. */
const stoken = (...args: string[]) =>
  execFileSync('stoken', [...args, `--rcfile=${join(folder, 'rc')}`], { encoding: 'utf8', stdio: 'pipe' });
const clientCode = (file: string, at: number, pin: string, password?: string) =>
  stoken(
    'tokencode',
    '--file',
    file,
    '--use-time',
    String(at),
    '--pin',
    pin,
    ...(password ? ['--password', password] : []),
  ).trim();
const clientSeed = (file: string, password?: string) =>
  /Decrypted seed\s*: ([0-9a-f ]+)/u
    .exec(stoken('show', '--seed', '--file', file, ...(password ? ['--password', password] : [])))![1]!
    .replaceAll(' ', '');
const ourCode = (token: FileToken, at: number, pin?: string) =>
  devicePasscode(token, Buffer.from(token.seed, 'base64'), deviceInterval(token, at), pin);
const hexSeed = (token: FileToken) => Buffer.from(token.seed, 'base64').toString('hex');

/** Both sides of an hour, a day, a year, a leap day; and a few at random. */
const TIMES = [1_798_761_599, 1_798_761_600, 1_835_395_199, 1_835_395_200, 1_785_542_399, 1_785_542_461].concat(
  Array.from({ length: 4 }, () => 1_767_225_600 + (randomBytes(4).readUInt32BE() % 150_000_000)),
);

describe.each([
  ['hardware-tokens', undefined],
  ['software-tokens', 'Batch passphrase 7'],
])('the sample batch %s', (name, password) => {
  const batch = readFileSync(`samples/corp/${name}.sdtid`, 'utf8');
  const { tokens } = readTokenFile(batch, { password });
  const pieces = batch.match(/ {2}<TKN>.*?<\/TKN>\n/gsu)!;
  /** The batch with one token only: what stoken can read. */
  const cut = (n: number) =>
    save(batch.slice(0, batch.indexOf('  <TKN>')) + pieces[n]! + batch.slice(batch.indexOf('  <TKNTrailer>')));

  withStoken('every token has the seed that stoken reads', () => {
    expect(tokens).toHaveLength(pieces.length);
    for (const [n, token] of tokens.entries()) expect(hexSeed(token)).toBe(clientSeed(cut(n), password));
  });
  withStoken('tokencodes and PINPad passcodes are the same at all times', () => {
    for (const n of [0, 1, pieces.length - 1]) {
      const file = cut(n);
      const token = tokens[n]!;
      for (const at of TIMES) {
        expect(ourCode(token, at)).toBe(clientCode(file, at, '0000', password));
        const pin = String(1000 + (at % 9000));
        if (token.pinStyle === 'pinpad') expect(ourCode(token, at, pin)).toBe(clientCode(file, at, pin, password));
      }
    }
  });
});

describe('tokens that stoken issues', () => {
  const issue = (fields: string, password?: string) => {
    const header = '<Origin>Real client</Origin><Dest>  test.example </Dest><Name>ISSUED &#xE9; 1</Name>';
    const template = save(
      `<?xml version="1.0"?><TKNBatch><TKNHeader>${header}</TKNHeader><TKN>${fields}</TKN></TKNBatch>`,
    );
    return save(stoken('issue', `--template=${template}`, ...(password ? [`--new-password=${password}`] : [])));
  };
  withStoken.each([
    ['the defaults', '', undefined],
    ['30 seconds, 6 digits, PINPad', '<Interval>30</Interval><Digits>6</Digits><LocalPIN>1</LocalPIN>', undefined],
    ['a password', '<SN>000000000001</SN><LocalPIN>1</LocalPIN>', 'pass & wörd'],
    [
      'a long password and a name',
      '<UserFirstName>&#x17D;&amp;&lt;</UserFirstName><LocalPIN>1</LocalPIN>',
      'p'.repeat(32),
    ],
    ['a short serial', '<SN>77</SN><LocalPIN>1</LocalPIN><Death>2035/01/31</Death>', undefined],
  ])('%s', (_, fields, password) => {
    const file = issue(fields, password);
    const { tokens, refused } = readTokenFile(readFileSync(file), { password });
    expect(refused).toEqual([]);
    const token = tokens[0]!;
    expect(hexSeed(token)).toBe(clientSeed(file, password));
    for (const at of TIMES) {
      expect(ourCode(token, at)).toBe(clientCode(file, at, '0000', password));
      if (token.pinStyle === 'pinpad')
        expect(ourCode(token, at, '83941')).toBe(clientCode(file, at, '83941', password));
    }
    if (password)
      expect(() => readTokenFile(readFileSync(file))).toThrow(expect.objectContaining({ code: 'tokenfile.password' }));
  });
});

withStoken('what our tests write, stoken reads: the MACs are right on both sides', () => {
  for (const password of [undefined, 'another pass']) {
    const seed = randomBytes(16);
    const file = save(
      writeSdtid({
        ...(password ? { password } : {}),
        secret: randomBytes(16),
        header: {
          Origin: 'Ours',
          Dest: 'd',
          Name: 'B 2',
          DefDigits: '8',
          DefInterval: '60',
          DefAlg: '1',
          DefAddPIN: '1',
          DefLocalPIN: '1',
        },
        tokens: [{ sn: '000000004711', seed, fields: { Birth: '2026/01/01', Death: '2031/12/31', UserLogin: 'zoé' } }],
      }),
    );
    expect(clientSeed(file, password)).toBe(seed.toString('hex'));
  }
});

describe('oathtool', () => {
  const oathtool = (...args: string[]) => execFileSync('oathtool', args, { encoding: 'utf8' }).trim();
  const token = (algorithm: TokenAlgorithm, digits: number, interval: number) => ({
    serial: 'x',
    algorithm,
    digits,
    interval,
  });
  withOathtool('TOTP with random seeds, each hash, length and interval', () => {
    for (const hash of ['sha1', 'sha256', 'sha512'] as const)
      for (const [digits, interval] of [
        [6, 30],
        [7, 30],
        [8, 60],
      ] as const)
        for (const at of TIMES) {
          const seed = randomBytes(10 + (at % 54));
          const theirs = oathtool(
            `--totp=${hash}`,
            `--digits=${digits}`,
            `--time-step-size=${interval}s`,
            `--now=@${at}`,
            seed.toString('hex'),
          );
          expect(codeOf(token(`totp-${hash}`, digits, interval), seed, Math.floor(at / interval))).toBe(theirs);
        }
  });
  withOathtool('HOTP with random seeds and counters', () => {
    for (const digits of [6, 7, 8])
      for (const counter of [0, 1, 255, 2 ** 32, randomBytes(4).readUInt32BE()]) {
        const seed = randomBytes(20);
        const theirs = oathtool('--hotp', `--digits=${digits}`, `--counter=${counter}`, seed.toString('hex'));
        expect(codeOf(token('hotp-sha1', digits, 0), seed, counter)).toBe(theirs);
      }
  });
});

withPskctool('pskctool reads the same out of a plain container', () => {
  for (const n of [3, 5, 10]) {
    const file = `test/fixtures/pskc/rfc6030-figure${n}.xml`;
    const info = execFileSync('pskctool', ['--info', file], { encoding: 'utf8', stdio: 'pipe' });
    const all = (label: string) => [...info.matchAll(new RegExp(`${label}: (.*)`, 'gu'))].map((match) => match[1]);
    const { tokens } = readTokenFile(readFileSync(file));
    const count = tokens.length;
    expect(all('SerialNo').slice(0, count)).toEqual(tokens.map((one) => one.serial));
    expect(all('Key Secret \\(base64\\)').slice(0, count)).toEqual(tokens.map((one) => one.seed));
    expect(all('Response Format Length').slice(0, count)).toEqual(tokens.map((one) => String(one.digits)));
    expect(all('Key Counter').slice(0, count)).toEqual(tokens.map((one) => String(one.counter)));
  }
});
