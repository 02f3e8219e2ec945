/**
 * What `landfall pack` leaves out, and how it is called in the manifest's `refusals`. Those of single tokens are errors of
 * the catalogue too (core/errors/token-files.ts). docs/report-codes.md is made of this.
 */
import { TOKEN_FILES } from '#core/errors/token-files.ts';

const OF_THE_PACKAGE = {
  'user.duplicate': 'a second user with the same user ID (letter case does not count)',
  'user.invalid': "a field that can't be read or is too long: the user stays out, the tokens come as tokens of nobody",
  'user.email_invalid': 'not exactly one e-mail address: the user comes without one and will not be informed',
  'user.external_id_duplicate':
    'an immutable ID (externalId) that two users have: neither comes, since nothing says who is meant. Mend the directory, or map another attribute',
  'user.external_id_unusable':
    'an immutable ID that is longer than 200 characters or not printable: the user comes without one, known by the user ID alone',
  'user.listed_missing': 'a user ID on the list (--users) that the directory does not hold',
  // Not of `pack` but of a run that imports a wave: it stands in the same list.
  'user.wave_missing': 'a user ID on the list of a wave (`import --only`) that the package does not hold',
  'user.password_unusable': 'a password hash that is no argon2id PHC string: the user comes without a password',
  'token.user_duplicate': 'a token of a user who is refused as user.duplicate: it is not given to the other one',
  'token.too_many': 'more than 20 tokens of one user',
  'token.pin_invalid': "a PIN that can't be this token's: mend the assignments file",
  'assignment.token_missing': 'a serial that no token file holds',
  'assignment.duplicate': 'a second assignment of one token: the first counts',
  'assignment.pin_not_used': 'a PIN for an OATH token: these take none, so the token comes without it',
  'assignment.user_invalid': 'a user ID that is empty or too long: the token comes unassigned',
  'assignment.login_ignored': 'the token file names a user, the assignments file does not: the token comes unassigned',
  'answer.user_missing': 'an answer of a user who is not in the package',
  'answer.length': 'an answer shorter than 3 or longer than 255 characters',
  'answer.in_question': 'an answer that stands in its question',
  'answer.own_name': "an answer that is the user's own name or address",
  'answer.too_common': 'an answer that anybody would try first',
  'answer.repeated': 'the same answer to two questions: the first counts',
  'answer.question_repeated': 'a second answer to one question: the first counts',
  'answer.question_invalid': 'a question that is empty or longer than 255 characters',
  'answer.language_invalid': 'a language that is none',
  'answer.too_many': 'more answers or questions than the format holds',
  'ldif.broken_line': 'an entry with a broken line, skipped',
  'ldif.url_refused': 'an entry with a value from a URL, skipped',
  'ldif.change_refused': 'a change instead of an entry, skipped',
  'ldif.incomplete': 'the file ends before its directory does: the search that made it did not give everything',
  'ldif.encoding': 'an entry with bytes that are not UTF-8, skipped',
  'csv.broken_line': 'a broken row, skipped',
} as const;

type OwnCode = keyof typeof OF_THE_PACKAGE;
type TokenCode = keyof typeof TOKEN_FILES;
export type RefusalCode = OwnCode | TokenCode;

const isOwn = (code: string): code is OwnCode => Object.hasOwn(OF_THE_PACKAGE, code);
const isOfToken = (code: string): code is TokenCode => Object.hasOwn(TOKEN_FILES, code);

/** Of a code that was read: a package may have been written by another version. */
export const isRefusalCode = (code: string): code is RefusalCode => isOwn(code) || isOfToken(code);
export const REFUSAL_CODES = [...Object.keys(OF_THE_PACKAGE), ...Object.keys(TOKEN_FILES)].filter(isRefusalCode);

/** What was left out, or why. */
export const refusalMeaning = (code: RefusalCode): string =>
  isOwn(code) ? OF_THE_PACKAGE[code] : TOKEN_FILES[code].means;
