import { remarks } from './report.ts';

const token = { serial: '1', outcome: 'created', pin: true } as const;
const user = { part: 1, line: 2, type: 'user', userId: '=cmd', outcome: 'created', tokens: [token] } as const;

test('only records and tokens that were not imported have remarks', () => {
  expect(remarks(user)).toEqual([]);
  const hint = 'Remove one of the two.';
  expect(remarks({ ...user, outcome: 'rejected', code: 'user.duplicate', hint })).toEqual([
    '=cmd (part 1, line 2): rejected user.duplicate. Remove one of the two.',
  ]);
  const skipped = { ...token, outcome: 'skipped', code: 'token.assigned' } as const;
  expect(remarks({ ...user, tokens: [token, skipped] })).toEqual([
    'token 1 of =cmd (part 1, line 2): skipped token.assigned',
  ]);
});
