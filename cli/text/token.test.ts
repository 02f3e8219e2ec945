import type { TokenDetail } from '#core/administration/tokens/view.ts';
import { tokensText, tokenText } from './token.ts';

const token = (more: Partial<TokenDetail> = {}): TokenDetail => ({
  serial: '000000000001',
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  state: 'enabled',
  enabled: true,
  lost: false,
  newPinMode: false,
  nextTokencodeMode: false,
  failures: 0,
  clockOffset: 0,
  nickname: undefined,
  assignee: 'anna',
  startsAt: undefined,
  expiresAt: '2027-01-31T00:00:00.000Z',
  createdAt: '2026-11-23T09:00:10.000Z',
  updatedAt: '2026-11-23T09:00:10.000Z',
  version: 1,
  ...more,
});
const line = (name: string, of: TokenDetail) =>
  tokenText(of)
    .split('\n')
    .find((one) => one.startsWith(`${name} `))
    ?.slice(name.length)
    .trim();

test('a token is shown with each of its facts', () => {
  expect(line('kind', token())).toBe('securid-aes128, 6 digits, 60 s, fob');
  expect(line('PIN', token())).toBe('set');
  expect(line('PIN', token({ newPinMode: true }))).toBe('none yet (New PIN mode)');
  expect(line('PIN', token({ pinStyle: 'none' }))).toBe('not used');
  expect(line('wrong passcodes', token({ failures: 4, nextTokencodeMode: true }))).toBe('4 (next tokencode mode)');
  expect(line('clock', token({ clockOffset: -2 }))).toBe('2 intervals behind');
  expect(line('clock', token({ clockOffset: 3 }))).toBe('3 intervals ahead');
  expect(line('clock', token())).toBe('none known');
  const { assignee: _assignee, ...spare } = token({ algorithm: 'hotp-sha1', interval: 0, pinStyle: 'none' });
  expect(line('clock', spare as TokenDetail)).toBeUndefined();
  expect(line('kind', spare as TokenDetail)).toBe('hotp-sha1, 6 digits, no PIN');
  expect(line('assigned to', spare as TokenDetail)).toBe('nobody');
  expect(line('reported lost', token({ lost: true, enabled: false }))).toBe('yes');
});

test('a list has a line for each token, and says so where there is none', () => {
  expect(tokensText([])).toBe('No token.');
  const { assignee: _assignee, expiresAt: _never, ...bare } = token({ newPinMode: true, nextTokencodeMode: true });
  const lines = tokensText([token(), { ...bare, state: 'lost' } as TokenDetail]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^000000000001 {2}securid-aes128, .* enabled .* anna .* 2027-01-31$/u);
  expect(lines[2]).toContain('lost, New PIN mode, next tokencode mode');
});
