import { sameOptions, withoutLimit } from './run-options.ts';

test('two runs were asked for the same in whatever order it was said, and whether or not a yes was given', () => {
  expect(sameOptions({}, { options: {} })).toBe(true);
  const [a, b] = [{ older: true, expectGone: 3 } as const, { expectGone: 3, older: true } as const];
  expect(sameOptions({ options: a }, { options: b })).toBe(true);
  expect(sameOptions({ options: { ...a, confirmed: true } }, { options: b })).toBe(true);
  expect(sameOptions({ options: { expectGone: 3 } }, { options: { expectGone: 4 } })).toBe(false);
  expect(sameOptions({ options: { only: true }, wave: 'a' }, { options: { only: true }, wave: 'a' })).toBe(true);
  expect(sameOptions({ options: { only: true }, wave: 'a' }, { options: { only: true }, wave: 'b' })).toBe(false);
  expect(sameOptions({}, { options: { only: true }, wave: 'a' })).toBe(false);
});

test('the number that may be gone makes a run wait, and is no part of what it does', () => {
  const asked = { options: { disableGone: true, expectGone: 3 }, wave: 'a' } as const;
  expect(withoutLimit(asked)).toEqual({ options: { disableGone: true }, wave: 'a' });
  expect(withoutLimit({})).toEqual({ options: {} });
});
