/**
 * Every error code that the API answers with, once. A client decides by `code` and `status`; `title` is for people.
 * Tests hold this table against the code (problems.test.ts) and against every answer of the integration tests.
 */
type Problem = {
  /** HTTP status; a few codes have two. */
  readonly status: number | readonly number[];
  readonly means: string;
  /** What the problem holds beside type, title, status and code. */
  readonly facts?: string;
};

export const PROBLEMS = {
  // Any request
  'request.invalid': {
    status: 400,
    means: 'A field or parameter is missing, unknown or not what the schema says.',
    facts: '`fields`: path and reason of each, never a value',
  },
  'request.not_json': {
    status: [400, 415],
    means: 'The body is not JSON (400) or not sent as application/json (415).',
  },
  'request.too_large': { status: 413, means: 'The request is larger than 256 KiB.' },
  'request.header_missing': {
    status: 403,
    means: 'The header `x-landfall: 1` is missing on a request that changes something.',
  },
  'request.forbidden': { status: 403, means: 'The request did not come through the distribution, or is not signed.' },
  'request.not_found': { status: 404, means: 'There is no such route.' },
  'request.next': { status: 400, means: '`next` is not one that an answer before gave.' },
  internal: {
    status: [500, 503],
    means: 'A fault on this side. 503: a passing one; send the same again.',
    facts: '`requestId` to look for in the logs',
  },

  // Logon and sessions
  'logon.failed': { status: 401, means: 'The logon failed. The same for every cause, known user or not.' },
  'throttle.source': {
    status: 429,
    means: 'Too many attempts from this address or its network.',
    facts: '`retryAfterSeconds`',
  },
  'challenge.invalid': { status: 401, means: 'The step is over or was done already. Begin with the logon again.' },
  'session.required': { status: 401, means: 'There is no session, or not any more. Log on.' },
  'session.change_password': { status: 403, means: 'This session is good only for setting a password of one’s own.' },
  'session.not_fresh': { status: 403, means: 'The logon is longer than 15 minutes ago. Log on again.' },
  'role.required': {
    status: 403,
    means: 'Not a session of the Security Console, or a role that does not reach.',
    facts: '`role` that would',
  },
  'pin.characters': { status: 400, means: 'The PIN holds a character that this token’s PINs can’t.' },
  'pin.length': { status: 400, means: 'The PIN is too short or too long.', facts: '`min`, `max`' },
  'pin.zero': { status: 400, means: 'The PIN of a PINPad-style token is all zeros.' },
  'pin.sequence': { status: 400, means: 'The PIN is a sequence: equal steps, such as 1234, 9876, 2468 or abcd.' },
  'pin.repeated': { status: 400, means: 'The PIN repeats itself, such as 1111, 1212 or 123123.' },
  'pin.used_before': { status: 400, means: 'The PIN is one of the token’s last ones.', facts: '`history`' },
  'pin.choice': {
    status: 403,
    means: 'The settings leave the choice of a PIN to the system, or to the user, alone.',
    facts: '`choice`',
  },
  'pin.none': { status: 409, means: 'The token is in New PIN mode: a logon with its tokencode sets the first PIN.' },
  'pin.passcode_wrong': {
    status: 403,
    means: 'The passcode with the former PIN is not right, for whatever cause. Counts like a failed logon.',
  },
  'pin.not_used': { status: 400, means: 'The token is used without a PIN.' },
  'pin.proof_required': { status: 403, means: 'The code that was mailed to the user is asked for too.' },
  'pin.proof_wrong': {
    status: 403,
    means: 'The code is not the mailed one (any more), or the day’s tries are used up.',
  },

  // Security questions, passwords, recovery
  'answers.count': { status: 422, means: 'Not as many answers as enrolment asks for.', facts: '`required`, `given`' },
  'answers.question_repeated': { status: 422, means: 'A question was chosen twice.' },
  'answers.refused': {
    status: 422,
    means: 'An answer is too short, too common, repeated, the user’s own name, or stands in its question.',
    facts: '`answers`: index, code and reason of each',
  },
  'answers.unknown_question': {
    status: 422,
    means: 'A question is not in the catalogue of its language.',
    facts: '`answers`: index',
  },
  'password.first_by_recovery': {
    status: 409,
    means: 'The user has no password: the first one comes through Forgot Your Password or an administrator.',
  },
  'password.current_wrong': { status: 403, means: 'The current password is not right. Counts like a failed logon.' },
  'password.too_short': { status: 422, means: 'The password is too short.', facts: '`minLength`' },
  'password.too_long': { status: 422, means: 'The password is too long.', facts: '`maxLength`' },
  'password.too_common': { status: 422, means: 'The password is one of the commonest.' },
  'password.own_word': {
    status: 422,
    means: 'The password is the user’s or the organisation’s own name, word or address.',
    facts: '`kind`: user-id, name, email or organisation',
  },
  'password.characters': { status: 422, means: 'The password holds half a character (an unpaired surrogate).' },
  'password.breached': {
    status: 422,
    means: 'The password is known from a breach. Only where `passwordPolicy.breachedPasswords` is on.',
  },
  'password.used_before': { status: 422, means: 'The password is one of the user’s last ones.', facts: '`history`' },
  'feature.off': { status: 404, means: 'Forgot Your Password is switched off.' },
  'recovery.failed': { status: 401, means: 'The link, passcode, step or grant is not valid (any more). Begin again.' },
  'recovery.answers_wrong': {
    status: 401,
    means: 'The answers are not right, or the day’s tries are used up. Which one is wrong is not told.',
    facts: '`wrongSetsPerDay`',
  },

  // Users
  'user.not_found': { status: 404, means: 'There is no user with this ID.' },
  'user.conflict': { status: 409, means: 'Someone else changed the user since this `version`. Read it again.' },
  'user.password_required': {
    status: 422,
    means: 'The internal database requires a password and this user has none: set one in the same save.',
    facts: '`field`',
  },
  'user.typed_password_forbidden': { status: 422, means: 'The settings forbid passwords typed by an administrator.' },
  'user.mailbox_missing': { status: 422, means: 'There is no address to mail a link to.', facts: '`field`' },
  'user.account_dates': { status: 422, means: 'The account would end before it starts.', facts: '`field`' },
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
    means: 'An enabled administrator exists; only `breakGlass` creates another one.',
  },
  'admin.exists': {
    status: 409,
    means: 'The user ID or the serial is taken, or somebody created one at the same moment.',
  },
  'token.not_found': { status: 404, means: 'There is no token with this serial number, or it is not one’s own.' },
  'token.conflict': {
    status: 409,
    means: 'Somebody changed the token or its user since this `version`. Read the token again.',
  },
  'token.own': {
    status: 403,
    means: 'Nobody enables, finds, clears, assigns or resynchronises their own token as an administrator.',
  },
  'token.assigned': { status: 409, means: 'The token is assigned already; nobody’s token is taken over.' },
  'token.unassigned': { status: 409, means: 'The token is assigned to nobody.' },
  'token.too_many': { status: 409, means: 'The user has as many tokens as one can have.', facts: '`max`' },
  'token.codes_wrong': {
    status: 422,
    means: 'Not two consecutive codes of this token within reach. Counts like a failed logon where it is one’s own.',
  },
  'token.codes_spent': { status: 422, means: 'The two codes are no newer than the last one that was accepted.' },
  'token.unusable': { status: 409, means: 'The token is disabled, lost, expired or not started.', facts: '`state`' },
  'token.seed_invalid': { status: 400, means: 'The seed’s length does not fit the algorithm.' },

  // Settings, questions, packers, audit
  'settings.invalid': {
    status: 422,
    means: 'A setting is unknown or out of its range.',
    facts: '`fields`: path and reason of each',
  },
  'settings.expression': {
    status: 400,
    means: 'A Console Authentication Method can’t be read.',
    facts: '`position`, from 0',
  },
  'settings.conflict': {
    status: 409,
    means: 'Someone else saved the settings since this `version`. Read them again.',
    facts: '`expectedVersion`',
  },
  'questions.unreadable': {
    status: 422,
    means: 'The XML is not a catalogue of security questions.',
    facts: 'where it is known: `language`, `question`, `line`',
  },
  'questions.conflict': { status: 409, means: 'Someone else replaced questions at the same moment. Look again.' },
  'packers.key_invalid': { status: 400, means: 'Not an Ed25519 public key in PEM or base64 DER.' },
  'packers.exists': { status: 409, means: 'The packer is trusted already.', facts: '`id`' },
  'packers.not_found': { status: 404, means: 'No trusted packer has this id.', facts: '`id`' },
  'audit.next': { status: 400, means: '`next` is not one that an answer before gave.' },

  // Packages and migrations
  'upload.key': { status: 400, means: 'The key is not one that POST /uploads gave.' },
  'upload.incomplete': { status: 409, means: 'Parts are missing or wrong: POST /uploads/resume says which.' },
  'upload.not_found': {
    status: 404,
    means: 'There is no such upload (any more): one that is not completed in a day is given up.',
  },
  'upload.too_large': { status: 413, means: 'A package can be at most 5 TiB.', facts: '`limit` in bytes' },
  'migration.key': { status: 400, means: 'The key is not under staged/ or uploads/.' },
  'migration.not_found': { status: 404, means: 'There is no migration with this id.' },
  'migration.running': { status: 409, means: 'This package is being migrated at this moment.' },
  'migration.done': { status: 409, means: 'This package has been migrated; `again` runs it once more.' },
  'package.missing': { status: 404, means: 'The package is not in the export bucket (any more).' },
  'package.changed': { status: 409, means: 'The object no longer has this ETag.' },
  'package.not_zip': { status: 422, means: 'The object is not a ZIP file.' },
  'package.truncated': { status: 422, means: 'The ZIP directory can’t be read: the file is cut off or damaged.' },
  'package.layout_invalid': { status: 422, means: 'The ZIP holds something that an export package does not.' },
  'package.manifest_invalid': { status: 422, means: 'The manifest is missing or does not fit the format.' },
  'package.too_large': { status: 413, means: 'The package is larger than the format allows.' },
} as const satisfies Readonly<Record<string, Problem>>;

export type ProblemCode = keyof typeof PROBLEMS;
export const problemOf = (code: ProblemCode): Problem => PROBLEMS[code];

/** The statuses that a code comes with. */
export const statusesOf = (code: ProblemCode): readonly number[] => [PROBLEMS[code].status].flat();

/** Of the first PIN of a new token. */
export const PIN_PROBLEMS = [
  'pin.characters',
  'pin.length',
  'pin.zero',
  'pin.sequence',
  'pin.repeated',
  'pin.not_used',
] as const;
/** Of a PIN that its user chooses. */
export const NEW_PIN_PROBLEMS = [...PIN_PROBLEMS, 'pin.used_before', 'pin.choice'] as const;
export const PASSWORD_PROBLEMS = [
  'password.too_short',
  'password.too_long',
  'password.too_common',
  'password.own_word',
  'password.used_before',
  'password.characters',
  'password.breached',
] as const;
