/**
 * What may stand beside a record in a report, and what to do about it. Package errors (core/export/errors.ts) refuse the
 * whole; these never stop another record.
 */
export const HINTS = {
  'user.exists': 'A user with this ID was here before the run; no policy touches credentials of such a user.',
  'user.has_role': 'The user has an administrative role here; imports never touch administrators.',
  'user.duplicate': 'An earlier record of the package has the same user ID. Remove one of the two at the source.',
  'user.no_token': 'The user can log on only after an administrator assigns a token or resets the password.',
  'user.no_address': 'No e-mail address: tell this user in another way how to log on.',
  'user.email_invalid': 'The e-mail field must hold exactly one address. Correct it at the source and pack again.',
  'token.exists': 'A token with this serial number was here before the run and stays as it is.',
  'token.assigned': 'The token is assigned to another user here. Unassign it first if it is this user’s.',
  'token.duplicate':
    'An earlier record of the package has the same serial number. Remove one of the two at the source.',
  'token.user_missing': 'The token is assigned to a user that neither the package nor this deployment holds.',
  'token.seed_invalid': 'The seed has the wrong length for the token’s algorithm. Issue the token file again.',
  'token.taken_over': 'The token was here unassigned; the assigned one of the export replaced it.',
  'password.missing': 'The internal source gave no password for this user; the user needs a reset.',
  'password.not_allowed': 'Users of an external identity source come without passwords. Pack without them.',
  'password.hash_unusable': 'A hash of the record is no argon2id PHC string within the allowed costs. Pack again.',
  'answers.dropped': 'Some answers belong to questions that the catalogue here does not hold.',
  'answers.too_few': 'The user must set up security questions at the first logon.',
  'answers.question_unknown': 'An answer names a question that the manifest does not list. Pack again.',
  'record.not_json': 'The line is not JSON in UTF-8. Pack again, or correct the exporter.',
  'record.too_long': 'The line is longer than the format allows.',
  'record.unknown_field': 'The record holds a field that the format does not know (docs/export-format.md).',
  'record.invalid': 'A field of the record does not fit the format (docs/export-format.md).',
} as const;

export type RecordCode = keyof typeof HINTS;

/** The hint of a code, followed by where in the record it applies, if that is known. */
export function hintOf(code: RecordCode, where?: string): string {
  return where === undefined ? HINTS[code] : `${HINTS[code]} (${where})`;
}
