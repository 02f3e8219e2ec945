import { sameOptions } from './run-options.ts';

test('two runs were asked for the same in whatever order it was said, and a wave is the same as no other', () => {
  expect(sameOptions({}, {})).toBe(true);
  expect(sameOptions({ older: true, expectGone: 3 }, { expectGone: 3, older: true })).toBe(true);
  expect(sameOptions({ expectGone: 3 }, { expectGone: 4 })).toBe(false);
  expect(sameOptions({ only: true }, { only: true })).toBe(false);
  expect(sameOptions({}, { only: true })).toBe(false);
});
