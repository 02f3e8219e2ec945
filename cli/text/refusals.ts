import type { Manifest } from '#core/export/manifest.ts';

/** Descriptions of what `landfall pack` leaves out. Codes of single tokens (token.mac, token.seed ...) come from the readers of token files. */
const TEXTS: Readonly<Record<string, string>> = {
  'user.duplicate': 'a second user with the same user ID (letter case does not count)',
  'user.invalid': "a field that can't be read or is too long: the user stays out, the tokens come as tokens of nobody",
  'user.email_invalid': 'not exactly one e-mail address: the user comes without one and will not be informed',
  'user.password_unusable': 'a password hash that is no argon2id PHC string: the user comes without a password',
  'token.mac': "its MAC is wrong: the token's entry is damaged or was changed",
  'token.line': 'a line of a CSV token file that is broken, or has more cells than columns',
  'token.secret_format': 'a secret that could be hex or base32: say which with --token-secret-format',
  'token.algorithm': 'not a kind of token that is read, or (CSV) nothing says which: --token-type does',
  'token.duplicate': 'a second token with the same serial',
  'token.user_duplicate': 'a token of a user who is refused as user.duplicate: it is not given to the other one',
  'token.too_many': 'more than 20 tokens of one user',
  'token.pin_invalid': "a PIN that can't be this token's: mend the assignments file",
  'assignment.token_missing': 'a serial that no token file holds',
  'assignment.duplicate': 'a second assignment of one token: the first counts',
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
  'csv.broken_line': 'a broken row, skipped',
};
const SHOWN = 5;

/** One line for each code: count, meaning, the first places. */
export function describeRefusals(refusals: Manifest['refusals']): string[] {
  return refusals.map(({ code, count, details }) => {
    const more = count > SHOWN ? ', ...' : '';
    const where = details.length > 0 ? ` (${details.slice(0, SHOWN).join('; ')}${more})` : '';
    return `  ${String(count).padStart(5)}  ${code}: ${TEXTS[code] ?? 'left out'}${where}`;
  });
}

/** The contents of a package in lines, the same for `pack` and `inspect`. */
export function describeCounts(counts: Manifest['counts'], questions: number): string[] {
  return [
    `  ${counts.users} users with ${counts.tokensAssigned} tokens; ${counts.usersWithoutEmail} of them have no e-mail address`,
    `  ${counts.tokensUnassigned} tokens unassigned, ${counts.tokensUserMissing} of users whom the package does not hold`,
    `  ${counts.answers} answers to ${questions} different questions`,
    `  ${counts.usersWithoutToken} users of the directory hold no token`,
  ];
}
