/** The table of the policy `correct`, a second time: what becomes of each field that an export has otherwise. */
import type { ModelToken, ModelUser, SentToken, SentUser } from './campaign-words.ts';

export type Standing = 'untouched' | 'told' | 'touched';
export type Verdict = 'follows' | 'waits' | 'kept';

export const shown = (field: string, verdict: Verdict): string =>
  verdict === 'follows' ? field : `${field} ${verdict}`;

/** @param applies whether the run applies the export to what was used here */
export function userRules(
  user: ModelUser,
  sent: SentUser,
  standing: Standing,
  applies: boolean,
): Readonly<Record<string, Verdict>> {
  const used = standing === 'touched';
  const account: Verdict = used && !applies ? 'kept' : 'follows';
  // Whom a run disabled comes back; whom an administrator disabled does not.
  const enabled: Verdict = user.disabledByRun && sent.enabled ? 'follows' : used && sent.enabled ? 'kept' : account;
  return {
    firstName: 'follows',
    email: standing === 'told' ? 'waits' : account,
    enabled,
    locked: used ? 'kept' : 'follows',
    end: account,
    answer: standing === 'told' ? 'waits' : used ? 'kept' : 'follows',
  };
}

const TOKEN_FIELDS = ['seed', 'pin', 'digits', 'expires', 'enabled'] as const;

/** Of each field that differs. A seed and a PIN that wait hold back the rest of the token. */
export function tokenVerdicts(
  token: ModelToken,
  sent: SentToken,
  standing: Standing,
): readonly (readonly [(typeof TOKEN_FIELDS)[number], Verdict])[] {
  const used = standing === 'touched';
  const different = TOKEN_FIELDS.filter((field) => {
    // A user's own PIN stays where the export has none to put in its place.
    if (field === 'pin' && used && sent.pin === undefined) return false;
    return token[field] !== sent[field];
  });
  const waits = standing === 'told' && different.some((field) => field === 'seed' || field === 'pin');
  return different.map((field) => {
    if (field === 'enabled' && token.disabledByRun && sent.enabled) return [field, 'follows'];
    return [field, waits ? 'waits' : used ? 'kept' : 'follows'];
  });
}
