import { sampleUser } from '#test/support/package.ts';
import { tokenFields, userRecord } from './record.ts';

const accepted = (externalId: unknown): boolean => userRecord.safeParse({ ...sampleUser('ana'), externalId }).success;

test('an external ID has 1 to 200 printable characters', () => {
  expect(['a', 'x'.repeat(200), 'ümlaut é', '0f3b9c0a-7b65-1041-94f1-818044fb4674', undefined].every(accepted)).toBe(
    true,
  );
  expect(['', 'x'.repeat(201), '\u{1F600}'.repeat(201), 'a\nb', 'a\u0000', '\uD800', 7, null].some(accepted)).toBe(
    false,
  );
});

test('a counter of an HOTP token is one behind which there is room for a window', () => {
  const { counter } = tokenFields;
  expect([0, 2 ** 48].map((one) => counter.safeParse(one).success)).toEqual([true, true]);
  expect([-1, 2 ** 48 + 1, Number.MAX_SAFE_INTEGER].map((one) => counter.safeParse(one).success)).toEqual([
    false,
    false,
    false,
  ]);
});
