/**
 * What may stand beside a record in a report: why it is as it is, and what an administrator can do about it. Errors of the
 * catalogue (core/errors/) refuse a package as a whole; these never stop another record. docs/report-codes.md is made of this.
 */
type ReportCodeDefinition = { readonly cause: string; readonly remedy: string };

export const REPORT_CODES = {
  'user.exists': {
    cause: 'A user with this ID was here before the run.',
    remedy: 'Nothing is to be done: no policy touches credentials of such a user.',
  },
  'user.has_role': {
    cause: 'The user has an administrative role here.',
    remedy: 'Nothing is to be done: imports never touch administrators.',
  },
  'user.duplicate': {
    cause: 'An earlier record of the package has the same user ID.',
    remedy: 'Remove one of the two at the source and pack again.',
  },
  'user.no_token': {
    cause: 'The user has no token.',
    remedy: 'Assign a token or reset the password: the user can log on only then.',
  },
  'user.no_address': {
    cause: 'The user has no e-mail address.',
    remedy: 'Tell this user in another way how to log on.',
  },
  'user.email_invalid': {
    cause: 'The e-mail field does not hold exactly one address.',
    remedy: 'Correct it at the source and pack again.',
  },
  'notice.not_possible': {
    cause:
      'The user was not mailed: no token alone logs on to the Self-Service Console here, or Forgot Your Password is off.',
    remedy: 'Let a super-admin approve the change of settings; then run the package once more.',
  },
  'token.exists': {
    cause: 'A token with this serial number was here before the run.',
    remedy: 'Nothing is to be done: it stays as it is.',
  },
  'token.assigned': {
    cause: 'The token is assigned to another user here.',
    remedy: 'Unassign it first if it is this user’s.',
  },
  'token.duplicate': {
    cause: 'An earlier record of the package has the same serial number.',
    remedy: 'Remove one of the two at the source and pack again.',
  },
  'token.user_missing': {
    cause: 'The token is assigned to a user that neither the package nor this deployment holds.',
    remedy: 'Correct the assignment and pack again.',
  },
  'token.seed_invalid': {
    cause: 'The seed has the wrong length for the token’s algorithm.',
    remedy: 'Have the token file issued again, then pack again.',
  },
  'token.taken_over': {
    cause: 'The token was here unassigned.',
    remedy: 'Nothing is to be done: the assigned one of the export replaced it.',
  },
  'password.missing': {
    cause: 'The internal source gave no password for this user.',
    remedy: 'Reset the user’s password.',
  },
  'password.not_allowed': {
    cause: 'The record holds a password, but users of an external identity source come without one.',
    remedy: 'Pack without passwords.',
  },
  'password.hash_unusable': {
    cause: 'A hash of the record is no argon2id PHC string within the allowed costs.',
    remedy: 'Pack again.',
  },
  'answers.dropped': {
    cause: 'Some answers belong to questions that the catalogue here does not hold.',
    remedy: 'Nothing is to be done: the user may answer others.',
  },
  'answers.too_few': {
    cause: 'Fewer answers are left than enrolment asks for.',
    remedy: 'Nothing is to be done: the user sets up security questions at the first logon.',
  },
  'answers.question_unknown': {
    cause: 'An answer names a question that the manifest does not list.',
    remedy: 'Pack again.',
  },
  'record.not_json': {
    cause: 'The line is not JSON in UTF-8.',
    remedy: 'Pack again, or correct the exporter.',
  },
  'record.too_long': {
    cause: 'The line is longer than the format allows.',
    remedy: 'Shorten the fields at the source and pack again.',
  },
  'record.unknown_field': {
    cause: 'The record holds a field that the format does not know (docs/export-format.md).',
    remedy: 'Pack again with the version of `landfall` that this deployment has.',
  },
  'record.invalid': {
    cause: 'A field of the record does not fit the format (docs/export-format.md).',
    remedy: 'Correct it at the source and pack again.',
  },
  'user.differs': {
    cause: 'The export says otherwise about a user who has used the account here.',
    remedy:
      'Look at the fields that are named. Change them here by hand, or import with `--apply-to-touched`, which takes address, enabled and dates over.',
  },
  'user.renamed': {
    cause: 'The export gives a person who has used the account here another user ID.',
    remedy: 'Import with `--apply-to-touched` to give the person the new user ID.',
  },
  'user.id_reused': {
    cause: 'Another person of the same source has this user ID here: the immutable ids differ.',
    remedy:
      'Delete the earlier person here if they have left, or give one of the two another user ID at the source; then pack again.',
  },
  'user.other_source': {
    cause: 'A user of another source has this user ID here.',
    remedy: 'Give the users of this source other user IDs here, with `--rename` or `--user-id-suffix`.',
  },
  'user.gone': {
    cause: 'A full export of the source does not have this person any more.',
    remedy: 'Disable the account here if the person has left, or import with `--disable-gone`.',
  },
  'user.awaits_yes': {
    cause:
      'The user was told already: changes of address, answers, seed, PIN or token wait until a super-admin confirms them.',
    remedy: 'Look at the changes, then confirm the run.',
  },
  'user.not_in_wave': {
    cause: 'The run imports listed users alone, and this record belongs to none of them.',
    remedy: 'Nothing is to be done: it comes with a later run of the package.',
  },
  'token.pending': {
    cause: 'The export gives a token to a user who has used the account here.',
    remedy: 'Assign the token by hand, or import with `--apply-to-touched`.',
  },
  'token.differs': {
    cause: 'The export says otherwise about a token that is in use here.',
    remedy:
      'Nothing is changed behind its user’s back: have the token replaced or assigned by hand if the export is right.',
  },
  'token.other_source': {
    cause: 'A token with this serial number came from another source.',
    remedy: 'Remove it from the export of the source that does not own the device, and pack again.',
  },
  'token.gone': {
    cause: 'A full export of the source does not have this token any more.',
    remedy: 'Delete the token here if the device is gone.',
  },
  'record.older': {
    cause: 'The package is older than the newest import of its source: it creates what is missing and changes nothing.',
    remedy: 'Nothing is to be done, unless the older export is the right one: then import it with `--older`.',
  },
  'record.refused': {
    cause: 'The database does not take the record: its user ID or its fields are too long for it.',
    remedy: 'Shorten the fields at the source and pack again.',
  },
} as const satisfies Readonly<Record<string, ReportCodeDefinition>>;

export type ReportCode = keyof typeof REPORT_CODES;
/** For a schema: there is one at least. */
export const REPORT_CODE_NAMES = Object.keys(REPORT_CODES) as [ReportCode, ...ReportCode[]];

/** Of a code that was read: a report may have been written by another version. */
export const isReportCode = (code: string): code is ReportCode => Object.hasOwn(REPORT_CODES, code);

/** Cause and remedy of a code, followed by where in the record it applies, if that is known. */
export function hintOf(code: ReportCode, where?: string): string {
  const { cause, remedy } = REPORT_CODES[code];
  return where === undefined ? `${cause} ${remedy}` : `${cause} ${remedy} (${where})`;
}
