import { hintOf, isReportCode, REPORT_CODE_NAMES, REPORT_CODES } from './report-codes.ts';

test.each(REPORT_CODE_NAMES)('%s: cause and remedy are a sentence each', (code) => {
  const { cause, remedy } = REPORT_CODES[code];
  expect(cause).toMatch(/^[A-Z].*\.$/u);
  expect(remedy).toMatch(/^[A-Z].*\.$/u);
});

test('a hint is the cause and the remedy, followed by where it applies', () => {
  expect(hintOf('user.no_address')).toBe(
    'The user has no e-mail address. Tell this user in another way how to log on.',
  );
  expect(hintOf('record.invalid', 'tokens.0.pin')).toBe(`${hintOf('record.invalid')} (tokens.0.pin)`);
});

test('a code that is not in the list does not compile', () => {
  // @ts-expect-error no such code
  expect(() => hintOf('user.merged')).toThrow(TypeError);
});

test('a code of another version is none of these', () => {
  expect(isReportCode('user.exists')).toBe(true);
  for (const other of ['user.merged', 'toString', '']) expect(isReportCode(other)).toBe(false);
});
