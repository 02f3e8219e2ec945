import fc from 'fast-check';
import { OUTCOMES, type ReportLine } from './outcome.ts';
import { sumTotals, totalsOf } from './totals.ts';

const user = (line: number, over: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line,
  type: 'user',
  userId: `u${line}`,
  outcome: 'created',
  notes: [],
  tokens: [],
  answers: {
    kept: 0,
    dropped: 0,
  },
  ...over,
});
const token = (outcome: (typeof OUTCOMES)[number], pin = true) => ({ serial: 's', outcome, pin });

test('a created user whose line names no answers has none', () => {
  const { answers: _answers, tokens: _tokens, notes: _notes, ...bare } = user(1);
  expect(totalsOf([bare], 1)).toMatchObject({
    answers: { kept: 0, dropped: 0 },
    enrolment: { none: 1, histogram: { 0: 1 } },
  });
});

test('answers, tokens and enrolment are counted of created users alone', () => {
  const totals = totalsOf(
    [
      user(1, { tokens: [token('created'), token('updated', false)], answers: { kept: 3, dropped: 1 } }),
      user(2, { answers: { kept: 2, dropped: 0 }, notes: ['user.no_token', 'user.no_address'] }),
      user(3, { password: true }),
      user(4, {
        outcome: 'skipped',
        code: 'user.exists',
        answers: { kept: 9, dropped: 9 },
        tokens: [token('skipped')],
      }),
      { part: 1, line: 5, type: 'token', serial: 's', outcome: 'created', tokens: [token('created')] },
      {
        part: 1,
        line: 6,
        type: 'token',
        serial: 's',
        outcome: 'rejected',
        code: 'token.user_missing',
        tokens: [
          {
            ...token('rejected'),
            code: 'token.user_missing',
          },
        ],
      },
      { part: 1, line: 7, type: 'unreadable', outcome: 'rejected', code: 'record.not_json' },
    ],
    3,
  );
  expect(totals).toEqual({
    records: { read: 7, unreadable: 1, rejected: 2 },
    users: { created: 3, updated: 0, unchanged: 0, skipped: 1, rejected: 0, withoutToken: 1, withoutAddress: 1 },
    tokens: {
      created: 2,
      updated: 1,
      unchanged: 0,
      skipped: 1,
      rejected: 1,
      assigned: 2,
      unassigned: 1,
      newPinMode: 1,
    },
    answers: { kept: 5, dropped: 1 },
    enrolment: { complete: 1, partial: 1, none: 1, histogram: { 3: 1, 2: 1, 0: 1 } },
    passwords: { imported: 1 },
    codes: {
      'user.no_token': 1,
      'user.no_address': 1,
      'user.exists': 1,
      'token.user_missing': 1,
      'record.not_json': 1,
    },
  });
});

test('each token of the package is counted once, whatever became of its user', () => {
  const both = [token('rejected'), token('rejected')];
  const totals = totalsOf(
    [
      user(1, { outcome: 'rejected', code: 'user.duplicate', tokens: both }),
      user(2, { outcome: 'skipped', code: 'user.not_in_wave', tokens: [token('skipped')] }),
      { part: 1, line: 3, type: 'unreadable', outcome: 'rejected', held: { users: 1, tokens: 2 } },
      { part: 1, line: 4, type: 'unreadable', outcome: 'rejected', held: { users: 0, tokens: 1 } },
    ],
    3,
  );
  expect(totals.users).toMatchObject({ rejected: 2, skipped: 1 });
  expect(totals.tokens).toMatchObject({ rejected: 5, skipped: 1 });
  expect(totals).toMatchObject({ notInWave: 1, records: { read: 4, unreadable: 2, rejected: 3 } });
});

test('a field counts as changed where it was changed; what waits or is kept does not', () => {
  const waiting = { field: 'email', from: 'a@x.example', to: 'b@x.example', waits: true } as const;
  const totals = totalsOf(
    [
      user(1, { outcome: 'updated', changes: [{ field: 'lastName' }, { field: 'userId', from: 'a', to: 'b' }] }),
      user(2, { outcome: 'updated', changes: [{ field: 'lastName' }, waiting], notes: ['user.awaits_yes'] }),
      user(3, { outcome: 'unchanged', changes: [{ field: 'userId', kept: true }], code: 'user.renamed' }),
      user(4, {
        outcome: 'unchanged',
        tokens: [
          { ...token('updated'), changes: [{ field: 'seed' }] },
          { ...token('unchanged'), changes: [{ field: 'pin', waits: true }] },
        ],
      }),
      {
        part: 1,
        line: 5,
        type: 'token',
        outcome: 'updated',
        serial: 's',
        changes: [{ field: 'digits' }],
        tokens: [token('updated')],
      },
    ],
    3,
  );
  expect(totals.changes).toEqual({ lastName: 2, userId: 1, 'token.seed': 1, 'token.digits': 1 });
  expect(totals).toMatchObject({ moved: 1, waiting: 2 });
});

test('the lines of leavers are no records of the package, and have numbers of their own', () => {
  const off = { field: 'enabled', from: true, to: false };
  const totals = totalsOf(
    [
      user(1, { outcome: 'updated', code: 'user.gone', changes: [off] }),
      user(2, { outcome: 'unchanged', code: 'user.gone', changes: [{ ...off, kept: true }] }),
      { part: 9, line: 3, type: 'token', serial: 's', outcome: 'unchanged', code: 'token.gone' },
    ],
    3,
  );
  expect(totals).toMatchObject({
    gone: { users: 2, tokens: 1, disabled: 1 },
    codes: { 'user.gone': 2, 'token.gone': 1 },
    changes: { enabled: 1 },
    records: { read: 0 },
    users: { updated: 0, unchanged: 0 },
    tokens: { unchanged: 0 },
  });
});

const anyLine = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  answers: fc.record({ kept: fc.nat(5), dropped: fc.nat(5) }),
  tokens: fc.array(fc.constantFrom(...OUTCOMES).map((outcome) => token(outcome))),
});

test('the totals of the parts add up to the totals of the whole', () => {
  fc.assert(
    fc.property(fc.array(anyLine), fc.nat(), (given, cut) => {
      const lines = given.map((over, index) => user(index + 1, over));
      const at = lines.length === 0 ? 0 : cut % lines.length;
      const parts = [lines.slice(0, at), lines.slice(at)].map((part) => totalsOf(part, 3));
      expect(sumTotals(parts)).toEqual(totalsOf(lines, 3));
    }),
  );
  expect(sumTotals([])).toEqual(totalsOf([], 3));
});
