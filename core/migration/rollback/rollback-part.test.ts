import type { Token, User } from '#core/directory/model.ts';
import {
  AT,
  BACK,
  created,
  line,
  listed,
  madeToken,
  origin,
  RUN,
  rollbackMemory,
} from '#test/support/rollback-memory.ts';
import { rollbackLines, rollbackPart, wantedOf } from './rollback-part.ts';

const LATER = '0'.repeat(31).concat('3');
const EARLIER = '0'.repeat(32);
const S = ['000000000001', '000000000002', '000000000003'] as const;
const run = { migration: BACK, of: RUN, preview: false };

let memory: ReturnType<typeof rollbackMemory>;
beforeEach(() => {
  memory = rollbackMemory();
});
const back = (...lines: Parameters<typeof rollbackLines>[1][number][]) => rollbackLines(memory.ports, lines, run);
const verdicts = (lines: Awaited<ReturnType<typeof back>>) => lines.map(({ outcome, code }) => [outcome, code]);
/** An earlier item that the import has changed. */
function changed<T extends User | Token>(now: T, before: T): void {
  memory.add(now);
  if ('serial' in before) memory.before.tokens.set(before.serial, before);
  else memory.before.users.set(before.userId, before as User);
}
const earlier = (userId: string, more: Partial<User> = {}): User =>
  created(userId, { origin: origin(1, EARLIER), changedBy: origin(7, EARLIER), ...more });
const correction = { changedBy: origin(), version: 2 };

test('a user that the import created goes with the tokens, and what finds the person goes, too', async () => {
  memory.add(created('anna', { tokens: [S[0]], externalId: 'e1' }), madeToken(S[0], { assignee: 'anna' }));
  const lines = await back(line('Anna', { tokens: listed(S[0]), name: 'Anna A', pseudonym: 'p' }));
  expect(lines).toEqual([
    {
      part: 1,
      line: 1,
      type: 'user',
      userId: 'Anna',
      name: 'Anna A',
      pseudonym: 'p',
      outcome: 'updated',
      code: 'rollback.deleted',
      tokens: [{ serial: S[0], outcome: 'updated', code: 'rollback.deleted', pin: true }],
    },
  ]);
  expect([memory.users.size, memory.tokens.size, memory.persons.size]).toEqual([0, 0, 0]);
});

test('a preview reports the same and writes nothing', async () => {
  const lines = [line('anna', { tokens: listed(S[0]) })];
  memory.add(created('anna', { tokens: [S[0]] }), madeToken(S[0], { assignee: 'anna' }));
  const preview = await rollbackLines(memory.ports, lines, { ...run, preview: true });
  expect([memory.users.size, memory.tokens.size, memory.marks.size]).toEqual([1, 1, 0]);
  expect(await back(...lines)).toEqual(preview);
});

test('a part that runs twice does nothing twice, and reports the same', async () => {
  memory.add(created('anna', { tokens: [S[0]] }), madeToken(S[0], { assignee: 'anna' }), madeToken(S[1]));
  const lines = [
    line('anna', { tokens: listed(S[0]) }),
    { part: 1, line: 2, type: 'token', serial: S[1], outcome: 'created', tokens: listed(S[1]) } as const,
  ];
  const first = await back(...lines);
  memory.add(created('anna', { origin: origin(1, LATER) }));
  expect(await back(...lines)).toEqual(first);
  expect(memory.users.size).toBe(1);
  expect(memory.state.taken).toBe(2);
});

test('a user that the import changed is as before, but for failures that were counted since', async () => {
  const before = earlier('anna', {
    firstName: 'Ana',
    email: 'a@old.example',
    accountEnd: 86_400_000,
    externalId: 'e0',
  });
  const now = earlier('anna', {
    ...correction,
    firstName: 'Anna',
    middleName: 'M',
    failures: 3,
    failedAt: 5,
    externalId: 'e1',
  });
  changed(now, before);
  const [shown] = await back(line('anna', { outcome: 'updated' }));
  expect(shown).toMatchObject({ outcome: 'updated', code: 'rollback.restored' });
  expect(shown?.changes).toEqual([
    { field: 'firstName', from: 'Anna', to: 'Ana' },
    { field: 'middleName', from: 'M' },
    { field: 'email', to: 'a@old.example' },
    { field: 'accountEnd', to: '1970-01-02T00:00:00.000Z' },
  ]);
  expect(memory.users.get('anna')).toEqual({ ...before, failures: 3, failedAt: 5, updatedAt: AT, version: 3 });
  expect([...memory.persons]).toEqual([['old/e0', 'anna']]);
});

test('secrets that go back are named without their values', async () => {
  const seed = { wrappedKey: new Uint8Array([1]), context: {}, box: new Uint8Array([2]) };
  const answers = [{ language: 'en_US', question: 'Pet?', hash: 'h' }];
  changed(earlier('anna', { ...correction, tokens: [S[0]] }), earlier('anna', { tokens: [S[0]], answers }));
  const before = madeToken(S[0], { assignee: 'anna', origin: origin(2, EARLIER), seed, lastInterval: 9, offset: 2 });
  const { pinHash: _pin, ...now } = {
    ...before,
    ...correction,
    seed: madeToken(S[0]).seed,
    lastInterval: -1,
    offset: 0,
  };
  changed<Token>({ ...now, suspendedAt: 4, failures: 100 }, before);
  const [shown] = await back(line('anna', { outcome: 'updated', tokens: listed(S[0]) }));
  expect(shown?.changes).toEqual([{ field: 'answers' }]);
  expect(shown?.tokens).toMatchObject([{ code: 'rollback.restored', changes: [{ field: 'seed' }, { field: 'pin' }] }]);
  expect(memory.tokens.get(S[0])).toMatchObject({ seed, lastInterval: 9, offset: 2, suspendedAt: 4, failures: 100 });
});

test('a passcode that was spent since stays spent where the seed is the same (T1)', async () => {
  const before = madeToken(S[0], { origin: origin(2, EARLIER), touchedAt: 1, lastInterval: 9 });
  changed(madeToken(S[0], { ...before, ...correction, enabled: false, offset: 1 }), before);
  await back({ part: 1, line: 1, type: 'token', serial: S[0], outcome: 'updated', tokens: listed(S[0]) });
  expect(memory.tokens.get(S[0])).toMatchObject({ enabled: true, lastInterval: 9, offset: 1 });
});

test('one who was disabled as gone is enabled again, and sessions of one who had used the account end', async () => {
  changed(
    earlier('anna', { ...correction, enabled: false, disabledBy: { run: RUN }, touchedAt: 1, sessionEpoch: 5 }),
    earlier('anna', { touchedAt: 1, sessionEpoch: 4 }),
  );
  expect(verdicts(await back(line('anna', { outcome: 'updated' })))).toEqual([['updated', 'rollback.enabled']]);
  expect(memory.users.get('anna')).toMatchObject({ enabled: true, sessionEpoch: 6 });
  expect(memory.users.get('anna')).not.toHaveProperty('disabledBy');
});

test.each<[string, () => void]>([
  ['rollback.touched', () => memory.add(created('anna', { touchedAt: 1 }))],
  ['rollback.has_role', () => memory.add(created('anna', { role: 'help-desk' }))],
  ['rollback.changed_later', () => memory.add(created('anna', { changedBy: origin(1, LATER) }))],
  ['rollback.changed_later', () => changed(earlier('anna', { disabledBy: { run: LATER } }), earlier('anna'))],
  ['rollback.changed_later', () => memory.add(created('anna', { origin: origin(1, LATER) }))],
  ['rollback.no_before_image', () => memory.add(earlier('anna', correction))],
  ['rollback.no_before_image', () => memory.add(earlier('anna', { disabledBy: { run: RUN } }))],
  [
    'rollback.touched',
    () => changed(earlier('anna', { ...correction, touchedAt: 2 }), earlier('anna', { touchedAt: 1 })),
  ],
  [
    'rollback.no_before_image',
    () => {
      const { origin: _origin, changedBy: _changed, ...plain } = earlier('anna');
      memory.add(plain);
    },
  ],
  ['rollback.gone', () => {}],
  ['rollback.gone', () => memory.before.users.set('anna', earlier('anna'))],
  [
    'rollback.changed_later',
    () =>
      memory.add(created('anna', { tokens: [S[1]] }), madeToken(S[1], { origin: origin(1, LATER), assignee: 'anna' })),
  ],
  ['rollback.no_before_image', () => changed(earlier('anna', { ...correction, createdAt: 1 }), earlier('anna'))],
])('a user stays, with why: %s', async (code, arrange) => {
  arrange();
  const users = new Map(memory.users);
  const [shown] = await back(line('anna', { outcome: 'updated' }));
  expect(shown).toMatchObject({ outcome: 'skipped', code, hint: expect.any(String) });
  expect(memory.users).toEqual(users);
});

test('a user with a token that has been used stays with all tokens, and each says why', async () => {
  memory.add(
    created('anna', { tokens: [S[0], S[1]] }),
    madeToken(S[0], { assignee: 'anna', touchedAt: 9 }),
    madeToken(S[1], { assignee: 'anna' }),
  );
  const [shown] = await back(line('anna', { tokens: listed(S[0], S[1]) }));
  expect([shown?.code, ...shown!.tokens!.map(({ code }) => code)]).toEqual([
    'rollback.together',
    'rollback.touched',
    'rollback.together',
  ]);
  expect([memory.users.size, memory.tokens.size]).toEqual([1, 2]);
});

test('a user whose corrected token was deleted here stays, and the token is not brought back', async () => {
  changed(earlier('anna', { ...correction, tokens: [S[0]] }), earlier('anna', { tokens: [S[0]] }));
  memory.before.tokens.set(S[0], madeToken(S[0], { assignee: 'anna', origin: origin(2, EARLIER) }));
  const [shown] = await back(line('anna', { outcome: 'updated', tokens: listed(S[0]) }));
  expect(shown).toMatchObject({ code: 'rollback.together', tokens: [{ code: 'rollback.gone', pin: true }] });
  expect(memory.tokens.size).toBe(0);
});

test('a token that went from one user to another goes back with both', async () => {
  changed(earlier('anna', { ...correction }), earlier('anna', { tokens: [S[0]] }));
  changed(earlier('bert', { ...correction, tokens: [S[0]] }), earlier('bert'));
  const before = madeToken(S[0], { assignee: 'anna', origin: origin(3, EARLIER) });
  changed(madeToken(S[0], { ...before, ...correction, assignee: 'bert' }), before);
  const lines = await back(
    line('anna', { outcome: 'updated' }),
    line('bert', { outcome: 'updated', line: 2, tokens: listed(S[0]) }),
  );
  expect(verdicts(lines)).toEqual([
    ['updated', 'rollback.restored'],
    ['updated', 'rollback.restored'],
  ]);
  expect(lines.map(({ tokens }) => tokens?.length)).toEqual([undefined, 1]);
  expect(memory.tokens.get(S[0])?.assignee).toBe('anna');
  expect([memory.users.get('anna')?.tokens, memory.users.get('bert')?.tokens]).toEqual([[S[0]], []]);
  expect(memory.state.taken).toBe(1);
});

/** One who was moved: the image is kept under the key that the person has now. */
function moved(from: string, to: string, more: Partial<User> = {}): void {
  memory.before.users.set(to, earlier(from, more));
  memory.add(earlier(to, { ...more, ...correction }));
}
const updated = { outcome: 'updated' } as const;

test('a person who was moved goes back to the user ID of before', async () => {
  moved('anna', 'anna.new', { externalId: 'e1' });
  const lines = await back(line('anna.new', updated));
  expect(lines[0]).toMatchObject({
    code: 'rollback.restored',
    changes: [{ field: 'userId', from: 'anna.new', to: 'anna' }],
  });
  expect([...memory.users.keys()]).toEqual(['anna']);
  expect([...memory.persons]).toEqual([['old/e1', 'anna']]);
  expect(memory.state.moved).toEqual([{ from: 'anna.new', to: 'anna' }]);
});

test('two who exchanged their user IDs go back together, also where only one of them stands in the part', async () => {
  moved('anna', 'bert', { origin: origin(1, EARLIER) });
  moved('bert', 'anna', { origin: origin(2, EARLIER) });
  await back(line('bert', updated));
  expect(memory.users.get('anna')?.origin?.line).toBe(1);
  expect(memory.users.get('bert')?.origin?.line).toBe(2);
  expect(memory.state.taken).toBe(1);
});

test('one whose former user ID another user has stays, and so does a chain behind one who stays', async () => {
  moved('anna', 'anna.new');
  memory.add(created('anna', { origin: origin(1, LATER) }));
  expect(verdicts(await back(line('anna.new', updated)))).toEqual([['skipped', 'rollback.key_taken']]);
  moved('eve', 'anna', { touchedAt: 3, origin: origin(5, EARLIER) });
  memory.add({ ...memory.users.get('anna')!, touchedAt: 4 });
  expect(verdicts(await back(line('anna.new', updated), line('anna', updated)))).toEqual([
    ['skipped', 'rollback.together'],
    ['skipped', 'rollback.touched'],
  ]);
});

test('a person moves back to a user ID that the import gave to a new user, who goes', async () => {
  moved('anna', 'anna.new', { origin: origin(9, EARLIER) });
  memory.add(created('anna'));
  const lines = await back(line('anna.new', updated), line('anna', { line: 2 }));
  expect(verdicts(lines)).toEqual([
    ['updated', 'rollback.restored'],
    ['updated', 'rollback.deleted'],
  ]);
  expect(memory.users.get('anna')?.origin?.line).toBe(9);
});

test('a chain that is too long to be read, or too large for one transaction, stays whole', async () => {
  for (let index = 0; index < 40; index++) {
    const [from, to] = [`u${index}`, `u${index + 1}`];
    const serial = `t${index}`;
    changed(earlier(to, { ...correction, tokens: [serial] }), earlier(to));
    changed(
      madeToken(serial, { ...correction, origin: origin(1, EARLIER), assignee: to }),
      madeToken(serial, { origin: origin(1, EARLIER), assignee: from }),
    );
    memory.before.users.set(from, earlier(from, { tokens: [serial] }));
  }
  const [shown] = await back(line('u20', { outcome: 'updated' }));
  expect(shown?.code).toBe('rollback.together');
  memory = rollbackMemory();
  const serials = Array.from({ length: 60 }, (_, index) => `s${index}`);
  memory.add(created('anna', { tokens: serials }), ...serials.map((serial) => madeToken(serial, { assignee: 'anna' })));
  expect(verdicts(await back(line('anna')))).toEqual([['skipped', 'rollback.too_large']]);
  expect(memory.users.size).toBe(1);
});

test('what changes at the same moment is read again, a few times', async () => {
  memory.add(created('anna'));
  memory.state.between = () => {
    memory.add(created('anna', { touchedAt: 1, version: 2 }));
    memory.state.between = () => {};
  };
  expect(verdicts(await back(line('anna')))).toEqual([['skipped', 'rollback.touched']]);
  memory = rollbackMemory();
  let version = 1;
  memory.add(created('anna'));
  memory.state.between = () => memory.add(created('anna', { failures: ++version }));
  await expect(back(line('anna'))).rejects.toMatchObject({ code: 'directory.busy', retryable: true });
});

test('tokens of a user who is gone stand on that user’s line', async () => {
  memory.add(madeToken(S[0]));
  const lines = [line('anna', { tokens: listed(S[0]) })];
  const [shown] = await back(...lines);
  expect(shown).toMatchObject({ userId: 'anna', code: 'rollback.deleted', tokens: [{ serial: S[0] }] });
  expect(await back(...lines)).toEqual([shown]);
  expect(memory.tokens.size).toBe(0);
});

test('only lines that wrote something are answered', () => {
  const skipped = { outcome: 'skipped' as const };
  expect(wantedOf([line('anna', skipped), { part: 1, line: 2, type: 'token', outcome: 'created' }])).toEqual([]);
  const byToken = line('anna', { ...skipped, tokens: listed(S[0]) });
  expect(wantedOf([byToken])).toMatchObject([{ of: 'USER#anna' }]);
  const stray = { part: 1, line: 3, type: 'token', outcome: 'created', tokens: listed(S[1]) } as const;
  expect(wantedOf([stray])).toMatchObject([{ of: `TOKEN#${S[1]}` }]);
});

describe('a part', () => {
  const input = {
    run: {
      ...run,
      rollback: true,
      dryRun: false,
      policy: 'update',
      attempt: 1,
      generation: 1,
      waitSeconds: 0,
      plan: '',
      results: '',
      parts: 1,
      maxConcurrency: 1,
    },
    part: { part: 1 },
  } as const;

  test('is reported with its sums, once a generation', async () => {
    memory.add(created('anna', { tokens: [S[0]] }), madeToken(S[0], { assignee: 'anna' }));
    memory.reports.set(`${RUN}/1`, [line('anna', { tokens: listed(S[0]) }), line('bert', { outcome: 'rejected' })]);
    expect(await rollbackPart(memory.ports, input)).toEqual({ part: 1, records: 1, rejected: 0 });
    const { totals } = memory.parts.get(`${BACK}/1`)!;
    expect(totals.users).toMatchObject({ updated: 1 });
    expect(totals.tokens).toMatchObject({ updated: 1, assigned: 0, newPinMode: 0 });
    expect(memory.reports.get(`${BACK}/1`)).toHaveLength(1);
    memory.reports.clear();
    expect(await rollbackPart(memory.ports, input)).toEqual({ part: 1, records: 1, rejected: 0 });
  });
  test('whose report is gone ends the rollback', async () => {
    await expect(rollbackPart(memory.ports, input)).rejects.toMatchObject({ code: 'run.report_missing' });
  });
});
