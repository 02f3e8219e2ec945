import { describeOutside, describePresent, describeWhole, remedyOfPart } from './whole.ts';

const whole = (full: boolean, ...partial: Parameters<typeof describeWhole>[0]['partial']) => ({
  formatVersion: 2 as const,
  full,
  partial,
});

test('whether a package is the whole source is said, and why not', () => {
  expect(describeWhole(whole(true))).toBe('  the whole source: whom it does not hold is gone there');
  expect(describeWhole(whole(true, 'base'))).toContain('said so with --full, although only what is below --base');
  expect(describeWhole(whole(false, 'users', 'refused'))).toContain(
    ': only users on a list were asked for (--users); users or tokens were refused of whom',
  );
  expect(describeWhole({ formatVersion: 1, full: false, partial: [] })).toContain('format 1 do not say');
  expect(describeWhole(whole(false))).toMatch(/for gone$/u);
});

test('what can be done about it is said', () => {
  expect(remedyOfPart(whole(true, 'base'), true)).toEqual([]);
  expect(remedyOfPart(whole(false, 'base'), false)).toEqual([expect.stringContaining('say --full')]);
  expect(remedyOfPart(whole(false, 'base', 'refused'), true)).toEqual([expect.stringContaining('does not count')]);
  expect(remedyOfPart(whole(false, 'skipped'), false)).toEqual([]);
  expect(remedyOfPart(whole(false, 'said'), false)).toEqual([]);
});

test('what was not asked for is counted', () => {
  expect(describeOutside({ users: 0, tokensAssigned: 0, tokensUnassigned: 0 })).toEqual([]);
  expect(describeOutside({ users: 2, tokensAssigned: 3, tokensUnassigned: 0 })).toEqual([
    '  not asked for: 2 users; left out with them: 3 tokens of users who are not in the package, 0 unassigned tokens',
  ]);
  expect(describeOutside({ users: 0, tokensAssigned: 0, tokensUnassigned: 4 })[0]).toContain('--include-unassigned');
});

test('who is named as not gone is counted', () => {
  expect(describePresent({ users: 0, tokens: 0 })).toEqual([]);
  expect(describePresent({ users: 18, tokens: 1 })).toEqual([
    expect.stringMatching(/^ {2}18 users .* and 1 refused tokens/u),
  ]);
});
