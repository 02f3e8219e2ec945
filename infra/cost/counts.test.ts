import { type Counted, type Counts, NOTHING, plus, scaled, times } from './counts.ts';

const counts = (mails: number, invocations = 1): Counts => ({
  ...NOTHING,
  functions: { 'send-round': { invocations, ms: 100 * invocations, waits: invocations } },
  calls: { 'ses POST': mails },
  units: { read: 2 * mails, write: 3 * mails },
  requests: 1,
  logBytes: 10,
});
const imports = (few: Counts, many: Counts): Counted['imports'] => [
  { users: 1000, counts: few },
  { users: 3000, counts: many },
];

test('counts are added and multiplied number by number, also where only one has a name', () => {
  const other: Counts = {
    ...NOTHING,
    calls: { 'kms Sign': 2 },
    functions: { logon: { invocations: 1, ms: 5, waits: 2 } },
  };
  expect(plus(counts(2), other)).toEqual({
    functions: { 'send-round': { invocations: 1, ms: 100, waits: 1 }, logon: { invocations: 1, ms: 5, waits: 2 } },
    calls: { 'ses POST': 2, 'kms Sign': 2 },
    units: { read: 4, write: 6 },
    requests: 1,
    logBytes: 10,
  });
  expect(times(counts(2), 10)).toMatchObject({ calls: { 'ses POST': 20 }, requests: 10 });
});

test('each user more adds the same, and what comes once comes once', () => {
  // 5 mails of their own, and one a user.
  const of = imports(counts(1005, 3), counts(3005, 3));
  expect(scaled(of, 10_000)).toMatchObject({
    calls: { 'ses POST': 10_005 },
    functions: { 'send-round': { invocations: 3, ms: 300, waits: 3 } },
    units: { read: 20_010, write: 30_015 },
  });
  expect(scaled(of, 3000)).toEqual(counts(3005, 3));
});

test('no user costs nothing, and what fell from the smaller to the larger import is not taken off', () => {
  expect(scaled(imports(counts(1), counts(1)), 0)).toEqual(NOTHING);
  const fewer = scaled(imports(counts(1000, 9), counts(3000, 2)), 1_000_000);
  expect(fewer.functions['send-round']!.invocations).toBe(9);
});
