/** TOTP and HOTP codes, and the secrets of CSV files, against Debian's oathtool. */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import type { TokenAlgorithm } from '#core/directory/model.ts';
import { readTokenFile } from '#core/token-files/files.ts';
import { codeOf } from '#core/tokens/codes.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { needs, TIMES } from '#test/support/real-clients.ts';

const withOathtool = needs('oathtool');
const oathtool = (...args: string[]) => execFileSync('oathtool', args, { encoding: 'utf8' }).trim();
const token = (algorithm: TokenAlgorithm, digits: number, interval: number) => ({
  serial: 'x',
  algorithm,
  digits,
  interval,
});
const theirTotp = (hash: string, digits: number, interval: number, at: number, ...secret: string[]) =>
  oathtool(`--totp=${hash}`, `--digits=${digits}`, `--time-step-size=${interval}s`, `--now=@${at}`, ...secret);

describe.each(['sha1', 'sha256', 'sha512'] as const)('TOTP, %s', (hash) => {
  withOathtool.each([
    [6, 30],
    [6, 60],
    [7, 30],
    [8, 30],
    [8, 60],
  ])(
    'codes of %i digits and %i s equal those of oathtool, for random seeds before and after 2038',
    (digits, interval) => {
      for (const at of [...TIMES, 4_102_444_800, 20_000_000_000]) {
        const seed = randomBytes(10 + (at % 55));
        const theirs = theirTotp(hash, digits, interval, at, seed.toString('hex'));
        expect(codeOf(token(`totp-${hash}`, digits, interval), seed, Math.floor(at / interval))).toBe(theirs);
      }
    },
  );
});

withOathtool.each([6, 7, 8])(
  'HOTP codes of %i digits equal those of oathtool, for random seeds and counters',
  (digits) => {
    for (const counter of [0, 1, 255, 2 ** 32 - 1, 2 ** 32, 2 ** 40, randomInt(2 ** 47)]) {
      const seed = randomBytes(20);
      const theirs = oathtool(
        '--hotp',
        `--digits=${digits}`,
        `--counter=${counter}`,
        '--window=3',
        seed.toString('hex'),
      );
      const ours = [0, 1, 2, 3].map((ahead) => codeOf(token('hotp-sha1', digits, 0), seed, counter + ahead));
      expect(ours).toEqual(theirs.split('\n'));
    }
  },
);

describe('a CSV file', () => {
  const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const random = () => Array.from(randomBytes(16 + randomInt(80)), (byte) => BASE32[byte & 31]).join('');
  withOathtool('with secrets of any base32 text of a valid length gives the codes of oathtool', () => {
    for (let n = 0; n < 40; n += 1) {
      const text = random().replace(/^(?:.{8})*(?=(?:.|.{3}|.{6})$)(?:.|.{3}|.{6})$/u, (all) => `${all}A`);
      const at = TIMES[n % TIMES.length]!;
      const secret = n % 2 === 0 ? text : text.toLowerCase();
      const { tokens } = readTokenFile(`serial,secret,type\nA,${secret},totp\n`, {
        secretFormat: 'base32',
        hash: 'sha1',
      });
      const [found] = tokens;
      const ours = devicePasscode(found!, Buffer.from(found!.seed, 'base64'), deviceInterval(found!, at));
      expect(ours).toBe(theirTotp('sha1', 6, 30, at, '--base32', secret));
    }
  });
  withOathtool('with hexadecimal secrets gives the codes of oathtool', () => {
    for (const at of TIMES) {
      const secret = randomBytes(20 + randomInt(40)).toString('hex');
      const { tokens } = readTokenFile(`B-1;${secret};TOTP;8;60;SHA256`, { secretFormat: 'hex' });
      const [found] = tokens;
      const ours = devicePasscode(found!, Buffer.from(found!.seed, 'base64'), deviceInterval(found!, at));
      expect(ours).toBe(theirTotp('sha256', 8, 60, at, secret));
    }
  });
});
