/**
 * Part of `npm run bench` (tokens): what a logon and an import cost in CPU, each beside a reference measured in the same run. Quote the ratios:
 * machines differ, and shared ones drift.
 */
import { createCipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Bench } from 'tinybench';
import type { Token } from '#core/directory/model.ts';
import { isCommon } from '#core/passwords/blocklist.ts';
import { common } from '#core/passwords/common.ts';
import { holdsWord } from '#core/passwords/fingerprints.ts';
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { readTokenFile } from '#core/token-files/files.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { tokencode, tokencodes } from '#core/tokens/securid.ts';
import { verifyPasscode } from '#core/tokens/verify.ts';
import { parseXml } from '#core/xml.ts';
import { listCosts } from './passwords.ts';

const key = { seed: randomBytes(16), serial: '000123456789', digits: 8, interval: 60 as const };
const aesKey = createSecretKey(key.seed);
const hardware = readFileSync('samples/corp/hardware-tokens.sdtid', 'utf8');
const [start, end] = [hardware.indexOf('<TKN>'), hardware.indexOf('<TKNTrailer>')];
const batch = hardware.slice(0, start) + hardware.slice(start, end).repeat(10) + hardware.slice(end);
const words = new Set<string>(dictionary['passwords-common']);
const ring = { current: 'k1', keys: { k1: randomBytes(32) } };

const pinpad: Token = {
  ...key,
  algorithm: 'securid-aes128',
  pinStyle: 'pinpad',
  seed: { wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array() },
  offset: 0,
  lastInterval: 999_999,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: 0,
  updatedAt: 0,
  version: 1,
};
const token = { ...pinpad, pinHash: pinHash(ring, pinpad, '4711') };
const check = { token, seed: key.seed, passcode: '12345678', now: 1_000_070 * 60_000, pinRing: ring };
const hotp = { ...token, algorithm: 'hotp-sha1', pinStyle: 'none', digits: 6, interval: 0 } as const;
const hmac = createSecretKey(ring.keys.k1);

type Pair = {
  readonly what: string;
  readonly ours: () => unknown;
  readonly reference: string;
  readonly other: () => unknown;
};
const PAIRS: readonly Pair[] = [
  {
    what: "search a software token's window (141 intervals, one AES chain shared)",
    ours: () => tokencodes(key, 1_000_000, 1_000_140),
    reference: '141 tokencodes one by one',
    other: () => Array.from({ length: 141 }, (_code, index) => tokencode(key, (1_000_000 + index) * 60)),
  },
  {
    what: 'judge a wrong PINPad passcode: its window searched, 141 PINs and the last accepted code looked up by keyed hash',
    ours: () => verifyPasscode(check),
    reference: '142 HMAC-SHA-256',
    other: () => {
      for (let n = 0; n < 142; n++) createHmac('sha256', hmac).update('000123456789 00001234').digest();
    },
  },
  {
    what: 'judge a wrong HOTP code: 100 counters ahead',
    ours: () => verifyPasscode({ ...check, token: hotp, passcode: '123456' }),
    reference: '101 HMAC-SHA-1',
    other: () => {
      for (let n = 0; n < 101; n++) createHmac('sha1', hmac).update('00001234').digest();
    },
  },
  {
    what: 'one tokencode',
    ours: () => tokencode(key, 1_790_000_000),
    reference: 'five AES-128 blocks',
    other: () => {
      for (let block = 0; block < 5; block++)
        createCipheriv('aes-128-ecb', aesKey, null).setAutoPadding(false).update(key.seed);
    },
  },
  {
    what: 'read an sdtid batch of 340 tokens, every MAC checked',
    ours: () => readTokenFile(batch),
    reference: 'parse its XML',
    other: () => parseXml(batch),
  },
  {
    what: 'a password or answer hashed (argon2id, 19 MiB, keyed)',
    ours: () => hashSecret('a long harbour at low tide', ring, passwordOf('anna', {})),
    reference: "search a token's window",
    other: () => tokencodes(key, 1_000_000, 1_000_140),
  },
  {
    what: 'a word looked up among 49,000 common passwords (one SHA-256, 16 steps)',
    ours: () => holdsWord(common(), 'a long harbour at low tide'),
    reference: 'a Set of the words',
    other: () => words.has('a long harbour at low tide'),
  },
  {
    what: 'a password of 256 characters judged by the list, the dearest kind: one character over and over',
    ours: () => isCommon('~'.repeat(256)),
    reference: 'one look-up',
    other: () => holdsWord(common(), '~'),
  },
];

for (const { what, ours, reference, other } of PAIRS) {
  const bench = new Bench({ time: 500, warmupTime: 100 }).add('ours', ours).add('reference', other);
  await bench.run();
  const [mine, theirs] = bench.tasks.map(
    ({ result }) => (result as unknown as { latency: { p50: number } }).latency.p50,
  ) as [number, number];
  console.log(
    `${what}\n  ${mine.toFixed(4)} ms; ${reference}: ${theirs.toFixed(4)} ms; ratio ${(mine / theirs).toFixed(2)}`,
  );
}

const { table, set } = await listCosts();
const kb = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
for (const [what, cost] of Object.entries({ 'the table, as bundled': table, 'a Set of the words': set }))
  console.log(
    `the list of common passwords as ${what}: ${cost.milliseconds.toFixed(1)} ms to load, ${kb(cost.bytes)} of memory, ${kb(cost.file)} in the bundle (${kb(cost.zipped)} zipped)`,
  );
