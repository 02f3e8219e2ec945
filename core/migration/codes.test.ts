import { HINTS, hintOf } from './codes.ts';

test('a hint is a sentence, followed by where it applies', () => {
  for (const hint of Object.values(HINTS)) expect(hint).toMatch(/^[A-Z].*[.)]$/u);
  expect(hintOf('record.invalid')).toBe(HINTS['record.invalid']);
  expect(hintOf('record.invalid', 'tokens.0.pin')).toBe(`${HINTS['record.invalid']} (tokens.0.pin)`);
});
