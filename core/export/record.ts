/**
 * The records of an export package's parts: one JSON object a line. docs/export-format.md describes them for other
 * exporters. Unknown fields are refused; every field has a length limit.
 */
import * as z from 'zod';
import { type SourceField, USER_FIELDS } from '#core/user-fields.ts';
import { LIMITS } from './limits.ts';

const text = (max: number) => z.string().min(1).max(max);
/** ISO 8601 in UTC with seconds: 2026-11-23T08:43:45Z. */
const time = z.iso.datetime({ offset: false }).max(30);

/** Of HOTP: no device comes there, and behind it all counters of a window are numbers of their own. */
const MAX_COUNTER = 2 ** 48;

export const tokenFields = {
  serial: z.string().regex(/^[\x21-\x7e]{1,64}$/u),
  algorithm: z.enum(['securid-aes128', 'totp-sha1', 'totp-sha256', 'totp-sha512', 'hotp-sha1']),
  /** Base64. SecurID: exactly 16 bytes; OATH: 10 to 64 bytes. */
  seed: z.base64().max(96),
  digits: z.int().min(6).max(8),
  /** Seconds: 30 or 60; 0 for HOTP. */
  interval: z.union([z.literal(0), z.literal(30), z.literal(60)]),
  pinStyle: z.enum(['none', 'fob', 'pinpad']),
  /** Absent: New PIN mode (or pinStyle none). */
  pin: z.string().min(4).max(8).optional(),
  /** Learned clock offset in intervals. */
  clockOffset: z.int().min(-1000).max(1000).optional(),
  /** HOTP: the next counter. */
  counter: z.int().min(0).max(MAX_COUNTER).optional(),
  windows: z
    .strictObject({
      small: z.int().min(0).optional(),
      medium: z.int().min(0).optional(),
      large: z.int().min(0).optional(),
    })
    .optional(),
  startsAt: time.optional(),
  expiresAt: time.optional(),
  enabled: z.boolean(),
  nickname: text(64).optional(),
};

export const tokenOfUser = z.strictObject(tokenFields);

const answerRecord = z.strictObject({
  /** Index into the manifest's `questions`. */
  question: z.int().min(0).max(9999),
  /** argon2id PHC string of the comparable answer (NFKC, trimmed, white space folded, case folded). */
  hash: z.string().max(256),
});

const sourceFields = {
  userId: text(USER_FIELDS.userId.maxLength),
  firstName: text(USER_FIELDS.firstName.maxLength).optional(),
  middleName: text(USER_FIELDS.middleName.maxLength).optional(),
  lastName: text(USER_FIELDS.lastName.maxLength).optional(),
  email: text(USER_FIELDS.email.maxLength).optional(),
  certificateDn: text(USER_FIELDS.certificateDn.maxLength).optional(),
  preferredLanguage: text(USER_FIELDS.preferredLanguage.maxLength).optional(),
  accountStart: time.optional(),
  accountEnd: time.optional(),
  enabled: z.boolean(),
  lockedOut: z.boolean(),
} satisfies Readonly<Record<SourceField, z.ZodType>>;

/** Printable characters: what the directory never changes of an entry, whatever it is renamed to. */
const externalId = z.string().regex(new RegExp(`^\\P{C}{1,${LIMITS.externalIdLength}}$`, 'u'));

export const userRecord = z.strictObject({
  type: z.literal('user'),
  ...sourceFields,
  /** The directory's immutable id (entryUUID, objectGUID, ...), in one text form. Since format 2. */
  externalId: externalId.optional(),
  /** PHC string; only from an internal source. */
  password: z.string().max(256).optional(),
  tokens: z.array(tokenOfUser).max(LIMITS.tokensPerUser),
  answers: z.array(answerRecord).max(LIMITS.answersPerUser),
});

/** A token that comes without its user: unassigned, or assigned to a user whom the package does not hold. */
export const tokenRecord = z.strictObject({
  type: z.literal('token'),
  ...tokenFields,
  assignedTo: text(USER_FIELDS.userId.maxLength).optional(),
});

/** A user, or tokens, of the source who do not come and are not gone: a user without a token, one who was refused. Since format 2. */
export const presentRecord = z.strictObject({
  userId: text(USER_FIELDS.userId.maxLength).optional(),
  externalId: externalId.optional(),
  serials: z.array(tokenFields.serial).min(1).max(1000).optional(),
});

export const exportRecord = z.discriminatedUnion('type', [userRecord, tokenRecord]);

export type TokenOfUser = z.infer<typeof tokenOfUser>;
export type UserRecord = z.infer<typeof userRecord>;
export type TokenRecord = z.infer<typeof tokenRecord>;
export type PresentRecord = z.infer<typeof presentRecord>;
export type ExportRecord = z.infer<typeof exportRecord>;
