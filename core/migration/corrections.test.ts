import { correctLines } from './corrections.ts';
import type { ReportLine } from './outcome.ts';
import { hintOf } from './report-codes.ts';

const [ONE, TWO] = ['000000000001', '000000000002'] as const;
const loser = { migration: 'm', part: 1, line: 1 };
const ana: ReportLine = {
  part: 1,
  line: 1,
  type: 'user',
  userId: 'ana',
  pseudonym: 'p',
  outcome: 'created',
  notes: ['user.no_address'],
  tokens: [
    { serial: ONE, outcome: 'created', pin: true },
    { serial: TWO, outcome: 'updated', code: 'token.taken_over', pin: false },
  ],
  answers: { kept: 2, dropped: 0 },
  password: false,
};
const spare: ReportLine = {
  part: 1,
  line: 2,
  type: 'token',
  serial: ONE,
  outcome: 'created',
  tokens: [{ serial: ONE, outcome: 'created', pin: true }],
};
const lost = (serial: string) => ({ serial, outcome: 'rejected', code: 'token.duplicate', pin: true });

test('a user who lost the place to an earlier record is rejected with the tokens', () => {
  expect(correctLines([ana], [{ loser, userKey: 'ana' }])).toStrictEqual([
    {
      part: 1,
      line: 1,
      type: 'user',
      userId: 'ana',
      pseudonym: 'p',
      outcome: 'rejected',
      code: 'user.duplicate',
      hint: hintOf('user.duplicate'),
      tokens: [
        { serial: ONE, outcome: 'rejected', pin: true },
        { serial: TWO, outcome: 'rejected', pin: false },
      ],
    },
  ]);
  const { tokens: _tokens, ...without } = ana;
  expect(correctLines([without], [{ loser, userKey: 'ana' }])[0]).toMatchObject({ outcome: 'rejected', tokens: [] });
});

test('a lost token is rejected alone, and a user who lost the last one is marked', () => {
  const [one] = correctLines([ana], [{ loser, serial: ONE }]);
  expect(one).toStrictEqual({ ...ana, tokens: [lost(ONE), ana.tokens![1]] });
  const [both] = correctLines(
    [ana],
    [ONE, TWO].map((serial) => ({ loser, serial })),
  );
  expect(both).toStrictEqual({
    ...ana,
    notes: ['user.no_address', 'user.no_token'],
    tokens: [lost(ONE), { ...lost(TWO), pin: false }],
  });
  expect(correctLines([{ ...ana, tokens: [ana.tokens![0]!] }], [{ loser, serial: ONE }])[0]!.notes).toContain(
    'user.no_token',
  );
  const { notes: _notes, tokens: _tokens, ...bare } = ana;
  expect(correctLines([bare], [{ loser, serial: ONE }])).toStrictEqual([
    { ...bare, tokens: [], notes: ['user.no_token'] },
  ]);
});

test('a token that came without a user is rejected as a record', () => {
  expect(correctLines([spare], [{ loser: { ...loser, line: 2 }, serial: ONE }])).toStrictEqual([
    { ...spare, outcome: 'rejected', code: 'token.duplicate', hint: hintOf('token.duplicate'), tokens: [lost(ONE)] },
  ]);
});

test('applying the same notes twice changes nothing more, and other lines stay as they are', () => {
  const notes = [
    { loser, serial: ONE },
    { loser, userKey: 'ana' },
  ];
  const once = correctLines([ana, spare], notes);
  expect(once[1]).toBe(spare);
  expect(correctLines(once, notes)).toStrictEqual(once);
  expect(correctLines([ana], [{ loser: { ...loser, part: 2 }, userKey: 'ana' }])).toStrictEqual([ana]);
  expect(correctLines([ana], [{ loser: { ...loser, line: 3 }, userKey: 'ana' }])).toStrictEqual([ana]);
});
