/** Items of the directory table: core/directory/model.ts says what each field is. */
import * as z from 'zod';
import {
  type DisabledBy,
  type Followed,
  type FormerAddress,
  GIVEN_WAYS,
  type Origin,
  ROLES,
  type SealedSeed,
  type StoredAnswer,
  type StoredPassword,
  type TemporaryCode,
  type Token,
  type User,
  type WayGiven,
} from '#core/directory/model.ts';
import type { Shape } from '#core/stored.ts';
import type { EarlierUser } from '#core/upgrade/follow.ts';

const text = z.string();
const number = z.number();
const flag = z.boolean();
const bytes = z.instanceof(Uint8Array);

const origin = z.object({ migration: text, part: number, line: number } satisfies Shape<Origin>);
const password = z.object({
  hash: text,
  changedAt: number,
  mustChange: flag,
  firstUsedAt: number.exactOptional(),
  history: z.array(text),
} satisfies Shape<StoredPassword>);
const formerAddress = z.object({ address: text, at: number } satisfies Shape<FormerAddress>);
const wayGiven = z.object({ way: z.enum(GIVEN_WAYS), by: text, at: number } satisfies Shape<WayGiven>);
const answer = z.object({ language: text, question: text, hash: text } satisfies Shape<StoredAnswer>);
const seed = z.object({ wrappedKey: bytes, context: z.record(text, text), box: bytes } satisfies Shape<SealedSeed>);
const temporaryCode = z.object({
  hash: text,
  givenAt: number,
  epoch: number,
  serials: z.array(text),
  usedAt: number.exactOptional(),
} satisfies Shape<TemporaryCode>);
const disabledBy = z.object({ run: text } satisfies Shape<DisabledBy>);
const followed = {
  source: text.exactOptional(),
  packedAt: number.exactOptional(),
  touchedAt: number.exactOptional(),
  changedBy: origin.exactOptional(),
  disabledBy: disabledBy.exactOptional(),
  peopleOf: text.exactOptional(),
  journey: text.exactOptional(),
} satisfies Shape<Followed>;

const userFields = {
  ...followed,
  userId: text,
  firstName: text.exactOptional(),
  middleName: text.exactOptional(),
  lastName: text.exactOptional(),
  email: text.exactOptional(),
  formerAddresses: z.array(formerAddress).exactOptional(),
  readdressedAt: number.exactOptional(),
  certificateDn: text.exactOptional(),
  preferredLanguage: text.exactOptional(),
  accountStart: number.exactOptional(),
  accountEnd: number.exactOptional(),
  enabled: flag,
  lockedOut: flag,
  role: z.enum(ROLES).exactOptional(),
  password: password.exactOptional(),
  answers: z.array(answer),
  tokens: z.array(text),
  waysGiven: z.array(wayGiven).exactOptional(),
  failures: number,
  failuresSince: number,
  failedAt: number.exactOptional(),
  firstTokenLogonAt: number.exactOptional(),
  signedOffAt: number.exactOptional(),
  sessionEpoch: number,
  imported: flag,
  sourceUserId: text.exactOptional(),
  externalId: text.exactOptional(),
  sealId: text.exactOptional(),
  createdAt: number,
  updatedAt: number,
  version: number,
  origin: origin.exactOptional(),
} satisfies Shape<User>;
const tokenFields = {
  ...followed,
  serial: text,
  algorithm: z.enum(['securid-aes128', 'totp-sha1', 'totp-sha256', 'totp-sha512', 'hotp-sha1']),
  digits: number,
  interval: number,
  pinStyle: z.enum(['none', 'fob', 'pinpad']),
  seed,
  pinHash: text.exactOptional(),
  formerPins: z.array(text).exactOptional(),
  offset: number,
  lastInterval: number,
  firstUsedAt: number.exactOptional(),
  provedAt: number.exactOptional(),
  failures: number,
  suspendedAt: number.exactOptional(),
  windows: z
    .object({ small: number.exactOptional(), medium: number.exactOptional(), large: number.exactOptional() })
    .exactOptional(),
  startsAt: number.exactOptional(),
  expiresAt: number.exactOptional(),
  enabled: flag,
  lost: flag,
  temporaryCode: temporaryCode.exactOptional(),
  assignee: text.exactOptional(),
  nickname: text.exactOptional(),
  createdAt: number,
  updatedAt: number,
  version: number,
  origin: origin.exactOptional(),
} satisfies Shape<Token>;

export const user: z.ZodType<User> = z.object(userFields);
export const token: z.ZodType<Token> = z.object(tokenFields);
/** As releases before wrote it: for the upgrade. */
export const earlierUser: z.ZodType<EarlierUser> = z.object({
  ...userFields,
  updatedBy: origin.exactOptional(),
} satisfies Shape<EarlierUser>);
