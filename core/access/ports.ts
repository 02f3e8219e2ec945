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
export type ThrottlePort = SharedCounterPort & {
  /** One hit more: how many the window holds with it; undefined where it holds `limit` already. */
  hit(kind: string, key: string, limit: number, windowMs: number, now: number): Promise<number | undefined>;
  /** How many the window holds. */
  hits(kind: string, key: string, windowMs: number, now: number): Promise<number>;
  /** Takes one hit back. */
  unhit(kind: string, key: string, windowMs: number, now: number): Promise<void>;
};

/** Counters that many raise at once, in windows of `windowMs`, spread over `shards`. */
export type CounterGroup = { readonly group: string; readonly windowMs: number; readonly shards: number };
export type Counts = Readonly<Record<string, number>>;
/** Which shard was raised, when, and what it holds with that: what is taken back is taken from there. */
export type Raised = {
  readonly group: CounterGroup;
  readonly shard: number;
  readonly now: number;
  readonly counts: Counts;
};
export type Summed = { readonly group: CounterGroup; readonly names: readonly string[] };
/**
 * A counter of a group is raised first and summed afterwards: of any number at the same moment each sees those that were raised before it,
 * so that no more than a limit see a sum within it.
 */
export type SharedCounterPort = {
  /** Raises these by one each, in one write. @param over counters that nothing reads any more */
  raise(group: CounterGroup, names: readonly string[], now: number, over?: readonly string[]): Promise<Raised>;
  /** Adds these to the shard that was raised, in one write; what is below zero is taken back. @param ends one of them, removed at zero */
  add(raised: Raised, by: Counts, ends?: string): Promise<void>;
  /** How many the windows of `now` hold, in the order of the groups: one read. */
  sums(groups: readonly Summed[], now: number): Promise<readonly Counts[]>;
};

/** What the count of a user's attempts was when it was read; absent where there is no such item. */
export type CountSeen = {
  readonly failures: number;
  readonly failuresSince: number;
  readonly failedAt?: number | undefined;
};
/** What there is to know before an attempt is counted. */
export type Look = {
  readonly user: string;
  /** Counters of `hit`, by any name; those that hold something are in `hits`. */
  readonly hits: Readonly<
    Record<string, { readonly kind: string; readonly key: string; readonly windowMs: number; readonly now: number }>
  >;
  readonly groups: readonly Summed[];
  readonly now: number;
};
export type Looked = Awaited<ReturnType<SettingsPort['readSettings']>> & {
  /** How the user's attempts are counted, and the serials; absent for an unknown user ID. */
  readonly user?: CountSeen & { readonly tokens: readonly string[] };
  readonly decoy?: CountSeen;
  readonly hits: Counts;
  /** In the order of the groups asked for. */
  readonly sums: readonly Counts[];
};
/** Tokens of a user, and tokens of no user in place of those that are missing. */
export type FilledTokens = { readonly tokens: Token[]; readonly decoys: Token[] };
export type SumAndRead = {
  readonly groups: readonly Summed[];
  readonly serials: readonly string[];
  /** How many tokens there are together at least: see readTokensFilled. */
  readonly count: number;
  readonly now: number;
};
export type LookPort = {
  /** What `sums` and `readTokensFilled` give, in one read. */
  sumAndRead(asked: SumAndRead): Promise<FilledTokens & { readonly sums: readonly Counts[] }>;
  /** All of it in one read, of the same items whether or not there is such a user (F1). */
  lookAhead(look: Look): Promise<Looked>;
};

export type Counted = { readonly counted: boolean; readonly user?: User };
export type FailurePort = LookPort & {
  readUser(key: string): Promise<User | undefined>;
  /** As readUser, in the same time whether or not there is one: for routes that need no session (F1). */
  lookUpUser(key: string): Promise<User | undefined>;
  /** @param seen what the count was a moment ago: only the write decides */
  countFailure(key: string, policy: LockoutPolicy, now: number, seen?: CountSeen): Promise<Counted>;
  countDecoyFailure(key: string, policy: LockoutPolicy, now: number, seen?: CountSeen): Promise<Counted>;
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
  readTokensFilled(serials: readonly string[], count: number): Promise<FilledTokens>;
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
