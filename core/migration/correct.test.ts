/** The policy `correct`, row by row: what an export does with what an earlier export of its source brought. */
import type { User } from '#core/directory/model.ts';
import { renamedUser } from '#core/directory/rename.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { type DirectoryMemory, directoryMemory } from '#test/support/directory-memory.ts';
import { bring, type ExportOptions } from '#test/support/exports-in-memory.ts';
import { NOW, PHC, RING, storedUser, token, unassignedToken, user } from '#test/support/staging.ts';
import type { ReportLine } from './outcome.ts';
import { givesWay } from './token-place.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;
const DAY = 86_400_000;
const OTHER_PHC = PHC.replaceAll('B', 'C');
let store: DirectoryMemory;
beforeEach(() => {
  store = directoryMemory();
});
const touch = (key: string, more: Partial<User> = {}) =>
  store.users.set(key, { ...store.users.get(key)!, touchedAt: NOW + 1, ...more });
const touchToken = (serial: string) => store.tokens.set(serial, { ...store.tokens.get(serial)!, touchedAt: NOW + 1 });
/** Brings an export whose preview says what its import says, twice. */
async function brought(records: Parameters<typeof bring>[1], more: ExportOptions = {}): Promise<readonly ReportLine[]> {
  const { preview, lines, again } = await bring(store, records, more);
  expect(preview).toEqual(lines);
  expect(await again()).toEqual(lines);
  return lines;
}
const first = (records: Parameters<typeof bring>[1], more: ExportOptions = {}) => brought(records, more);
const next = (records: Parameters<typeof bring>[1], more: ExportOptions = {}) => brought(records, { day: 1, ...more });
const SEED = Buffer.alloc(16, 9).toString('base64');

describe('a user who has not used the account', () => {
  test('follows the next export in everything, and the report names each field', async () => {
    await first([user('ana', [ONE], { firstName: 'Ann', middleName: 'M', answers: [{ question: 0, hash: PHC }] })]);
    const [line] = await next([
      user('ana', [ONE], {
        firstName: 'Ana',
        email: 'ana.new@corp.example',
        enabled: false,
        lockedOut: true,
        accountEnd: '2027-01-01T00:00:00Z',
        certificateDn: 'CN=Ana',
        answers: [{ question: 0, hash: OTHER_PHC }],
      }),
    ]);
    expect(line).toMatchObject({
      outcome: 'updated',
      changes: [
        { field: 'accountEnd', to: '2027-01-01T00:00:00Z' },
        { field: 'answers' },
        { field: 'certificateDn', to: 'CN=Ana' },
        { field: 'email', from: 'ana@corp.example', to: 'ana.new@corp.example' },
        { field: 'enabled', from: true, to: false },
        { field: 'firstName', from: 'Ann', to: 'Ana' },
        { field: 'lockedOut', from: false, to: true },
        { field: 'middleName', from: 'M' },
      ],
    });
    expect(line).not.toHaveProperty('code');
    const ana = store.users.get('ana')!;
    expect(ana).toMatchObject({ firstName: 'Ana', email: 'ana.new@corp.example', enabled: false, lockedOut: true });
    expect(ana).toMatchObject({ packedAt: NOW + DAY, version: 2, accountEnd: Date.UTC(2027, 0, 1) });
    expect(ana).not.toHaveProperty('middleName');
    expect(ana).not.toHaveProperty('formerAddresses');
    expect(store.tellings).toEqual([]);
  });

  test('of whom nothing differs is unchanged, and nothing is written', async () => {
    await first([user('ana', [ONE], { answers: [{ question: 0, hash: PHC }] })]);
    const before = structuredClone(store.users.get('ana'));
    const [line] = await next([user('ana', [ONE], { answers: [{ question: 0, hash: PHC }] })]);
    expect(line).toMatchObject({ outcome: 'unchanged', tokens: [{ serial: ONE, outcome: 'unchanged' }] });
    expect(line).not.toHaveProperty('changes');
    expect(store.users.get('ana')).toEqual(before);
  });

  test('of an internal source follows with the password, and loses one that the source takes away', async () => {
    const kind = 'internal' as const;
    await first([user('ana', [], { password: PHC }), user('bo', [], { password: PHC })], { kind });
    const lines = await next([user('ana', [], { password: OTHER_PHC }), user('bo')], { kind });
    expect(lines.map(({ changes }) => changes)).toEqual([[{ field: 'password' }], [{ field: 'password' }]]);
    expect(store.users.get('bo')).not.toHaveProperty('password');
    expect(await next([user('bo', [], { password: PHC })], { kind, day: 2 })).toMatchObject([{ outcome: 'updated' }]);
  });

  test('keeps what was there before as an image of the run', async () => {
    await first([user('ana', [ONE])]);
    const before = structuredClone(store.users.get('ana'));
    const { run } = await bring(store, [user('ana', [ONE], { lastName: 'Berg' })], { day: 1 });
    expect(store.images.get(`${run}/USER/ana`)).toEqual(before);
    expect(store.images.size).toBe(1);
  });
});

describe('a user who has used the account', () => {
  test('follows in names and language, and every other difference is reported', async () => {
    await first([user('ana', [ONE], { firstName: 'Ann', middleName: 'M', answers: [{ question: 0, hash: PHC }] })]);
    touch('ana');
    const [line] = await next([
      user('ana', [ONE], {
        firstName: 'Ana',
        preferredLanguage: 'de',
        email: 'new@corp.example',
        lockedOut: true,
        answers: [{ question: 0, hash: OTHER_PHC }],
      }),
    ]);
    expect(line).toMatchObject({
      outcome: 'updated',
      code: 'user.differs',
      changes: [
        { field: 'answers', kept: true },
        { field: 'email', from: 'ana@corp.example', to: 'new@corp.example', kept: true },
        { field: 'firstName', from: 'Ann', to: 'Ana' },
        { field: 'lockedOut', from: false, to: true, kept: true },
        { field: 'preferredLanguage', to: 'de' },
      ],
    });
    expect(store.users.get('ana')).toMatchObject({ firstName: 'Ana', middleName: 'M', email: 'ana@corp.example' });
  });

  test('is unchanged where only what stays differs, and answers of one’s own are no difference where the export has none', async () => {
    await first([user('ana', [ONE])]);
    touch('ana', { answers: [{ language: 'en_US', question: 'In what city were you born?', hash: 'h' }] });
    expect(await next([user('ana', [ONE], { email: 'new@corp.example' })])).toMatchObject([
      { outcome: 'unchanged', code: 'user.differs', changes: [{ field: 'email', kept: true }] },
    ]);
  });

  test('follows in address, enabled and dates with --apply-to-touched: both addresses are told, and sessions end', async () => {
    await first([user('ana', [ONE])]);
    touch('ana', { sessionEpoch: 5 });
    const [line] = await next(
      [
        user('ana', [ONE], {
          email: 'new@corp.example',
          enabled: false,
          accountEnd: '2027-01-01T00:00:00Z',
          lockedOut: true,
        }),
      ],
      { options: { applyToTouched: true } },
    );
    expect(line).toMatchObject({ outcome: 'updated', code: 'user.differs' });
    expect(line!.changes!.filter(({ kept }) => kept)).toEqual([
      { field: 'lockedOut', from: false, to: true, kept: true },
    ]);
    expect(store.users.get('ana')).toMatchObject({
      email: 'new@corp.example',
      enabled: false,
      lockedOut: false,
      sessionEpoch: 6,
      formerAddresses: [{ address: 'ana@corp.example', at: NOW + DAY }],
    });
    expect(store.tellings).toEqual([
      { user: 'ana', change: 'address-former' },
      { user: 'ana', change: 'address' },
    ]);
  });

  test('is told at the old address where the new export has none, and at the new one where there was none', async () => {
    const { email: _none, ...without } = user('bo', []);
    await first([user('ana'), without]);
    touch('ana');
    touch('bo');
    const { email: _gone, ...ana } = user('ana');
    await next([ana, user('bo', [])], { options: { applyToTouched: true } });
    expect(store.tellings).toEqual([
      { user: 'ana', change: 'address-former' },
      { user: 'bo', change: 'address' },
    ]);
  });

  test('whom a run disabled before an administrator’s edit is enabled again, and so is a token', async () => {
    await first([user('ana', [ONE])]);
    const off = { ...user('ana', [ONE], { enabled: false }), tokens: [token(ONE, { enabled: false })] };
    await next([off]);
    touch('ana');
    touchToken(ONE);
    await next([user('ana', [ONE])], { day: 2 });
    expect(store.users.get('ana')).toMatchObject({ enabled: true });
    expect(store.tokens.get(ONE)).toMatchObject({ enabled: true });
  });

  test('whom a run disabled is enabled again by a later export, and whom an administrator disabled, never', async () => {
    await first([user('ana'), user('bo'), user('cy')]);
    touch('ana');
    touch('bo', { enabled: false });
    store.users.set('cy', { ...store.users.get('cy')!, enabled: false, disabledBy: { run: 'gone' } });
    const options = { applyToTouched: true } as const;
    await next([user('ana', [], { enabled: false })], { options });
    const { disabledBy } = store.users.get('ana')!;
    expect(disabledBy).toEqual({ run: expect.any(String) });
    const lines = await next([user('ana'), user('bo'), user('cy')], { day: 2 });
    expect(lines.map(({ outcome }) => outcome)).toEqual(['updated', 'unchanged', 'updated']);
    expect(store.users.get('ana')).toMatchObject({ enabled: true });
    expect(store.users.get('ana')).not.toHaveProperty('disabledBy');
    expect(store.users.get('cy')).toMatchObject({ enabled: true });
    expect((await next([user('bo')], { day: 3, options }))[0]).toMatchObject({
      outcome: 'unchanged',
      changes: [{ field: 'enabled', from: false, to: true, kept: true }],
    });
    expect(store.users.get('bo')).toMatchObject({ enabled: false });
  });

  test('no run clears a lock by failures', async () => {
    await first([user('ana', [ONE])]);
    const locked = { failures: 9, failuresSince: 1, failedAt: 2 };
    store.users.set('ana', { ...store.users.get('ana')!, ...locked });
    store.tokens.set(ONE, { ...store.tokens.get(ONE)!, failures: 9, suspendedAt: 3 });
    await next([user('ana', [], { firstName: 'New', tokens: [token(ONE, { seed: SEED })] })]);
    expect(store.users.get('ana')).toMatchObject({ firstName: 'New', ...locked });
    expect(store.tokens.get(ONE)).toMatchObject({ failures: 9, suspendedAt: 3 });
  });
});

describe('a user who was told', () => {
  const changed = user('ana', [], {
    firstName: 'New',
    email: 'new@corp.example',
    tokens: [token(ONE, { seed: SEED, pin: '9999', digits: 8, expiresAt: '2030-01-01T00:00:00Z' }), token(TWO)],
  });
  beforeEach(async () => {
    await first([user('ana', [ONE], { firstName: 'Old' }), user('bo', [THREE])]);
    store.told.add('ana').add('bo');
  });

  test('waits for a yes with address, seed, PIN and token, while the rest follows', async () => {
    const [line] = await next([changed]);
    expect(line).toMatchObject({
      outcome: 'updated',
      notes: ['user.awaits_yes'],
      changes: [
        { field: 'email', from: 'ana@corp.example', to: 'new@corp.example', waits: true },
        { field: 'firstName', from: 'Old', to: 'New' },
        { field: 'tokens', from: [ONE], to: [ONE, TWO], waits: true },
      ],
      tokens: [
        {
          serial: ONE,
          outcome: 'unchanged',
          code: 'user.awaits_yes',
          changes: [
            { field: 'digits', from: 6, to: 8, waits: true },
            { field: 'expiresAt', to: '2030-01-01T00:00:00Z', waits: true },
            { field: 'pin', waits: true },
            { field: 'seed', waits: true },
          ],
        },
        { serial: TWO, outcome: 'skipped', code: 'user.awaits_yes' },
      ],
    });
    expect(line).not.toHaveProperty('code');
    expect(store.users.get('ana')).toMatchObject({ firstName: 'New', email: 'ana@corp.example', tokens: [ONE] });
    expect(store.tokens.has(TWO)).toBe(false);
  });

  test('gets all of it once the run is confirmed, and a confirmation beforehand does the same', async () => {
    const { again } = await bring(store, [changed], { day: 1 });
    const [line] = await again({ confirmed: true });
    expect(line).not.toHaveProperty('notes');
    expect(line!.changes).toEqual([
      { field: 'email', from: 'ana@corp.example', to: 'new@corp.example' },
      { field: 'firstName', from: 'Old', to: 'New' },
      { field: 'tokens', from: [ONE], to: [ONE, TWO] },
    ]);
    expect(store.users.get('ana')).toMatchObject({ email: 'new@corp.example', tokens: [ONE, TWO] });
    const [beforehand] = await next([user('bo', [], { tokens: [token(THREE, { seed: SEED })] })], {
      day: 2,
      options: { confirmed: true },
    });
    expect(beforehand!.tokens).toMatchObject([{ outcome: 'updated', changes: [{ field: 'seed' }] }]);
  });

  test('keeps a token that moves to another person until then', async () => {
    expect(await next([user('cy', [THREE])])).toMatchObject([
      {
        outcome: 'created',
        tokens: [
          {
            outcome: 'skipped',
            code: 'user.awaits_yes',
            changes: [{ field: 'assignee', from: 'bo', to: 'cy', waits: true }],
          },
        ],
      },
    ]);
    expect(store.users.get('bo')!.tokens).toEqual([THREE]);
  });
});

describe('a token of an untouched user', () => {
  const record = (more: Parameters<typeof token>[1]) => user('ana', [], { tokens: [token(ONE, more)] });
  const tokenChanges = (lines: readonly ReportLine[]) => lines[0]!.tokens![0]!;

  test('follows in seed, digits, interval, windows, dates, PIN, clock, counter, nickname and enabled', async () => {
    await first([user('ana', [ONE])]);
    const line = tokenChanges(
      await next([
        record({
          algorithm: 'totp-sha1',
          seed: Buffer.alloc(20, 3).toString('base64'),
          digits: 8,
          interval: 30,
          pinStyle: 'pinpad',
          pin: '4321',
          clockOffset: 2,
          counter: 7,
          windows: { small: 60, large: 600 },
          startsAt: '2026-01-01T00:00:00Z',
          expiresAt: '2030-01-01T00:00:00Z',
          enabled: false,
          nickname: 'blue',
        }),
      ]),
    );
    expect(line).toMatchObject({ outcome: 'updated' });
    expect(line.changes!.map(({ field }) => field)).toEqual([
      'algorithm',
      'clockOffset',
      'counter',
      'digits',
      'enabled',
      'expiresAt',
      'interval',
      'nickname',
      'pin',
      'pinStyle',
      'seed',
      'startsAt',
      'windows',
    ]);
    expect(line.changes!.find(({ field }) => field === 'windows')).toEqual({ field: 'windows', to: '60/-/600' });
    expect(store.tokens.get(ONE)).toMatchObject({
      digits: 8,
      interval: 30,
      offset: 2,
      lastInterval: 6,
      enabled: false,
    });
    expect(store.tokens.get(ONE)!.windows).toEqual({ small: 60, large: 600 });
  });

  test('loses the PIN where the source has none, or asks for none', async () => {
    await first([user('ana', [ONE]), user('bo', [TWO])]);
    const { pin: _none, ...newPinMode } = token(ONE);
    await next([
      user('ana', [], { tokens: [newPinMode] }),
      user('bo', [], { tokens: [token(TWO, { pinStyle: 'none' })] }),
    ]);
    expect(store.tokens.get(ONE)).not.toHaveProperty('pinHash');
    expect(store.tokens.get(TWO)).not.toHaveProperty('pinHash');
    expect(store.tokens.get(TWO)).toMatchObject({ pinStyle: 'none' });
  });

  test('a counter never goes back while the seed is the same', async () => {
    const hotp = { algorithm: 'hotp-sha1', interval: 0, counter: 10 } as const;
    await first([record(hotp)]);
    expect(tokenChanges(await next([record({ ...hotp, counter: 4 })]))).toMatchObject({ outcome: 'unchanged' });
    await next([record({ ...hotp, counter: 4, seed: SEED })], { day: 2 });
    expect(store.tokens.get(ONE)!.lastInterval).toBe(3);
  });

  test('that its user has used stays as it is, and the difference is reported; what was learned here is none', async () => {
    await first([user('ana', [ONE])]);
    touchToken(ONE);
    const line = tokenChanges(await next([record({ seed: SEED, clockOffset: 3, nickname: 'red', digits: 8 })]));
    expect(line).toMatchObject({
      outcome: 'unchanged',
      code: 'token.differs',
      changes: [
        { field: 'digits', from: 6, to: 8, kept: true },
        { field: 'seed', kept: true },
      ],
    });
    const options = { applyToTouched: true } as const;
    expect(tokenChanges(await next([record({ seed: SEED })], { day: 2, options }))).toMatchObject({
      outcome: 'unchanged',
      code: 'token.differs',
    });
  });

  test('that a run disabled is enabled again by the export, also in use', async () => {
    await first([user('ana', [ONE])]);
    touchToken(ONE);
    store.tokens.set(ONE, { ...store.tokens.get(ONE)!, enabled: false, disabledBy: { run: 'gone' } });
    expect(tokenChanges(await next([record({})]))).toMatchObject({ outcome: 'updated' });
    expect(store.tokens.get(ONE)).toMatchObject({ enabled: true });
    expect(store.tokens.get(ONE)).not.toHaveProperty('disabledBy');
  });
});

describe('a token that is new for its user', () => {
  test('is assigned with its user in one step', async () => {
    await first([user('ana', [ONE]), unassignedToken(THREE)]);
    const [line] = await next([user('ana', [ONE, TWO, THREE])]);
    expect(line).toMatchObject({
      outcome: 'updated',
      changes: [{ field: 'tokens', from: [ONE], to: [ONE, TWO, THREE] }],
      tokens: [
        { serial: ONE, outcome: 'unchanged' },
        { serial: TWO, outcome: 'created' },
        { serial: THREE, outcome: 'updated', code: 'token.taken_over', changes: [{ field: 'assignee', to: 'ana' }] },
      ],
    });
    expect(store.users.get('ana')!.tokens).toEqual([ONE, TWO, THREE]);
    expect(store.tokens.get(THREE)).toMatchObject({ assignee: 'ana' });
    expect(store.tokens.get(THREE)).not.toHaveProperty('peopleOf');
  });

  test('waits where the user has used the account, until --apply-to-touched assigns it and tells the user', async () => {
    await first([user('ana', [ONE]), unassignedToken(THREE)]);
    touch('ana');
    const records = [user('ana', [ONE, TWO, THREE])];
    const [line] = await next(records);
    expect(line!.tokens).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'skipped', code: 'token.pending', changes: [{ field: 'assignee', to: 'ana', kept: true }] },
      { outcome: 'skipped', code: 'token.pending' },
    ]);
    expect(store.users.get('ana')!.tokens).toEqual([ONE]);
    await next(records, { day: 2, options: { applyToTouched: true } });
    expect(store.users.get('ana')!.tokens).toEqual([ONE, TWO, THREE]);
    expect(store.tellings).toEqual([
      { user: 'ana', change: 'token-assigned', serial: TWO },
      { user: 'ana', change: 'token-assigned', serial: THREE },
    ]);
  });

  test('of a new user is found unassigned, and taken', async () => {
    await first([unassignedToken(ONE)]);
    expect(await next([user('ana', [ONE])])).toMatchObject([
      { outcome: 'created', tokens: [{ outcome: 'updated', code: 'token.taken_over' }] },
    ]);
    expect(store.users.get('ana')!.tokens).toEqual([ONE]);
  });
});

describe('a token that moves', () => {
  test('goes from one untouched user to another, and both lists say so', async () => {
    await first([user('ana', [ONE]), user('bo', [TWO])]);
    const [ana, bo] = await next([user('ana'), user('bo', [ONE, TWO])]);
    expect(ana).toMatchObject({ outcome: 'unchanged' });
    expect(bo).toMatchObject({
      outcome: 'updated',
      changes: [{ field: 'tokens', from: [TWO], to: [ONE, TWO].toReversed() }],
      tokens: [
        { serial: ONE, outcome: 'updated', changes: [{ field: 'assignee', from: 'ana', to: 'bo' }] },
        { outcome: 'unchanged' },
      ],
    });
    expect(store.users.get('ana')!.tokens).toEqual([]);
    expect(store.users.get('bo')!.tokens).toEqual([TWO, ONE]);
    expect(store.tokens.get(ONE)).toMatchObject({ assignee: 'bo' });
  });

  test('does not make its giver one whom the export brings: who is gone stays gone', async () => {
    await first([user('ana', [ONE]), user('bo', [TWO])]);
    await next([user('bo', [ONE, TWO]), unassignedToken(THREE)]);
    expect(store.users.get('ana')).toMatchObject({ tokens: [], packedAt: NOW });
    expect(store.users.get('bo')).toMatchObject({ packedAt: NOW + DAY });
    await next([unassignedToken(ONE)], { day: 2 });
    expect(store.users.get('bo')).toMatchObject({ tokens: [TWO], packedAt: NOW + DAY });
  });

  test('two that are exchanged', async () => {
    await first([user('ana', [ONE]), user('bo', [TWO])]);
    await next([user('ana', [TWO]), user('bo', [ONE])]);
    expect(store.users.get('ana')!.tokens).toEqual([TWO]);
    expect(store.users.get('bo')!.tokens).toEqual([ONE]);
  });

  test('two from the same user to a new one', async () => {
    await first([user('ana', [ONE, TWO])]);
    expect(await next([user('bo', [ONE, TWO])])).toMatchObject([{ outcome: 'created' }]);
    expect(store.users.get('ana')!.tokens).toEqual([]);
    expect(store.users.get('bo')!.tokens).toEqual([ONE, TWO]);
  });

  test('to no user, and its place in the index comes with that', async () => {
    await first([user('ana', [ONE])]);
    expect(await next([user('ana'), unassignedToken(ONE)])).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'updated', tokens: [{ changes: [{ field: 'assignee', from: 'ana' }] }] },
    ]);
    expect(store.tokens.get(ONE)).toMatchObject({ journey: `token#${ONE}` });
    expect(store.tokens.get(ONE)).not.toHaveProperty('assignee');
    expect(store.users.get('ana')!.tokens).toEqual([]);
  });

  test.each([
    ['the token', () => touchToken(ONE)],
    ['its user', () => touch('ana')],
    ['the user who shall have it', () => touch('bo')],
  ])('stays where %s was used, also where what is in use shall follow', async (_what, use) => {
    await first([user('ana', [ONE]), user('bo')]);
    use();
    for (const options of [{}, { applyToTouched: true }] as const) {
      const lines = await next([user('ana'), user('bo', [ONE])], { options });
      expect(lines[1]!.tokens).toMatchObject([
        {
          outcome: 'skipped',
          code: 'token.differs',
          changes: [{ field: 'assignee', from: 'ana', to: 'bo', kept: true }],
        },
      ]);
    }
    expect(store.tokens.get(ONE)).toMatchObject({ assignee: 'ana' });
  });
});

describe('who is who', () => {
  const withId = (userId: string, externalId: string, serials: string[] = []) => user(userId, serials, { externalId });

  test('another person under the same user ID is rejected with both names', async () => {
    await first([user('ana', [ONE], { externalId: 'e-1', firstName: 'Ana', lastName: 'Berg' })]);
    expect(await next([user('ana', [TWO], { externalId: 'e-2', firstName: 'Anton' })])).toMatchObject([
      {
        outcome: 'rejected',
        code: 'user.id_reused',
        name: 'Anton',
        other: { userId: 'ana', name: 'Ana Berg', source: 'old' },
        tokens: [{ outcome: 'rejected' }],
      },
    ]);
    expect(store.tokens.has(TWO)).toBe(false);
  });

  test('a user of another source is never changed, under no policy', async () => {
    await first([user('ana', [ONE])]);
    const before = structuredClone(store.users.get('ana'));
    for (const policy of ['correct', 'update', 'skip'] as const)
      expect(await next([user('ana', [TWO], { firstName: 'Other' })], { source: 'new', policy })).toMatchObject([
        { outcome: 'rejected', code: 'user.other_source', other: { userId: 'ana', source: 'old' } },
      ]);
    expect(store.users.get('ana')).toEqual(before);
  });

  test('a token of another source is rejected, and its user’s name is given', async () => {
    await first([user('ana', [ONE]), unassignedToken(TWO)]);
    const [bo] = await next([user('bo', [ONE, TWO])], { source: 'new' });
    expect(bo).toMatchObject({ outcome: 'created', notes: expect.arrayContaining(['user.no_token']) });
    expect(bo!.tokens).toEqual([
      {
        serial: ONE,
        outcome: 'rejected',
        code: 'token.other_source',
        pin: true,
        other: { userId: 'ana', source: 'old' },
      },
      { serial: TWO, outcome: 'rejected', code: 'token.other_source', pin: true },
    ]);
  });

  test('a user with a role, and one who was made here, stay as they are', async () => {
    await first([user('ana', [ONE])]);
    store.users.set('ana', { ...store.users.get('ana')!, role: 'help-desk' });
    store.users.set('bo', storedUser('bo'));
    const lines = await next([user('ana', [], { firstName: 'X' }), user('bo', [], { firstName: 'X' })]);
    expect(lines.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['skipped', 'user.has_role'],
      ['skipped', 'user.exists'],
    ]);
  });

  test('an immutable id that comes later is kept, and finds the person', async () => {
    await first([user('ana')]);
    expect(await next([withId('ana', 'e-1')])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(store.users.get('ana')).toMatchObject({ externalId: 'e-1' });
    expect([...store.persons]).toEqual([['old/e-1', 'ana']]);
    expect(await next([withId('ana', 'e-2')], { day: 2 })).toMatchObject([{ code: 'user.id_reused' }]);
  });

  test('a person who was not moved is compared under the user ID that is here', async () => {
    await first([withId('ana', 'e-1', [ONE])]);
    touch('ana');
    const [line] = await next([
      user('anna', [ONE], { externalId: 'e-1', firstName: 'New', email: 'new@corp.example' }),
    ]);
    expect(line).toMatchObject({
      outcome: 'updated',
      code: 'user.renamed',
      notes: ['user.differs'],
      changes: [
        { field: 'email', kept: true },
        { field: 'firstName', to: 'New' },
        { field: 'userId', from: 'ana', to: 'anna', kept: true },
      ],
    });
    expect(store.users.has('anna')).toBe(false);
    store.users.set('ana', { ...store.users.get('ana')!, role: 'admin' });
    expect(await next([withId('anna', 'e-1')], { day: 2 })).toMatchObject([{ code: 'user.has_role' }]);
  });

  const move = { part: 1, line: 1, from: 'ana', to: 'anna', userId: 'anna', externalId: 'e-1' };
  test.each([
    ['user.id_reused', 'rejected'],
    ['user.other_source', 'rejected'],
    ['user.has_role', 'skipped'],
    ['record.older', 'skipped'],
  ] as const)('a move that PlanRun refuses as %s is reported so', async (verdict, outcome) => {
    await first([withId('ana', 'e-1')]);
    const other = { userId: 'anna', name: 'Anna Berg' };
    const plan = { lines: { 1: { move: { ...move, verdict, other } } }, vacated: [] };
    expect(await next([withId('anna', 'e-1')], { plan })).toMatchObject([{ outcome, code: verdict, other }]);
    const bare = { lines: { 1: { move: { ...move, verdict } } }, vacated: [] };
    expect((await next([withId('anna', 'e-1')], { plan: bare }))[0]).not.toHaveProperty('other');
  });

  test('a preview applies the moves that an import finds done', async () => {
    const answers = [{ question: 0, hash: PHC }];
    await first([{ ...withId('ana', 'e-1', [ONE]), answers }, user('anna', [TWO])]);
    const plan = { lines: { 1: { move: { ...move, verdict: 'moves' as const } } }, vacated: ['anna'] };
    const before = structuredClone(store.users);
    const { preview } = await bring(store, [{ ...withId('anna', 'e-1', [ONE]), answers }], {
      day: 1,
      plan,
      directory: { commit: async () => 'done' },
    });
    store.users.clear();
    for (const [key, one] of before) store.users.set(key, one);
    expect(preview).toMatchObject([
      {
        outcome: 'updated',
        changes: [{ field: 'email' }, { field: 'userId', from: 'ana', to: 'anna' }],
        tokens: [{ serial: ONE, outcome: 'unchanged' }],
      },
    ]);
    // What MoveUsers does in an import.
    const run = 'f'.repeat(32);
    const by = { migration: run, part: 1, line: 1 };
    const ana = store.users.get('ana')!;
    store.images.set(`${run}/USER/anna`, ana);
    store.images.set(`${run}/TOKEN/${ONE}`, store.tokens.get(ONE)!);
    store.users.delete('ana');
    store.users.set('anna', { ...renamedUser(ana, 'ana', 'anna', NOW, userSealer(RING)), changedBy: by });
    store.tokens.set(ONE, { ...store.tokens.get(ONE)!, assignee: 'anna', changedBy: by });
    store.persons.set('old/e-1', 'anna');
    const { lines } = await bring(store, [{ ...withId('anna', 'e-1', [ONE]), answers }], { day: 1, plan, run });
    expect(lines).toEqual(preview);
    // A further attempt of the run, whose plan has no moves any more.
    const { again } = await bring(store, [{ ...withId('anna', 'e-1', [ONE]), answers }], { day: 1, run });
    expect(await again()).toEqual(preview);
  });
});

describe('an older package', () => {
  test('creates what is missing, and changes nothing', async () => {
    await first([user('ana', [ONE], { firstName: 'Now' }), unassignedToken(TWO), user('cy', [THREE])], { day: 5 });
    const older = [user('ana', [ONE], { firstName: 'Then' }), user('bo', [TWO, THREE]), unassignedToken(TWO)];
    const lines = await brought(older.slice(0, 2), { day: 1, older: true });
    expect(lines).toMatchObject([
      { outcome: 'skipped', code: 'record.older', tokens: [{ outcome: 'skipped' }] },
      {
        outcome: 'created',
        tokens: [
          { outcome: 'skipped', code: 'token.exists' },
          { outcome: 'rejected', code: 'token.assigned' },
        ],
      },
    ]);
    expect(await brought(older.slice(2), { day: 1, older: true })).toMatchObject([
      { outcome: 'skipped', code: 'record.older' },
    ]);
    expect(store.users.get('ana')).toMatchObject({ firstName: 'Now' });
  });

  test('is found by the item too, and corrects with --older', async () => {
    await first([user('ana', [], { firstName: 'Now' })], { day: 5 });
    const records = [user('ana', [], { firstName: 'Then' })];
    expect(await brought(records, { day: 1 })).toMatchObject([{ code: 'record.older' }]);
    expect(await brought(records, { day: 1, options: { older: true } })).toMatchObject([{ outcome: 'updated' }]);
  });
});

test('the other policies: skip leaves all, update lets names follow, and neither takes a token', async () => {
  await first([user('ana', [ONE], { firstName: 'Old' }), unassignedToken(TWO)]);
  const records = [user('ana', [ONE, THREE], { firstName: 'New', email: 'new@corp.example' }), unassignedToken(TWO)];
  expect(await next(records, { policy: 'skip' })).toMatchObject([
    { outcome: 'skipped', code: 'user.exists', tokens: [{ outcome: 'skipped' }, { outcome: 'skipped' }] },
    { outcome: 'skipped', code: 'token.exists' },
  ]);
  expect(await next(records, { policy: 'update', day: 2 })).toMatchObject([
    { outcome: 'updated', changes: [{ field: 'firstName', from: 'Old', to: 'New' }] },
    { outcome: 'skipped' },
  ]);
  expect(await next(records, { policy: 'update', day: 3 })).toMatchObject([{ outcome: 'unchanged' }, {}]);
  expect(await next([user('bo', [ONE])], { policy: 'update', day: 3 })).toMatchObject([
    { tokens: [{ outcome: 'rejected', code: 'token.assigned' }] },
  ]);
  expect(store.users.get('ana')).toMatchObject({ firstName: 'New', email: 'ana@corp.example', tokens: [ONE] });
});

describe('a token whose user the package does not hold', () => {
  test('goes to a user of an earlier export', async () => {
    await first([user('ana', [ONE])]);
    expect(await next([unassignedToken(TWO, 'Ana'), unassignedToken(ONE, 'ana')])).toMatchObject([
      { outcome: 'created', tokens: [{ serial: TWO }] },
      { outcome: 'unchanged' },
    ]);
    expect(store.users.get('ana')!.tokens).toEqual([ONE, TWO]);
  });

  test('waits for one who has used the account, and is told of', async () => {
    await first([user('ana', [ONE])]);
    touch('ana');
    expect(await next([unassignedToken(TWO, 'ana')])).toMatchObject([{ outcome: 'skipped', code: 'token.pending' }]);
    await next([unassignedToken(TWO, 'ana')], { day: 2, options: { applyToTouched: true } });
    expect(store.tellings).toEqual([{ user: 'ana', change: 'token-assigned', serial: TWO }]);
  });

  test('moves from one user to another', async () => {
    await first([user('ana', [ONE]), user('bo')]);
    await next([unassignedToken(ONE, 'bo')]);
    expect(store.users.get('ana')!.tokens).toEqual([]);
    expect(store.users.get('bo')!.tokens).toEqual([ONE]);
  });

  test('stays away from everyone else', async () => {
    await first([user('ana', [ONE])], { day: 5 });
    store.users.set('bo', storedUser('bo'));
    store.users.set('cy', storedUser('cy', { source: 'old', role: 'admin' }));
    const strays = ['ana', 'bo', 'cy', 'nowhere'].map((who, index) => unassignedToken(`00000000001${index}`, who));
    const lines = await next(strays, { older: true });
    expect(lines.map(({ code }) => code)).toEqual(['record.older', 'user.exists', 'user.exists', 'token.user_missing']);
  });
});

test('a token that was made here is taken by a new user, and by no one who has used the account', async () => {
  await first([user('ana'), user('bo', [THREE])]);
  touch('ana');
  const { source: _source, packedAt: _packedAt, origin: _origin, ...made } = store.tokens.get(THREE)!;
  store.tokens.set(ONE, { ...made, serial: ONE, assignee: 'bo' });
  const { assignee: _assignee, ...free } = made;
  store.tokens.set(TWO, { ...free, serial: TWO, touchedAt: 3 });
  store.users.set('bo', { ...store.users.get('bo')!, tokens: [THREE, ONE] });
  const [ana, bo, cy] = await next([user('ana', [TWO]), user('bo', [THREE, ONE]), unassignedToken(ONE)].slice(0, 2));
  expect(ana!.tokens).toMatchObject([{ outcome: 'skipped', code: 'token.pending' }]);
  expect(bo!.tokens).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'skipped', code: 'token.exists' }]);
  expect(cy).toBeUndefined();
  expect(await next([user('dan', [ONE, TWO])], { day: 2 })).toMatchObject([
    {
      tokens: [
        { outcome: 'rejected', code: 'token.assigned' },
        { outcome: 'updated', code: 'token.taken_over' },
      ],
    },
  ]);
  expect(store.tokens.get(TWO)).toMatchObject({ source: 'old', assignee: 'dan' });
  expect(store.tokens.get(TWO)).not.toHaveProperty('touchedAt');
});

test('a wave brings the listed users with their tokens, and a later run of the package the others', async () => {
  const records = [user('ana', [ONE]), user('Bo', [TWO]), unassignedToken(THREE), unassignedToken('9', 'ana')];
  expect(await first(records, { only: ['bo'] })).toMatchObject([
    { outcome: 'skipped', code: 'user.not_in_wave', tokens: [{ outcome: 'skipped' }] },
    { outcome: 'created' },
    { outcome: 'skipped', code: 'user.not_in_wave' },
    { outcome: 'skipped', code: 'user.not_in_wave' },
  ]);
  expect(await first(records)).toMatchObject([
    { outcome: 'created' },
    { outcome: 'unchanged' },
    { outcome: 'created' },
    { outcome: 'rejected', code: 'token.user_missing' },
  ]);
});

test('a record that the database refuses is reported, and what was written of it is taken back', async () => {
  store.refuses.add('ana');
  store.refuses.add(THREE);
  const { lines } = await bring(store, [user('ana', [ONE]), user('bo', [TWO]), unassignedToken(THREE)]);
  expect(lines.map(({ outcome, code }) => [outcome, code])).toEqual([
    ['rejected', 'record.refused'],
    ['created', undefined],
    ['rejected', 'record.refused'],
  ]);
  expect([...store.tokens.keys()]).toEqual([TWO]);
  store.refuses.add('bo');
  expect((await bring(store, [user('bo', [TWO], { firstName: 'X' })], { day: 1 })).lines).toMatchObject([
    { code: 'record.refused' },
  ]);
});

test('a token that was assigned to another user by this run’s earlier record is a duplicate', async () => {
  await first([unassignedToken(ONE), user('ana'), user('bo')]);
  const { run, lines } = await bring(store, [user('ana', [ONE])], { day: 1 });
  expect(lines[0]!.tokens).toMatchObject([{ outcome: 'updated' }]);
  const other = await bring(store, [user('x'), user('bo', [ONE])], { day: 1, run: run.replace(/.$/u, 'f') });
  expect(other.lines[1]!.tokens).toMatchObject([{ changes: [{ field: 'assignee', from: 'ana', to: 'bo' }] }]);
  const { again } = other;
  store.tokens.set(ONE, { ...store.tokens.get(ONE)!, changedBy: { migration: other.run, part: 9, line: 9 } });
  expect((await again())[1]!.tokens).toMatchObject([{ outcome: 'rejected', code: 'token.duplicate' }]);
});

test('a user of another record of this run has the user ID already', async () => {
  const { run } = await bring(store, [user('x'), user('ana')]);
  store.finished.clear();
  expect((await bring(store, [user('Ana')], { run })).lines).toMatchObject([{ code: 'user.duplicate' }]);
});

test('a token that is used and in no list of its user is left alone, and its user’s record says so', async () => {
  await first([user('ana', [ONE])]);
  store.users.set('ana', { ...store.users.get('ana')!, tokens: [] });
  touchToken(ONE);
  expect(await next([user('bo', [ONE])])).toMatchObject([
    { tokens: [{ outcome: 'rejected', code: 'token.assigned' }] },
  ]);
});

test('a token of this record that was taken away since stays away', async () => {
  const { again } = await bring(store, [user('ana', [ONE])]);
  const { assignee: _assignee, ...free } = store.tokens.get(ONE)!;
  store.tokens.set(ONE, free);
  store.users.set('ana', { ...store.users.get('ana')!, tokens: [] });
  expect(await again()).toMatchObject([{ outcome: 'created', tokens: [{ outcome: 'created' }] }]);
  expect(store.users.get('ana')!.tokens).toEqual([]);
});

test('tokens that waited when their user was created come with the yes', async () => {
  await first([user('bo', [ONE])]);
  store.told.add('bo');
  const { lines, again } = await bring(store, [user('ana', [ONE])], { day: 1 });
  expect(lines).toMatchObject([{ outcome: 'created', tokens: [{ code: 'user.awaits_yes' }] }]);
  expect(await again({ confirmed: true })).toMatchObject([{ outcome: 'created', tokens: [{ outcome: 'updated' }] }]);
  expect(store.users.get('ana')!.tokens).toEqual([ONE]);
  expect(store.users.get('bo')!.tokens).toEqual([]);
});

test('a user whom the source disabled is enabled again by it', async () => {
  await first([user('ana', [], { enabled: false })]);
  expect(await next([user('ana')])).toMatchObject([{ changes: [{ field: 'enabled', from: false, to: true }] }]);
});

test('a conflict with a user without a name, and a line that is no record', async () => {
  await first([user('ana')]);
  const { firstName: _first, lastName: _last, ...bare } = store.users.get('ana')!;
  store.users.set('ana', bare);
  expect(await next([user('ana')], { source: 'new' })).toMatchObject([{ other: { userId: 'ana', source: 'old' } }]);
});

test('an unassigned token of a running import is waited for, and one that was left is taken', async () => {
  const { run } = await bring(store, [user('ana', [ONE])]);
  store.users.delete('ana');
  store.writing.add(run);
  await expect(bring(store, [unassignedToken(ONE)], { source: 'new' })).rejects.toMatchObject({
    code: 'directory.busy',
  });
  store.writing.clear();
  expect((await bring(store, [unassignedToken(ONE)], { source: 'new' })).lines).toMatchObject([{ outcome: 'created' }]);
  expect(store.tokens.get(ONE)).toMatchObject({ source: 'new' });
});

test('of two records of one run the later gives its tokens up first', () => {
  const at = (line: number) => ({ migration: 'r', part: 1, line });
  expect(givesWay(at(2), at(1))).toBe(true);
  expect(givesWay(at(1), at(2))).toBe(false);
});

test('two records of one export with one external id are one person, and a record may bring none', async () => {
  await first([user('ana', [], { externalId: 'e-1' })]);
  store.persons.set('old/e-2', 'ana');
  expect(await next([user('anna', [], { externalId: 'e-2' })])).toMatchObject([{ outcome: 'created' }]);
});
