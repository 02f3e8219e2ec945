/** What keeps one person from going on, in one code with its facts: the first that holds, which is the one to remove first. */
import { accountFault, lockoutEnd } from '#core/directory/account.ts';
import type { Token, User } from '#core/directory/model.ts';
import { CLAIM_MS, type JourneyNotice, presentNotice } from '#core/journey/journey.ts';
import { passwordState, temporaryUntil } from '#core/passwords/temporary.ts';
import { isEnrolled } from '#core/questions/enrolled.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { hasTemporaryCode, takesTemporaryCode, temporaryCodeUntil } from '#core/tokens/given-code.ts';
import { inNewPinMode, tokenState } from '#core/tokens/state.ts';

/** Each has a sentence for the agent, words for the caller, and what the caller sees next, in every language of the console. */
export const SITUATIONS = [
  'disabled',
  'locked',
  'ended',
  'not-started',
  'locked-out',
  'home',
  'temporary-password',
  'no-token',
  'token-lost',
  'token-lost-no-pin',
  'token-disabled',
  'token-expired',
  'token-not-started',
  'code-given',
  'token-suspended',
  'next-tokencode',
  'temporary-password-ended',
  'bounced',
  'mail-refused',
  'mail-uncertain',
  'not-possible',
  'no-address',
  'not-told',
  'new-pin',
  'told',
  'questions',
  'password',
] as const;
export type SituationCode = (typeof SITUATIONS)[number];
/** `until`: when it ends by itself, or ended; Unix milliseconds. */
export type Situation = { readonly code: SituationCode; readonly serial?: string; readonly until?: number };

export type CallerFacts = {
  readonly user: User;
  /** Those that the user lists. */
  readonly tokens: readonly Token[];
  readonly notice?: JourneyNotice | undefined;
  readonly settings: Settings;
  /** Unix milliseconds. */
  readonly now: number;
};

/** What a token is good for, in the order in which a help desk prefers to work with one. */
const TOKENS = [
  'fine',
  'new-pin',
  'next-tokencode',
  'token-suspended',
  'code-given',
  'token-lost',
  'token-disabled',
  'token-lost-no-pin',
  'token-not-started',
  'token-expired',
] as const;
type TokenSituation = (typeof TOKENS)[number];
const UNUSABLE: readonly TokenSituation[] = TOKENS.slice(TOKENS.indexOf('token-lost'));

function tokenSituation(token: Token, { user, settings: { tokenPolicy }, now }: CallerFacts): TokenSituation {
  if (hasTemporaryCode(token, user, tokenPolicy, now)) return 'code-given';
  switch (tokenState(token, now)) {
    case 'lost':
      return takesTemporaryCode(token, now) ? 'token-lost' : 'token-lost-no-pin';
    case 'disabled':
      return 'token-disabled';
    case 'expired':
      return 'token-expired';
    case 'not-started':
      return 'token-not-started';
    case 'suspended':
      return 'token-suspended';
    case 'enabled':
      if (token.failures >= tokenPolicy.wrongPasscodesToNextTokencode) return 'next-tokencode';
      return inNewPinMode(token) ? 'new-pin' : 'fine';
  }
}

export type BestToken = { readonly token: Token; readonly situation: TokenSituation };
/** The token that a help desk works with, and whether the user can log on with it. */
export function bestToken(facts: CallerFacts): BestToken | undefined {
  const own = facts.tokens.filter(({ assignee }) => assignee === userKey(facts.user.userId));
  const ranked = own.map((token) => ({ token, situation: tokenSituation(token, facts) }));
  return ranked.sort((a, b) => TOKENS.indexOf(a.situation) - TOKENS.indexOf(b.situation))[0];
}
export const isUsableSituation = ({ situation }: BestToken): boolean => !UNUSABLE.includes(situation);

const OF_FAULT = {
  'user.disabled': 'disabled',
  'user.locked_out': 'locked',
  'user.ended': 'ended',
  'user.not_started': 'not-started',
} as const;

function ofAccount({ user, settings, now }: CallerFacts): Situation | undefined {
  const fault = accountFault(user, now);
  if (fault !== undefined && fault !== 'user.unknown') {
    const until = { 'user.ended': user.accountEnd, 'user.not_started': user.accountStart }[fault as string];
    return { code: OF_FAULT[fault], ...(until === undefined ? {} : { until }) };
  }
  const until = lockoutEnd(user, settings.lockout);
  return now < until ? { code: 'locked-out', until } : undefined;
}

function ofToken(best: BestToken | undefined, { settings }: CallerFacts): Situation | undefined {
  if (!best) return { code: 'no-token' };
  const { token, situation } = best;
  const { serial, temporaryCode } = token;
  switch (situation) {
    case 'fine':
    case 'new-pin':
      return undefined;
    case 'code-given':
      return { code: situation, serial, until: temporaryCodeUntil(temporaryCode!, settings.tokenPolicy) };
    case 'token-expired':
      return { code: situation, serial, until: token.expiresAt! };
    case 'token-not-started':
      return { code: situation, serial, until: token.startsAt! };
    default:
      return { code: situation, serial };
  }
}

/** Of a person who has not logged on yet. */
function ofNotice({ user, notice, now }: CallerFacts): SituationCode | undefined {
  const known = presentNotice(user, notice);
  switch (known?.status) {
    case 'sent':
    case 'complained':
      return undefined;
    case 'bounced':
      return 'bounced';
    case 'failed':
      return 'mail-refused';
    case 'uncertain':
      return 'mail-uncertain';
    case 'not-possible':
      return 'not-possible';
    case 'claimed':
      return now < known.at + CLAIM_MS ? undefined : 'mail-uncertain';
    default:
      if (!user.imported) return undefined;
      return user.email === undefined ? 'no-address' : 'not-told';
  }
}

export function situationOf(facts: CallerFacts): Situation {
  const { user, settings, now } = facts;
  const account = ofAccount(facts);
  if (account) return account;
  const password = passwordState(user.password, settings, now);
  const until = user.password && temporaryUntil(user.password, settings);
  if (password === 'own') return { code: 'home' };
  if (password === 'temporary') return { code: 'temporary-password', until: until! };
  const best = bestToken(facts);
  const hindered = ofToken(best, facts);
  if (hindered) return hindered;
  if (password === 'ended') return { code: 'temporary-password-ended', until: until! };
  const serial = best!.token.serial;
  const notice = user.firstTokenLogonAt === undefined ? ofNotice(facts) : undefined;
  if (notice) return { code: notice };
  if (best!.situation === 'new-pin') return { code: 'new-pin', serial };
  if (user.firstTokenLogonAt === undefined) return { code: 'told' };
  const asked = settings.recovery.mode !== 'email-link+token';
  return { code: asked && !isEnrolled(user, settings) ? 'questions' : 'password' };
}
