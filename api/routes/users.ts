/** Users as administrators find, mend and reset them, and the first administrator. */
import * as z from 'zod';
import { newAdministrator } from '#core/administration/users/create-administrator.ts';
import { userEdit } from '#core/administration/users/edit.ts';
import { passwordReset } from '#core/administration/users/reset.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { ROLES } from '#core/directory/model.ts';
import { tokenFields } from '#core/export/record.ts';
import { search } from '#lambdas/admin-users/schema.ts';
import type { Operations } from '../model.ts';
import { PASSWORD_PROBLEMS, PIN_PROBLEMS } from '../problems.ts';
import { answers, isoTime } from '../shapes.ts';

const helpDesk = { by: 'role', role: 'help-desk' } as const;
const text = z.string().optional();
const time = isoTime.optional();
const path = { id: 'User ID' };

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
});
const user = answers<UserView>()(
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
    enabled: z.boolean(),
    lockedOut: z.boolean(),
    failures: z.number(),
    hasPassword: z.boolean(),
    passwordChangedAt: time,
    mustChangePassword: z.boolean(),
    questionsAnswered: z.number(),
    tokens: z.array(token),
    firstTokenLogonAt: time,
    imported: z.boolean(),
    createdAt: time,
    updatedAt: time,
  }),
);
const userShape = { name: 'User', schema: user };
const EDIT_PROBLEMS = ['user.not_found', 'user.conflict', 'user.higher_role', 'user.own_password'] as const;

export const userOperations: Operations = {
  'GET /users': {
    id: 'findUsers',
    summary: 'Find users by user ID, its beginning, e-mail address or serial number, or list them all',
    details:
      'By one of the four, or by none for all. A user ID and a serial are found at once. The rest is searched page by page, in no order: a page may be empty and still have a `next`.',
    access: helpDesk,
    query: {
      schema: search,
      means: {
        userId: 'User ID, in any case',
        startsWith: 'The beginning of user IDs, in any case',
        email: 'The whole address',
        serial: 'Of a token that is assigned to the user',
        limit: 'Users a page, where they are listed or found by the beginning of their ID',
        next: 'From the page before',
      },
    },
    answer: {
      status: 200,
      means: 'Those found.',
      body: { name: 'Users', schema: z.strictObject({ users: z.array(user), next: text }) },
    },
    problems: ['request.next'],
  },
  'GET /users/{id}': {
    id: 'showUser',
    summary: 'One user',
    access: helpDesk,
    path,
    answer: { status: 200, means: 'The user.', body: userShape },
    problems: ['user.not_found'],
  },
  'PATCH /users/{id}': {
    id: 'editUser',
    summary: 'Edit a user',
    details:
      'A field that is absent stays; null takes the value away. Where the internal database requires a password, no edit of a user without one is saved unless it carries one. `lockedOut: false` also ends a lockout by failures. Answers can only be cleared.',
    access: helpDesk,
    path,
    request: { name: 'UserEdit', schema: userEdit, example: { version: 1, lastName: 'Lovelace', lockedOut: false } },
    answer: { status: 200, means: 'The user after the edit.', body: userShape },
    problems: [
      ...EDIT_PROBLEMS,
      'user.own_role',
      'user.own_account',
      'user.role_not_yours',
      'user.password_required',
      'user.typed_password_forbidden',
      'user.account_dates',
      ...PASSWORD_PROBLEMS,
    ],
  },
  'POST /users/{id}/reset-password': {
    id: 'resetPasswordOf',
    summary: 'Reset a user’s password',
    details:
      '`link` mails a link and changes nothing until it is used; `one-time` answers with a random password, this once; `typed` sets the one given. The last two must be changed at the next logon.',
    access: helpDesk,
    path,
    request: { name: 'PasswordReset', schema: passwordReset, example: { method: 'link' } },
    answer: {
      status: 200,
      means: 'Done.',
      body: {
        name: 'PasswordResetDone',
        schema: z.strictObject({ method: z.enum(['link', 'one-time', 'typed']), oneTimePassword: text }),
      },
    },
    problems: [...EDIT_PROBLEMS, 'user.mailbox_missing', 'user.typed_password_forbidden', ...PASSWORD_PROBLEMS],
  },
};

export const createAdminOperations: Operations = {
  'POST /api/operator/create-admin': {
    id: 'createAdministrator',
    summary: 'Create the first administrator, with a token',
    details:
      'For operators alone. While an enabled administrator exists, only `breakGlass: true` creates another one; it raises an alarm. Without a PIN the token is in New PIN mode.',
    access: { by: 'role', role: 'super-admin' },
    request: {
      name: 'NewAdministrator',
      schema: newAdministrator,
      example: {
        userId: 'root',
        role: 'super-admin',
        token: {
          serial: '000123456789',
          algorithm: 'securid-aes128',
          seed: 'AAAAAAAAAAAAAAAAAAAAAA==',
          digits: 6,
          interval: 60,
          pinStyle: 'fob',
          enabled: true,
        },
      },
    },
    answer: {
      status: 201,
      means: 'Created.',
      body: {
        name: 'AdministratorCreated',
        schema: z.strictObject({
          userId: z.string(),
          role: z.enum(ROLES),
          serial: z.string(),
          brokeGlass: z.boolean(),
        }),
      },
    },
    problems: ['admin.enabled_exists', 'admin.exists', 'token.seed_invalid', ...PIN_PROBLEMS],
  },
};
