/** The source whose people are moved while the deployment is killed: the same people for each run. */
import type { ExportRecord, TokenOfUser, UserRecord } from '#core/export/record.ts';
import { sampleUser } from '../support/package.ts';

/** A PIN is hashed slowly, so that most tokens come without one: their users set it at the first logon. */
const WITH_PIN = 20;
const FIRST_SERIAL = 100_000_000_000;

function token(serial: number): TokenOfUser {
  return {
    serial: String(serial),
    algorithm: 'securid-aes128',
    seed: Buffer.alloc(16, String(serial)).toString('base64'),
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    ...(serial % WITH_PIN === 0 ? { pin: '1234' } : {}),
    enabled: true,
  };
}

const name = (prefix: string, n: number): string => `${prefix}-${String(n).padStart(6, '0')}`;
/** Each fiftieth has no address. */
const addressed = (n: number): boolean => n % 50 !== 7;
export const addressOf = (userId: string): string => `${userId}@home.example`;

function user(prefix: string, n: number, first: number, more: Partial<UserRecord> = {}): UserRecord {
  const userId = name(prefix, n);
  return sampleUser(userId, {
    externalId: `id-${userId}`,
    firstName: `First ${n % 97}`,
    lastName: `Last ${n}`,
    ...(addressed(n) ? { email: addressOf(userId) } : {}),
    tokens: [token(first + n)],
    ...more,
  });
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_none, n) => n);

/** What the source holds at first: people with a token each, and some tokens that belong to none of them. */
export function firstExport(users: number): ExportRecord[] {
  const spare = numbers(Math.ceil(users / 50)).map(
    (n): ExportRecord => ({ type: 'token', ...token(FIRST_SERIAL + 2 * users + n) }),
  );
  return [...numbers(users).map((n) => user('moved', n, FIRST_SERIAL)), ...spare];
}

/** A week later: names, addresses and tokens have changed, some have left, and some have come. */
export function secondExport(users: number): ExportRecord[] {
  const changed = (n: number): Partial<UserRecord> => {
    if (n % 10 === 1) return { lastName: `Married ${n}` };
    if (n % 10 === 2) return { email: `new-${addressOf(name('moved', n))}` };
    if (n % 25 === 3) return { tokens: [token(FIRST_SERIAL + 4 * users + n)] };
    if (n % 25 === 4) return { tokens: [token(FIRST_SERIAL + n), token(FIRST_SERIAL + 4 * users + n)] };
    return n % 25 === 5 ? { enabled: false } : {};
  };
  const joined = users + Math.ceil(users / 50);
  return numbers(joined)
    .filter((n) => n >= users || n % 50 !== 9)
    .map((n) => user('moved', n, FIRST_SERIAL, changed(n)));
}

/** Another source, whose people are told by the import itself. */
export const toldExport = (users: number): ExportRecord[] =>
  numbers(users).map((n) => user('told', n, FIRST_SERIAL + 1_000_000_000));

/** User IDs of a campaign's list. */
export const listed = (count: number): string[] => numbers(count).map((n) => name('moved', n));
