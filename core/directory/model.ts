/**
 * What the internal database holds. Times are Unix milliseconds (UTC) unless a name says otherwise.
 * Keys: USER#<user key>/USER, TOKEN#<serial>/TOKEN, SETTINGS/SETTINGS, QUESTIONS#<language>/QUESTIONS.
 */

/** The record that an item was imported from: a run that is repeated recognizes the items that it wrote. */
export type Origin = { readonly migration: string; readonly part: number; readonly line: number };

/** Rights rise to the left: a role may do what the roles to its right may do. */
export const ROLES = ['super-admin', 'admin', 'help-desk'] as const;
export type Role = (typeof ROLES)[number];

/** The user key by which a user was found, and the seal of the item that was found: see core/passwords/seal.ts. */
export type Sealed = { readonly key: string; readonly sealId?: string | undefined };

export type StoredPassword = {
  /** Keyed hash over an argon2id PHC string: see core/passwords/hash.ts. */
  readonly hash: string;
  readonly changedAt: number;
  /** A password handed out or set by an administrator must be changed at the next logon. */
  readonly mustChange: boolean;
  /** Of one that must be changed: when it was first right. It ends a while after that (A6). */
  readonly firstUsedAt?: number;
  /** Earlier hashes, newest first (P7). */
  readonly history: readonly string[];
};

export type StoredAnswer = {
  /** Language id of the catalogue set, such as en_US. */
  readonly language: string;
  /** The question as the catalogue writes it. */
  readonly question: string;
  /** Keyed hash over an argon2id PHC string of the comparable answer. */
  readonly hash: string;
};

/** An address that a user no longer has, to be told that it was replaced (N1). `at`: when, Unix milliseconds. */
export type FormerAddress = { readonly address: string; readonly at: number };

/** The import that disabled an item because the newest export of its source does not have it any more. */
export type DisabledBy = { readonly run: string };

/**
 * What an import keeps of where an item comes from and what has become of it since. Items of releases before, and those made here by
 * hand, have none of it except `touchedAt`.
 */
export type Followed = {
  /** The name of the source deployment that it follows. */
  readonly source?: string;
  /** When the newest export that it follows was packed, Unix milliseconds. */
  readonly packedAt?: number;
  /** When a person last used or changed it here, Unix milliseconds: core/directory/touched.ts says what counts. */
  readonly touchedAt?: number;
  /** The record whose correction was last applied. */
  readonly changedBy?: Origin;
  readonly disabledBy?: DisabledBy;
  /** Keys of the index by source: see core/directory/journey.ts. Of a token only while it is unassigned. */
  readonly peopleOf?: string;
  readonly journey?: string;
};

/** A code for a lost token (A9), as given out by an administrator. Times in Unix milliseconds. */
export type TemporaryCode = {
  /** Keyed hash: see core/tokens/temporary-code.ts. */
  readonly hash: string;
  readonly givenAt: number;
  /** The user's session epoch and serials at that time: the code ends with them. */
  readonly epoch: number;
  readonly serials: readonly string[];
  /** When it was accepted, which it is once. */
  readonly usedAt?: number;
};

/** What an administrator can put into a person's hands: a way into the account, or half of one (A9). */
export const GIVEN_WAYS = ['temporary-code', 'one-time-password', 'address', 'cleared-pin'] as const;
export type GivenWay = (typeof GIVEN_WAYS)[number];
/** `by`: the administrator's user key, or the ARN of an operator's role. `at`: Unix milliseconds. */
export type WayGiven = { readonly way: GivenWay; readonly by: string; readonly at: number };

export type User = Followed & {
  /** As written; its key is userKey(userId). */
  readonly userId: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  readonly email?: string;
  /** The addresses before it that administrators replaced, newest first. */
  readonly formerAddresses?: readonly FormerAddress[];
  /** When an administrator last gave this user, who had used the account, another address: a reset by link waits from then on (N1). */
  readonly readdressedAt?: number;
  /** What administrators gave this user of late: core/administration/users/given-ways.ts. */
  readonly waysGiven?: readonly WayGiven[];
  readonly certificateDn?: string;
  readonly preferredLanguage?: string;
  readonly accountStart?: number;
  readonly accountEnd?: number;
  readonly enabled: boolean;
  /** Locked by the source or an administrator; stays until an administrator unlocks. Lockout by failures ends by itself. */
  readonly lockedOut: boolean;
  readonly role?: Role;
  readonly password?: StoredPassword;
  readonly answers: readonly StoredAnswer[];
  /** Serials of the assigned tokens; a token's own `assignee` is the authority. */
  readonly tokens: readonly string[];
  /** Failed logons in a row within the lockout window, and when that window began. */
  readonly failures: number;
  readonly failuresSince: number;
  /** When the last failure was counted: a lockout by failures ends a while after it. */
  readonly failedAt?: number;
  /** First logon with a token on this deployment: no recovery before it. */
  readonly firstTokenLogonAt?: number;
  /** Sessions of an older epoch are over (password change, disablement). */
  readonly sessionEpoch: number;
  /** When an administrator said that this person is not waited for any more, Unix ms: see core/administration/close-down.ts. */
  readonly signedOffAt?: number;
  /** True for a user that a migration created (from an external or internal source). */
  readonly imported: boolean;
  /** The user ID in the source, as written there. */
  readonly sourceUserId?: string;
  /** The immutable id that the source's directory gives a person. */
  readonly externalId?: string;
  /** Whom the keyed hashes of password and answers are bound to, sealed with the user key: see core/passwords/seal.ts. */
  readonly sealId?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Rises with every edit; an edit names the version it saw. */
  readonly version: number;
  readonly origin?: Origin;
};

export type TokenAlgorithm = 'securid-aes128' | 'totp-sha1' | 'totp-sha256' | 'totp-sha512' | 'hotp-sha1';

/**
 * none: the tokencode alone. fob: PIN typed before the tokencode (AddPIN=1, LocalPIN=0).
 * pinpad: the device adds the PIN to the tokencode (LocalPIN=1).
 */
export type PinStyle = 'none' | 'fob' | 'pinpad';

/** A seed under envelope encryption: AES-256-GCM with the serial as associated data, the data key wrapped by KMS. */
export type SealedSeed = {
  readonly wrappedKey: Uint8Array;
  /** KMS encryption context of the wrapped key. */
  readonly context: Readonly<Record<string, string>>;
  /** nonce (12 bytes), ciphertext, tag (16 bytes). */
  readonly box: Uint8Array;
};

export type Token = Followed & {
  /** 12 decimal digits for SecurID; up to 64 characters for OATH. */
  readonly serial: string;
  readonly algorithm: TokenAlgorithm;
  readonly digits: number;
  /** Seconds; 0 for HOTP. */
  readonly interval: number;
  readonly pinStyle: PinStyle;
  readonly seed: SealedSeed;
  /** Keyed hash (see core/tokens/pin.ts); absent in New PIN mode. */
  readonly pinHash?: string;
  /** Keyed hashes of the assignee's PINs before this one, newest first. */
  readonly formerPins?: readonly string[];
  /** Learned clock offset in intervals (HOTP: unused). */
  readonly offset: number;
  /** Last accepted interval (HOTP: last accepted counter); -1 before the first. Never decreases. */
  readonly lastInterval: number;
  /** When a passcode last proved it, Unix ms: one whose next tokencode was asked for proves nothing yet. */
  readonly provedAt?: number;
  /** When a passcode of it was first accepted here, Unix ms: from then on a passcode that is seen at its source deployment is good here too. */
  readonly firstUsedAt?: number;
  /** Wrong passcodes in a row. */
  readonly failures: number;
  /** Since when so many that it takes two successive codes to bring it back. */
  readonly suspendedAt?: number;
  /** File's windows in seconds; they may only narrow the product's own. */
  readonly windows?: { readonly small?: number; readonly medium?: number; readonly large?: number };
  readonly startsAt?: number;
  readonly expiresAt?: number;
  readonly enabled: boolean;
  readonly lost: boolean;
  /** Of a lost one: what takes the place of a tokencode, once. */
  readonly temporaryCode?: TemporaryCode;
  /** The user key it is assigned to. */
  readonly assignee?: string;
  readonly nickname?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
  readonly origin?: Origin;
};
