import type { PinStyle } from '../directory/model.ts';
import { codeOf } from './codes.ts';
import { type DeviceToken, deviceInterval, devicePasscode } from './device.ts';

const seed = Buffer.alloc(20, 7);
const token: DeviceToken = { serial: 'A1', algorithm: 'totp-sha1', digits: 6, interval: 30, pinStyle: 'none' };
const pass = (pinStyle: PinStyle, pin?: string) => devicePasscode({ ...token, pinStyle }, seed, 5, pin);
const code = codeOf(token, seed, 5);

test('the passcode without a PIN is the tokencode alone', () => {
  expect(pass('none')).toBe(code);
  expect(pass('fob')).toBe(code);
  expect(pass('pinpad', '')).toBe(code);
  expect(pass('pinpad', '0000')).toBe(code);
});

test('a fob PIN is typed before it, a PINPad PIN is added to it', () => {
  expect(pass('fob', 'x123')).toBe(`x123${code}`);
  expect(pass('pinpad', '1111')).toBe(Array.from(code, (d, i) => (i < 2 ? d : (Number(d) + 1) % 10)).join(''));
});

test('a PIN that does not fit the token is refused', () => {
  expect(() => pass('none', '1234')).toThrow(expect.objectContaining({ code: 'pin.not_used' }));
  expect(() => pass('pinpad', 'abcd')).toThrow(expect.objectContaining({ code: 'pin.characters' }));
  expect(() => devicePasscode(token, seed, -1)).toThrow(expect.objectContaining({ code: 'passcode.time' }));
});

test('the interval of every token follows the time, and that of an HOTP token its counter', () => {
  expect(deviceInterval(token, 59)).toBe(1);
  expect(deviceInterval({ ...token, algorithm: 'hotp-sha1', interval: 0, counter: 7 }, 59)).toBe(7);
  expect(deviceInterval({ ...token, algorithm: 'hotp-sha1', interval: 0 }, 59)).toBe(0);
});
