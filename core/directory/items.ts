/**
 * Records as the directory keeps them. Times are the migration's own, never the clock's, so that two runs of one record
 * write the same.
 */

import type { TokenOfUser, UserRecord } from '#core/export/record.ts';
import { userKey } from '#core/text.ts';
import { placeOf } from './journey.ts';
import type {
  Followed,
  Origin,
  PinStyle,
  Sealed,
  SealedSeed,
  StoredAnswer,
  Token,
  TokenAlgorithm,
  User,
} from './model.ts';

/** Turns what a record brings in the clear, or as a bare PHC string, into what may be stored. */
export type Sealer = {
  seed(serial: string, seed: Buffer): SealedSeed;
  pin(token: { serial: string; digits: number; pinStyle: PinStyle }, pin: string): string;
  /** Bound to its user, by the user key and the seal of the item that will hold it, and to what it is. @throws LandfallError password.hash_unusable */
  phc(phc: string, use: 'password' | 'answer', user: Sealed): string;
  /** For a new user, by its user key. */
  sealId(key: string): string;
  /** The seal of a user whose user key becomes `to`. @throws LandfallError stored.damaged */
  resealed(user: Sealed, to: string): string;
};

/** Drops what is undefined, so that an item holds no empty attribute. */
export function defined<T extends Record<string, unknown>>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}

/** The export that an item follows: the name of its source, and when it was packed (Unix ms). */
export type SourceExport = { readonly source: string; readonly packedAt: number };
/** Where a record comes from. */
export type Brought = { readonly origin: Origin; readonly from?: SourceExport | undefined };

/** What a user keeps of the export that it follows. */
export const userFollows = (from: SourceExport | undefined, key: string): Followed =>
  from ? { ...from, ...placeOf(from.source, 'user', key) } : {};

/** The same of a token: it is looked for in the index only while no user has it. */
export const tokenFollows = (from: SourceExport | undefined, serial: string, assignee: string | undefined): Followed =>
  from ? { ...from, ...(assignee === undefined ? placeOf(from.source, 'token', serial) : {}) } : {};

const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/**
 * @param brought undefined where no import brings the token @param importedAt Unix ms
 * @param assignee user key; undefined for an unassigned token
 */
export function tokenItem(
  record: TokenOfUser,
  brought: Brought | undefined,
  importedAt: number,
  sealer: Pick<Sealer, 'seed' | 'pin'>,
  assignee: string | undefined,
): Token {
  const { serial, algorithm, digits, interval, pinStyle, enabled, windows, nickname } = record;
  return {
    ...defined({
      pinHash: record.pin === undefined || pinStyle === 'none' ? undefined : sealer.pin(record, record.pin),
      windows: windows && defined(windows),
      startsAt: time(record.startsAt),
      expiresAt: time(record.expiresAt),
      nickname,
      assignee,
      origin: brought?.origin,
    }),
    ...tokenFollows(brought?.from, serial, assignee),
    serial,
    algorithm,
    digits,
    interval,
    pinStyle,
    enabled,
    seed: sealer.seed(serial, Buffer.from(record.seed, 'base64')),
    offset: record.clockOffset ?? 0,
    // The record names the next counter, the item the last one that was accepted.
    lastInterval: (record.counter ?? 0) - 1,
    failures: 0,
    lost: false,
    createdAt: importedAt,
    updatedAt: importedAt,
    version: 1,
  };
}

/** An answer to a question of the catalogue, as a package brings it: its PHC string is sealed for the item that will hold it. */
export type BroughtAnswer = Omit<StoredAnswer, 'hash'> & { readonly phc: string };

/** Answers for the user with this seal. @throws LandfallError password.hash_unusable */
export const storedAnswers = (
  answers: readonly BroughtAnswer[],
  user: Sealed,
  sealer: Pick<Sealer, 'phc'>,
): StoredAnswer[] => answers.map(({ phc, ...answer }) => ({ ...answer, hash: sealer.phc(phc, 'answer', user) }));

/**
 * A new user. Its sessions begin at an epoch that no user with this user ID before it can have had: a session, a link or a step of
 * theirs must not be this user's.
 */
export function userItem(
  record: UserRecord,
  { origin, from }: Brought,
  importedAt: number,
  sealer: Pick<Sealer, 'phc' | 'sealId'>,
  answers: readonly BroughtAnswer[],
  serials: readonly string[],
): User {
  const { userId, firstName, middleName, lastName, email, certificateDn, preferredLanguage, enabled, lockedOut } =
    record;
  const { externalId } = record;
  const key = userKey(userId);
  const sealId = sealer.sealId(key);
  const password = record.password && {
    hash: sealer.phc(record.password, 'password', { key, sealId }),
    changedAt: importedAt,
    mustChange: false,
    history: [],
  };
  return {
    ...defined({ firstName, middleName, lastName, email, certificateDn, preferredLanguage }),
    ...defined({ accountStart: time(record.accountStart), accountEnd: time(record.accountEnd) }),
    ...defined({ externalId, sourceUserId: from && userId }),
    ...userFollows(from, userKey(userId)),
    ...(password ? { password } : {}),
    userId,
    enabled,
    lockedOut,
    answers: storedAnswers(answers, { key, sealId }, sealer),
    tokens: serials,
    origin,
    sealId,
    failures: 0,
    failuresSince: 0,
    sessionEpoch: importedAt,
    imported: true,
    createdAt: importedAt,
    updatedAt: importedAt,
    version: 1,
  };
}

const SEED_BYTES: Readonly<Record<TokenAlgorithm, readonly [number, number]>> = {
  'securid-aes128': [16, 16],
  'totp-sha1': [10, 64],
  'totp-sha256': [10, 64],
  'totp-sha512': [10, 64],
  'hotp-sha1': [10, 64],
};

/** Whether the seed has a length that the algorithm can use. */
export function seedFits(record: TokenOfUser): boolean {
  const bytes = Buffer.from(record.seed, 'base64').length;
  const [min, max] = SEED_BYTES[record.algorithm];
  return bytes >= min && bytes <= max;
}
