import { PHC, token, user } from '#test/support/staging.ts';
import { seedFits, tokenItem, userItem } from './items.ts';
import { placeOf } from './journey.ts';
import type { Sealed } from './model.ts';

const origin = { migration: 'm', part: 1, line: 2 };
const sealed = { wrappedKey: new Uint8Array([1]), context: {}, box: new Uint8Array([2]) };
const sealer = {
  seed: (serial: string, seed: Buffer) => ({ ...sealed, context: { serial, bytes: String(seed.length) } }),
  pin: (of: { serial: string }, pin: string) => `hash of ${pin} for ${of.serial}`,
  phc: (phc: string, use: string, { key, sealId }: Sealed) => `${use} ${phc} of ${key} ${sealId}`,
  sealId: (key: string) => `seal of ${key}`,
};
const SERIAL = '000000000001';
const seed = { ...sealed, context: { serial: SERIAL, bytes: '16' } };
const bare = { lost: false, failures: 0, createdAt: 9, updatedAt: 9, version: 1 };

test('a token item holds all that a record of it can hold', () => {
  const record = token(SERIAL, {
    clockOffset: -3,
    windows: { small: 90, large: 4200 },
    startsAt: '2026-01-01T00:00:00Z',
    expiresAt: '2027-01-01T00:00:00Z',
    nickname: 'blue',
    enabled: false,
  });
  expect(tokenItem(record, { origin }, 9, sealer, 'ana')).toStrictEqual({
    ...bare,
    serial: SERIAL,
    algorithm: 'securid-aes128',
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    enabled: false,
    origin,
    seed,
    pinHash: `hash of 1234 for ${SERIAL}`,
    windows: { small: 90, large: 4200 },
    startsAt: Date.UTC(2026, 0, 1),
    expiresAt: Date.UTC(2027, 0, 1),
    nickname: 'blue',
    assignee: 'ana',
    offset: -3,
    lastInterval: -1,
  });
});

test('a token without PIN, assignment, dates and origin has no such attributes', () => {
  const { pin: _pin, ...record } = token(SERIAL);
  expect(tokenItem(record, undefined, 9, sealer, undefined)).toStrictEqual({
    ...bare,
    serial: SERIAL,
    algorithm: 'securid-aes128',
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    enabled: true,
    seed,
    offset: 0,
    lastInterval: -1,
  });
  expect(tokenItem(token(SERIAL, { pinStyle: 'none' }), { origin }, 9, sealer, 'ana')).not.toHaveProperty('pinHash');
});

test('a record’s counter is the next one, and the item keeps the last one accepted', () => {
  const record = token(SERIAL, { algorithm: 'hotp-sha1', interval: 0, counter: 42 });
  expect(tokenItem(record, { origin }, 9, sealer, 'ana').lastInterval).toBe(41);
});

test('a user item holds all that a record can hold, and no empty attributes for one with nothing but an ID', () => {
  const person = { firstName: 'A', middleName: 'B', lastName: 'C', email: 'a@b.example', certificateDn: 'CN=A' };
  const record = user('Ana', [], {
    ...person,
    preferredLanguage: 'de',
    accountStart: '2026-01-01T00:00:00Z',
    accountEnd: '2027-01-01T00:00:00Z',
    lockedOut: true,
    password: PHC,
  });
  const answers = [{ language: 'en_US', question: 'Pet?', phc: 'h' }];
  const common = {
    failures: 0,
    failuresSince: 0,
    // No session, link or step of a user with this user ID before is this one's.
    sessionEpoch: 9,
    imported: true,
    createdAt: 9,
    updatedAt: 9,
    version: 1,
  };
  expect(userItem(record, { origin }, 9, sealer, answers, [SERIAL])).toStrictEqual({
    ...person,
    ...common,
    preferredLanguage: 'de',
    accountStart: Date.UTC(2026, 0, 1),
    accountEnd: Date.UTC(2027, 0, 1),
    password: { hash: `password ${PHC} of ana seal of ana`, changedAt: 9, mustChange: false, history: [] },
    userId: 'Ana',
    enabled: true,
    lockedOut: true,
    answers: [{ language: 'en_US', question: 'Pet?', hash: 'answer h of ana seal of ana' }],
    tokens: [SERIAL],
    origin,
    sealId: 'seal of ana',
  });
  const { email: _email, ...bare } = user('bo', [], { enabled: false });
  expect(userItem(bare, { origin }, 9, sealer, [], [])).toStrictEqual({
    ...common,
    userId: 'bo',
    enabled: false,
    lockedOut: false,
    answers: [],
    tokens: [],
    origin,
    sealId: 'seal of bo',
  });
});

const from = { source: 'prod', packedAt: 5 };

test('a user follows the export of its source, by its ids there, and stands in the index', () => {
  const followed = {
    ...from,
    ...placeOf('prod', 'user', 'ana'),
    sourceUserId: 'Ana',
    externalId: 'e-1',
  };
  expect(userItem(user('Ana', [], { externalId: 'e-1' }), { origin, from }, 9, sealer, [], [])).toMatchObject(followed);
  const { externalId: _externalId, ...bare } = followed;
  const without = userItem(user('Ana', []), { origin, from }, 9, sealer, [], []);
  expect(without).toMatchObject(bare);
  expect(without).not.toHaveProperty('externalId');
});

test('a token follows the export of its source, and stands in the index only while no user has it', () => {
  const spare = tokenItem(token(SERIAL), { origin, from }, 9, sealer, undefined);
  expect(spare).toMatchObject({ ...from, ...placeOf('prod', 'token', SERIAL) });
  const assigned = tokenItem(token(SERIAL), { origin, from }, 9, sealer, 'ana');
  expect(assigned).toMatchObject(from);
  expect(assigned).not.toHaveProperty('peopleOf');
  expect(assigned).not.toHaveProperty('journey');
});

test.each([
  ['securid-aes128', [16], [0, 15, 17]],
  ['totp-sha1', [10, 20, 64], [9, 65]],
  ['totp-sha256', [10, 64], [9, 65]],
  ['totp-sha512', [10, 64], [9, 65]],
  ['hotp-sha1', [10, 64], [9, 65]],
] as const)('seeds of %s: %j bytes fit, %j do not', (algorithm, fit, misfit) => {
  const fits = (bytes: number) => seedFits(token(SERIAL, { algorithm, seed: Buffer.alloc(bytes).toString('base64') }));
  expect(fit.map(fits)).toEqual(fit.map(() => true));
  expect(misfit.map(fits)).toEqual(misfit.map(() => false));
});
