import type { Manifest } from '#core/export/manifest.ts';
import { isRefusalCode, refusalMeaning } from '#core/pack/refusal-codes.ts';

const SHOWN = 5;

/** One line for each code: count, meaning, the first places. */
export function describeRefusals(refusals: Manifest['refusals']): string[] {
  return refusals.map(({ code, count, details }) => {
    const more = count > SHOWN ? ', ...' : '';
    const where = details.length > 0 ? ` (${details.slice(0, SHOWN).join('; ')}${more})` : '';
    return `  ${String(count).padStart(5)}  ${code}: ${isRefusalCode(code) ? refusalMeaning(code) : 'left out'}${where}`;
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
