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
  'user.differs': {
    cause: 'The user has been used here, so the differences that are listed were not applied.',
    remedy: 'Look at each; the option `--apply-to-touched` applies address, enabled and dates.',
  },
  'user.renamed': {
    cause: 'The same person has another user ID at the source now, and has been used here.',
    remedy: 'The option `--apply-to-touched` gives the person the new user ID.',
  },
  'user.id_reused': {
    cause: 'The user ID belongs here to another person of the same source.',
    remedy: 'Find out who is who; disable or delete the earlier person here, or give the new one another user ID.',
  },
  'user.other_source': {
    cause: 'The user ID belongs here to a person of another source, or to one who was made here.',
    remedy: 'Import with `--rename` (a list of old and new user IDs) or `--user-id-suffix`.',
  },
  'user.gone': {
    cause: 'The newest full export of the source does not have this person any more.',
    remedy: 'The option `--disable-gone` disables such users; those in use only with `--apply-to-touched`.',
  },
  'user.awaits_yes': {
    cause: 'The user was mailed already, so the changes that are listed wait for a confirmation.',
    remedy: 'Let a super-admin look at them and confirm the run: `landfall run confirm`.',
  },
  'user.not_in_wave': {
    cause: 'The user is not among those that this run was asked to bring.',
    remedy: 'Nothing is to be done: a later run of the same package brings the user.',
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
  'token.pending': {
    cause: 'The export gives the user a further token, but the user or the token has been used here.',
    remedy: 'Assign it here, or import with `--apply-to-touched`.',
  },
  'token.differs': {
    cause: 'The token has been used here, so what differs was not applied.',
    remedy: 'Nothing is to be done while the token works; otherwise give the user another one.',
  },
  'token.other_source': {
    cause: 'The serial number belongs here to a token of another source, or to one that was made here.',
    remedy: 'Find out who holds the device; delete the token here if it is not used.',
  },
  'token.gone': {
    cause: 'The newest full export of the source does not have this token any more.',
    remedy: 'The option `--disable-gone` disables it.',
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
  'record.older': {
    cause: 'What is here follows a newer export of this source.',
    remedy: 'Import the newest package; the option `--older` applies this one all the same.',
  },
  'record.refused': {
    cause: 'The database does not take the record: a field is too long for it, or holds characters that are none.',
    remedy: 'Correct the record at the source and pack again.',
  },
  'rollback.deleted': {
    cause: 'The import had created it, and it has not been used since.',
    remedy: 'Nothing is to be done: it is deleted.',
  },
  'rollback.restored': {
    cause: 'The import had changed it, and it has not been used or changed since.',
    remedy: 'Nothing is to be done: it is as it was before.',
  },
  'rollback.enabled': {
    cause: 'The import had disabled it, because the export did not have it any more.',
    remedy: 'Nothing is to be done: it is enabled again, and as it was before.',
  },
  'rollback.touched': {
    cause: 'A person has used it or changed it here since the import.',
    remedy: 'Nothing is to be done where it may stay; otherwise delete or correct it by hand.',
  },
  'rollback.has_role': {
    cause: 'The user has an administrative role here.',
    remedy: 'Nothing is to be done: a rollback never touches administrators.',
  },
  'rollback.changed_later': {
    cause: 'It has been changed since by another import, or made anew.',
    remedy: 'Take back that import first, or correct it by hand.',
  },
  'rollback.no_before_image': {
    cause: 'What it was before the import is not kept any more, or was not kept by the release that imported it.',
    remedy: 'Correct it by hand, or import an export that says what it should be.',
  },
  'rollback.gone': {
    cause: 'It is not here any more: an administrator deleted it.',
    remedy: 'Nothing is to be done: it is not brought back.',
  },
  'rollback.key_taken': {
    cause: 'Another user has the user ID of before.',
    remedy: 'Give one of the two another user ID, or leave both as they are.',
  },
  'rollback.together': {
    cause: 'It goes back only together with another user or token, which stays.',
    remedy: 'Look at the other one: its line says why it stays.',
  },
  'rollback.too_large': {
    cause: 'Too many users and tokens would have to go back in one step.',
    remedy: 'Correct them by hand, or import an export that says what they should be.',
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
