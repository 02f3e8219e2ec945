/** `landfall passcode` as a person runs it: no deployment is needed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTokenFile } from '#core/token-files/files.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { landfall } from '#test/support/cli.ts';

/** Each run is a process of its own. */
jest.setTimeout(60_000);

const data = mkdtempSync(join(tmpdir(), 'landfall-passcode-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const AT = '1798761629';
const HARDWARE = 'samples/corp/hardware-tokens.sdtid';
const passcode = (...args: string[]) => landfall({ data }, 'passcode', ...args);
const tokens = readTokenFile(readFileSync(HARDWARE)).tokens;
const shown = (serial: string, later = 0, pin?: string) => {
  const token = tokens.find((one) => one.serial === serial)!;
  return devicePasscode(token, Buffer.from(token.seed, 'base64'), deviceInterval(token, Number(AT)) + later, pin);
};
const only = (text: string) => ({ code: 0, stdout: `${text}\n`, stderr: '' });

test('for a user of the sample the command prints PIN and tokencode, alone on standard output', async () => {
  const [now, next] = await Promise.all([
    passcode('aschafer', '--at', AT),
    passcode('ASchafer', '--at', AT, '--next', '--pin', '8888'),
  ]);
  expect(now).toEqual(only(shown('795463943776', 0, '7662')));
  expect(next).toEqual(only(shown('795463943776', 1, '8888')));
});

test('for a token without a PIN the command prints the tokencode, and says so on standard error', async () => {
  const { code, stdout, stderr } = await passcode('opena', '--at', AT);
  expect([code, stdout]).toEqual([0, `${shown('458857377511')}\n`]);
  expect(stderr).toContain('New PIN mode');
});

test('for a user of two tokens the command takes the first one, and the other one by its serial', async () => {
  const { stdout, stderr } = await passcode('lbjrnsen', '--at', AT);
  expect(stdout).toBe(`${shown('185615234085', 0, '6107')}\n`);
  const other = /also (\d{12})/u.exec(stderr)![1]!;
  const { stdout: json } = await passcode('lbjrnsen', '--at', AT, '--serial', other, '--json');
  expect(JSON.parse(json)).toEqual({ serial: other, passcode: expect.any(String), interval: 29979360 });
});

test('the command knows the users that `npm start` made', async () => {
  const token = { ...tokens[0]!, pinStyle: 'pinpad', pin: '1111' };
  mkdirSync(join(data, 'tokens'), { recursive: true });
  writeFileSync(join(data, 'tokens', 'admin.json'), JSON.stringify(token));
  const sum = Array.from(shown(token.serial), (digit, i) => (Number(digit) + (i < 2 ? 0 : 1)) % 10).join('');
  expect(await passcode('Admin', '--at', AT)).toEqual(only(sum));
});

test('for a token file the command prints the tokencode alone, also of an expired token', async () => {
  const late = String(Date.UTC(2032, 0, 1) / 1000);
  const { code, stdout, stderr } = await passcode('--file', HARDWARE, '--serial', '795463943776', '--at', late);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d{6}\n$/u)]);
  expect(stderr).toContain('expired');
});

test('for an OATH CSV file the command prints the tokencode and says what the file does not tell', async () => {
  const file = join(data, 'oath.csv');
  writeFileSync(file, 'serial,secret\nA-1,2234567abcdef2234567abcdef\n');
  const run = (...args: string[]) => passcode('--file', file, '--at', AT, ...args);
  expect(await run('--token-secret-format', 'base32', '--token-type', 'totp')).toEqual(only('629725'));
  const { code, stdout, stderr } = await run('--token-type', 'totp');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('hex or base32');
  expect(stderr).not.toContain('2234567');
  expect((await run('--token-type', 'yubikey')).code).toBe(2);
});

test('an error says what to do, and nothing goes to standard output', async () => {
  expect(await passcode()).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('Name a user') });
  expect((await passcode('aschafer', '--at', 'noon')).code).toBe(2);
});
