/** Of users and administrators. */
import { type Definitions, fact } from './definition.ts';

export const USERS = {
  'user.not_found': { status: 404, means: 'There is no user with this ID.' },
  'user.search_short': {
    status: 400,
    means:
      'Too little of the text was typed to look for people by it: `least` characters, beside zeros at the beginning.',
    facts: { least: fact<number>() },
  },
  'user.confirm': { status: 422, means: '`confirm` is not the user ID that is to be erased.' },
  'user.conflict': { status: 409, means: 'Someone else changed the user since this `version`. Read it again.' },
  'user.password_required': {
    status: 422,
    means: 'The internal database requires a password and this user has none: set one in the same save.',
    facts: { field: fact<string>() },
  },
  'user.typed_password_forbidden': { status: 422, means: 'The settings forbid passwords typed by an administrator.' },
  'user.mailbox_missing': {
    status: 422,
    means: 'There is no address to mail a link to.',
    facts: { field: fact<string>() },
  },
  'user.readdressed': {
    status: 409,
    means: 'An administrator changed the address of this user: no link is sent to the new one before `until`.',
    facts: { until: fact<string>() },
  },
  'user.temporary_passwords': {
    status: 429,
    means:
      'The caller has given out as many one-time or typed passwords and temporary codes in this hour as the settings allow.',
    facts: { perHour: fact<number>(), retryAfterSeconds: fact<number>() },
  },
  'user.second_way': {
    status: 403,
    means:
      'The caller gave this user another of temporary code, one-time password, address and cleared PIN (`given`) less than 24 hours ago: another administrator must do this, or the caller after `until`.',
    facts: { given: fact<string>(), until: fact<string>() },
  },
  'user.account_dates': {
    status: 422,
    means: 'The account would end before it starts.',
    facts: { field: fact<string>() },
  },
  'user.role_holder': {
    status: 403,
    means: 'The user has a role: only a super-administrator who is another user changes how such a user logs on.',
  },
  'user.higher_role': { status: 403, means: 'The user has a higher role than the caller.' },
  'user.own_role': { status: 403, means: 'Nobody changes their own role.' },
  'user.role_not_yours': { status: 403, means: 'The caller may not give or take this role.' },
  'user.own_account': {
    status: 403,
    means: 'Nobody changes their own e-mail address or account dates, or ends their own lockout, as an administrator.',
  },
  'user.own_password': { status: 403, means: 'One’s own password is changed at PUT /api/me/password.' },
  'admin.enabled_exists': {
    status: 409,
    means: 'An enabled administrator exists; only `POST /break-glass` creates another one.',
  },
  'admin.exists': {
    status: 409,
    means: 'The user ID or the serial is taken, or somebody created one at the same moment.',
  },
} as const satisfies Definitions;
