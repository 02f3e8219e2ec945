/** `landfall passcode` as a person runs it: no deployment is needed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { readTokenFile } from '#core/tokens/files.ts';
import { landfall } from '#test/support/cli.ts';

const data = mkdtempSync(join(tmpdir(), 'landfall-passcode-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const AT = '1798761629';
const HARDWARE = 'samples/corp/hardware-tokens.sdtid';
const passcode = (...args: string[]) => landfall({ data }, 'passcode', ...args);
const refused = (message: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
const tokens = readTokenFile(readFileSync(HARDWARE)).tokens;
const shown = (serial: string, later = 0, pin?: string) => {
  const token = tokens.find((one) => one.serial === serial)!;
  return devicePasscode(token, Buffer.from(token.seed, 'base64'), deviceInterval(token, Number(AT)) + later, pin);
};
const only = (text: string) => ({ code: 0, stdout: `${text}\n`, stderr: '' });

test('a user of the sample: PIN and tokencode, alone on standard output', async () => {
  expect(await passcode('aschafer', '--at', AT)).toEqual(only(shown('795463943776', 0, '7662')));
  expect(await passcode('ASchafer', '--at', AT, '--next')).toEqual(only(shown('795463943776', 1, '7662')));
  expect(await passcode('aschafer', '--at', AT, '--pin', '8888')).toEqual(only(shown('795463943776', 0, '8888')));
});

test('without a PIN yet: the tokencode, and a word on standard error', async () => {
  const { code, stdout, stderr } = await passcode('opena', '--at', AT);
  expect([code, stdout]).toEqual([0, `${shown('458857377511')}\n`]);
  expect(stderr).toContain('New PIN mode');
});

test('of two tokens the first, and the other one by its serial', async () => {
  const { stdout, stderr } = await passcode('lbjrnsen', '--at', AT);
  expect(stdout).toBe(`${shown('185615234085', 0, '6107')}\n`);
  const other = /also (\d{12})/u.exec(stderr)![1]!;
  const { stdout: json } = await passcode('lbjrnsen', '--at', AT, '--serial', other, '--json');
  expect(JSON.parse(json)).toEqual({ serial: other, passcode: expect.any(String), interval: 29979360 });
});

test('a user that `npm start` made', async () => {
  const token = { ...tokens[0]!, pinStyle: 'pinpad', pin: '1234' };
  mkdirSync(join(data, 'tokens'), { recursive: true });
  writeFileSync(join(data, 'tokens', 'admin.json'), JSON.stringify(token));
  const sum = [...shown(token.serial)].map((digit, i) => (Number(digit) + Number('001234'[i])) % 10).join('');
  expect(await passcode('Admin', '--at', AT)).toEqual(only(sum));
});

test('any token file', async () => {
  const serial = '795463943776';
  expect(await passcode('--file', HARDWARE, '--serial', serial, '--at', AT)).toEqual(only(shown(serial)));
  const software = ['--file', 'samples/corp/software-tokens.sdtid', '--serial', '359862440488', '--at', AT];
  expect(await passcode(...software, '--password', 'Batch passphrase 7')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d{8}\n$/u),
  });
  expect(await passcode(...software)).toEqual(refused(/password/u));
  expect(await passcode('--file', 'test/fixtures/pskc/rfc6030-figure3.xml')).toEqual(only('84755224'));
});

test('every error says what to do', async () => {
  expect(await passcode()).toEqual(refused(/Name a user/u));
  expect(await passcode('nobody')).toEqual(refused(/no token for nobody.*lbjrnsen/u));
  expect(await passcode('../../etc/passwd')).toEqual(refused(/no token for/u));
  expect(await passcode('--file', HARDWARE)).toEqual(refused(/34 tokens.*--serial.*185615234085/u));
  expect(await passcode('--file', HARDWARE, '--serial', '1')).toEqual(refused(/no token 1/u));
  expect(await passcode('--file', 'nowhere.sdtid')).toEqual(refused(/no file nowhere/u));
  expect(await passcode('--file', 'package.json')).toEqual(refused(/XML/u));
  expect(await passcode('--file', 'test/fixtures/sdtid/seven-digits.sdtid')).toEqual(refused(/000000000002.*digits/u));
  expect((await passcode('aschafer', '--at', 'noon')).code).toBe(2);
});

test('an expired token still shows its code, and says so', async () => {
  const late = String(Date.UTC(2032, 0, 1) / 1000);
  const { code, stderr } = await passcode('--file', HARDWARE, '--serial', '795463943776', '--at', late);
  expect([code, stderr]).toEqual([0, expect.stringContaining('expired')]);
});
