/** A user as administrators see one. */
import * as z from 'zod';
import { ACCOUNT_FACTS } from '#core/administration/users/account-state.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { ROLES, type User } from '#core/directory/model.ts';
import { tokenFields } from '#core/export/record.ts';
import { PASSWORD_STATES } from '#core/passwords/temporary.ts';
import { CREDENTIAL_ERRORS } from '../route/error-lists.ts';
import { answers, isoTime } from '../route/shapes.ts';
import { type ViewPorts, viewsOf } from './find.ts';

const text = z.string().optional();
const time = isoTime.optional();
const token = z.strictObject({
  serial: z.string(),
  algorithm: tokenFields.algorithm,
  digits: z.number(),
  interval: z.number().describe('Seconds; 0 for HOTP'),
  pinStyle: tokenFields.pinStyle,
  nickname: text,
  enabled: z.boolean(),
  lost: z.boolean(),
  failures: z.number(),
  newPinMode: z.boolean(),
  expiresAt: time,
  temporaryCodeUntil: time.describe('Of a lost one: until when an unused temporary code counts'),
});
export const user = answers<UserView>()(
  z.strictObject({
    userId: z.string(),
    firstName: text,
    middleName: text,
    lastName: text,
    email: text,
    certificateDn: text,
    preferredLanguage: text,
    role: z.enum(ROLES).optional(),
    version: z.number().describe('Rises with every save; an edit names the version it saw'),
    accountStart: time,
    accountEnd: time,
    state: z
      .array(z.strictObject({ fact: z.enum(ACCOUNT_FACTS), at: time }))
      .describe('What prevents a logon, then what else there is to know; empty: nothing. `at`: when it ends, or ended'),
    enabled: z.boolean(),
    lockedOut: z.boolean(),
    failures: z.number(),
    hasPassword: z.boolean(),
    passwordState: z
      .enum(PASSWORD_STATES)
      .describe('`temporary`: given out by an administrator and still to be changed; `ended`: not changed in time'),
    temporaryPasswordUntil: time.describe('When a temporary password can’t be used any more'),
    linksWaitUntil: time.describe('No password is reset by a link before this: an administrator changed the address'),
    passwordChangedAt: time,
    mustChangePassword: z.boolean(),
    questionsAnswered: z.number(),
    questionsRequired: z.number().describe('As many as enrolment asks for'),
    tokens: z.array(token),
    firstTokenLogonAt: time,
    imported: z.boolean(),
    createdAt: time,
    updatedAt: time,
  }),
);
export const userShape = { name: 'User', schema: user };

export const viewOf = async (deps: ViewPorts, one: User, now: number): Promise<UserView> =>
  (await viewsOf(deps, [one], now))[0]!;

export const EDIT_ERRORS = [
  'user.not_found',
  'user.conflict',
  'user.higher_role',
  'user.own_password',
  ...CREDENTIAL_ERRORS,
] as const;
