import fc from 'fast-check';
import { OUTCOMES, type ReportLine } from './outcome.ts';
import { addsUp, sumsOf } from './sums.ts';
import { sumTotals, totalsOf } from './totals.ts';

const outcome = fc.constantFrom(...OUTCOMES);
const change = fc.record({ field: fc.constantFrom('email', 'enabled', 'userId'), kept: fc.constant(true) });
const changes = fc.array(change, { maxLength: 2 });
const token = fc.record({ serial: fc.string(), outcome, pin: fc.boolean(), changes });
const place = { part: fc.constant(1), line: fc.nat() };
const note = fc.constantFrom('user.no_token', 'user.awaits_yes', 'a.code_of_another_version');
const userLine = fc.record({
  ...place,
  type: fc.constant('user' as const),
  outcome,
  tokens: fc.array(token, { maxLength: 4 }),
  notes: fc.array(note, { maxLength: 2 }),
  code: fc.constantFrom('user.differs', 'user.not_in_wave'),
  answers: fc.record({ kept: fc.nat(5), dropped: fc.nat(5) }),
  changes,
});
const tokenLine = fc.record({
  ...place,
  type: fc.constant('token' as const),
  outcome,
  tokens: fc.tuple(token),
});
const broken = { ...place, type: fc.constant('unreadable' as const), outcome: fc.constant('rejected' as const) };
const brokenUser = fc.record({ ...broken, held: fc.record({ users: fc.constant(1), tokens: fc.nat(4) }) });
const brokenToken = fc.record({ ...broken, held: fc.constant({ users: 0, tokens: 1 }) });
const leaver = fc.record({
  ...place,
  type: fc.constantFrom('user' as const, 'token' as const),
  outcome,
  code: fc.constantFrom('user.gone', 'token.gone'),
});
const anyLine: fc.Arbitrary<ReportLine> = fc.oneof(
  userLine,
  tokenLine,
  brokenUser,
  brokenToken,
  fc.record(broken),
  leaver,
);

/** What the manifest of a package with these lines says; a line of which nothing can be read had a user with one token. */
function manifestOf(lines: readonly ReportLine[]) {
  const records = lines.filter(({ code }) => code !== 'user.gone' && code !== 'token.gone');
  const holds = records.map(({ type, tokens = [], held }) => {
    if (type === 'unreadable') return held ?? { users: 1, tokens: 1 };
    return { users: type === 'user' ? 1 : 0, tokens: tokens.length };
  });
  const sum = (of: 'users' | 'tokens') => holds.reduce((total, one) => total + one[of], 0);
  return { users: sum('users'), tokensAssigned: sum('tokens'), tokensUnassigned: 0, tokensUserMissing: 0 };
}

test('whatever became of the records, every user and token of the package has one outcome, over the parts as over the whole', () => {
  fc.assert(
    fc.property(fc.array(anyLine), fc.nat(), (lines, cut) => {
      const at = lines.length === 0 ? 0 : cut % lines.length;
      const totals = sumTotals([lines.slice(0, at), lines.slice(at)].map((part) => totalsOf(part, 3)));
      const silent = lines.filter(({ type, held }) => type === 'unreadable' && !held).length;
      const counts = manifestOf(lines);
      const sums = sumsOf(totals, counts);
      expect(sums.users + silent).toBe(counts.users);
      expect(sums.tokens + silent).toBe(counts.tokensAssigned);
      expect(sums.untold).toEqual({ users: silent, tokens: silent });
      expect(addsUp(totals, counts)).toBe(true);
      expect(addsUp(totals)).toBe(true);
    }),
  );
});

const one: ReportLine = {
  part: 1,
  line: 1,
  type: 'user',
  outcome: 'created',
  tokens: [{ serial: 's', outcome: 'created', pin: true }],
};

test.each([
  ['a user is missing', { users: 2, tokensAssigned: 1 }],
  ['a user is counted twice', { users: 0, tokensAssigned: 1 }],
  ['a token is missing', { users: 1, tokensAssigned: 1, tokensUserMissing: 1 }],
  ['a token is counted twice', { users: 1 }],
])('%s: it does not add up', (_what, counts) => {
  expect(addsUp(totalsOf([one], 3), counts)).toBe(false);
});

test('of a package whose own counts are not known, only what is counted is said', () => {
  const totals = totalsOf([one], 3);
  expect(sumsOf(totals)).toEqual({ users: 1, tokens: 1 });
  expect(sumsOf(totals, {})).toEqual({ users: 1, tokens: 1 });
  expect(addsUp({ ...totals, records: { read: 0, unreadable: 0, rejected: 1 } })).toBe(false);
  expect(addsUp({ ...totals, records: { read: 2, unreadable: 2, rejected: 1 } })).toBe(false);
});
