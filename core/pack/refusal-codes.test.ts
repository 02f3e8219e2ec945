import { manifestSchema } from '#core/export/manifest.ts';
import { isRefusalCode, REFUSAL_CODES, type RefusalCode, refusalMeaning } from './refusal-codes.ts';
import { Refusals } from './refusals.ts';

test.each(REFUSAL_CODES)('%s: its meaning goes on where the command line has named the code', (code) => {
  expect(refusalMeaning(code)).toMatch(/^[a-z].*[^.]$|^more than/u);
});

test('codes of single tokens are those of the readers of token files', () => {
  expect(refusalMeaning('token.interval')).toBe('its interval is missing or neither 30 nor 60 seconds');
  expect(new Set(REFUSAL_CODES).size).toBe(REFUSAL_CODES.length);
});

test.each(REFUSAL_CODES)('%s: a manifest can hold it', (code) => {
  expect(manifestSchema.shape.refusals.safeParse([{ code, count: 1, details: [] }]).success).toBe(true);
});

test('a code of another version is none of these', () => {
  expect([isRefusalCode('user.duplicate'), isRefusalCode('token.mac')]).toEqual([true, true]);
  for (const other of ['user.merged', 'toString', '']) expect(isRefusalCode(other)).toBe(false);
});

test('a code that is not in the list does not compile', () => {
  const refusals = new Refusals();
  // @ts-expect-error no such code
  refusals.note('user.merged');
  // @ts-expect-error no such code
  const code: RefusalCode = 'user.merged';
  expect(refusals.list()).toEqual([{ code, count: 1, details: [] }]);
});
