/**
 * What logon and recovery need from outside. adapters/ implements it over DynamoDB, KMS and SQS, the tests in memory.
 * Each write that decides returns whether its condition held.
 */
import type { Entries } from '#core/audit.ts';
import type { StoredAnswer, StoredPassword, Token, User } from '#core/directory/model.ts';
import type { KeyRingSource } from '#core/keys.ts';
import type { PasswordNotice, WayNotice } from '#core/notices/ways.ts';
import type { Catalogue } from '#core/questions/catalogue.ts';
import type { Settings } from '#core/settings/model.ts';
import type { LockoutPolicy } from './lockout.ts';

/** `restoredAt`: see restored.ts; Unix milliseconds. */
export type SettingsPort = {
  readSettings(): Promise<{ readonly settings: Settings; readonly restoredAt?: number | undefined }>;
};

/** The same ports; what they read of the settings is read once, and holds for all of one request. */
export function readingOnce<Ports extends SettingsPort>(ports: Ports): Ports {
  let read: ReturnType<SettingsPort['readSettings']> | undefined;
  return { ...ports, readSettings: () => (read ??= ports.readSettings()) };
}

/** Counters in fixed windows of `windowMs`, which begin at its multiples. */
export type ThrottlePort = {
  /** One hit more: how many the window holds with it; undefined where it holds `limit` already. */
  hit(kind: string, key: string, limit: number, windowMs: number, now: number): Promise<number | undefined>;
  /** How many the window holds. */
  hits(kind: string, key: string, windowMs: number, now: number): Promise<number>;
  /** Takes one hit back, where the window holds more than `above` (any number, by default). @returns whether it did */
  unhit(kind: string, key: string, windowMs: number, now: number, above?: number): Promise<boolean>;
  /** Takes hits back that are still to come: the window may fall below zero, and is given no more once it is at `floor`. */
  credit(kind: string, key: string, hits: number, floor: number, windowMs: number, now: number): Promise<void>;
};

export type Counted = { readonly counted: boolean; readonly user?: User };
export type FailurePort = {
  readUser(key: string): Promise<User | undefined>;
  hasUser(key: string): Promise<boolean>;
  /** As readUser, in the same time whether or not there is one: for routes that need no session (F1). */
  lookUpUser(key: string): Promise<User | undefined>;
  countFailure(key: string, policy: LockoutPolicy, now: number): Promise<Counted>;
  countDecoyFailure(key: string, policy: LockoutPolicy, now: number): Promise<Counted>;
  undoFailure(key: string): Promise<void>;
};

/** `interval`: of HOTP a counter. `offset`: in intervals, where one was learned. `now`: Unix ms. */
export type AcceptedCode = {
  readonly assignee: string;
  readonly interval: number;
  readonly offset?: number | undefined;
  readonly resetFailures: boolean;
  readonly now: number;
};
export type AcceptedTemporaryCode = { readonly assignee: string; readonly hash: string; readonly now: number };
export type TokenPort = {
  readTokens(serials: readonly string[]): Promise<Token[]>;
  /** The tokens with these serials, and tokens of no user where there are fewer than `count`, in one read (F1). At least one in all. */
  readTokensFilled(
    serials: readonly string[],
    count: number,
  ): Promise<{ readonly tokens: Token[]; readonly decoys: Token[] }>;
  /** T4: decrypted for one comparison. */
  openSeed(token: Token): Promise<Uint8Array>;
  acceptInterval(serial: string, accepted: AcceptedCode): Promise<boolean>;
  /** `hash`: of the temporary code that is used up (A9). */
  acceptTemporaryCode(serial: string, accepted: AcceptedTemporaryCode): Promise<boolean>;
  /** `suspended`: this failure was the one that suspended it. */
  countTokenFailure(
    serial: string,
    suspendAt: number,
    now: number,
  ): Promise<{ readonly failures: number; readonly suspended: boolean }>;
  /** What a wrong passcode costs where there is no token to count it on. @param slot which of the missing ones, from 0 */
  countDecoyTokenFailure(key: string, slot: number, now: number): Promise<void>;
  setPin(serial: string, assignee: string, pinHash: string, now: number, entries: Entries): Promise<boolean>;
};

/** What a passcode spends: a code of a token, or a temporary one. */
export type Spending = { readonly serial: string; readonly by: AcceptedCode | AcceptedTemporaryCode };

export type PasswordPort = {
  replacePasswordHash(key: string, old: string, hash: string): Promise<void>;
  /** The first time that a password given out by an administrator is right; later ones change nothing (A6). */
  markTemporaryUsed(key: string, hash: string, now: number): Promise<void>;
  setPassword(
    key: string,
    password: StoredPassword,
    epoch: number,
    now: number,
    entries: Entries,
  ): Promise<User | undefined>;
};

export type RecoveryPort = {
  /** The same answers under new hashes; nothing happens where they have changed since `seen`. */
  replaceAnswerHashes(key: string, seen: readonly StoredAnswer[], next: readonly StoredAnswer[]): Promise<void>;
  /** How often this user has answered right: each time other questions may be drawn (Q2). 0 for an unknown user ID. */
  readRound(key: string): Promise<number>;
  nextRound(key: string): Promise<void>;
  /** Uses the links issued up to `now`: true only if none of them was used since `issuedAt` (F2, F3). */
  retireLinks(key: string, issuedAt: number, now: number): Promise<boolean>;
};

export type QuestionPort = {
  readCatalogue(): Promise<Catalogue>;
  /** `seen`: the answers before, where some of them stay: false where they have changed since. */
  setAnswers(
    key: string,
    answers: readonly StoredAnswer[],
    epoch: number,
    now: number,
    entries: Entries,
    seen?: readonly StoredAnswer[],
  ): Promise<boolean>;
};

export type PepperPort = { readonly peppers: KeyRingSource };

/** What the mail queue carries: never a secret or an address. */
export type MailRequest =
  /** `limited`: the limit per user is reached, so nothing is sent; it is queued all the same (F1). `source`: see sourceMark. */
  | { readonly kind: 'forgot-password'; readonly user: string; readonly limited: boolean; readonly source: string }
  | PasswordNotice
  | WayNotice
  /** `logon`: the hash of the challenge that asks for it; absent in a message of an older version, for which no mail is sent. */
  | { readonly kind: 'new-pin-proof'; readonly user: string; readonly logon?: string | undefined }
  | { readonly kind: 'administrator-reset'; readonly user: string };
export type MailPort = { enqueueMail(request: MailRequest): Promise<void> };
