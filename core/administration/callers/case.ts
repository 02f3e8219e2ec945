/**
 * A caller's case: what is wrong now, and the few acts that help, in the order in which they help. An act is offered only where the API would
 * take it from this administrator and it would change something; else the case says who can do it.
 */
import { checkMayHandle } from '#core/administration/tokens/rights.ts';
import { linkWait } from '#core/administration/users/address.ts';
import { earlierWay } from '#core/administration/users/given-ways.ts';
import {
  type Administrator,
  checkMayChangeCredentials,
  checkMayEdit,
  checkNotOwnAccess,
} from '#core/administration/users/rights.ts';
import { accountFault } from '#core/directory/account.ts';
import type { GivenWay, Role, Token } from '#core/directory/model.ts';
import { readdressing } from '#core/directory/readdressing.ts';
import { isError } from '#core/errors.ts';
import { takesTemporaryCode } from '#core/tokens/given-code.ts';
import {
  bestToken,
  type CallerFacts,
  isUsableSituation,
  type Situation,
  type SituationCode,
  situationOf,
} from './situation.ts';

export const CASE_ACTS = [
  'enable-account',
  'unlock',
  'change-dates',
  'change-address',
  'send-mail',
  'resynchronise',
  'clear-pin',
  'enable-token',
  'temporary-code',
  'found-again',
  'report-lost',
  'assign-token',
  'reset-link',
  'one-time-password',
] as const;
export type CaseAct = (typeof CASE_ACTS)[number];
/** Who can do what this administrator can't: another administrator, one of a higher role, or a super-administrator by a setting. */
export const NEEDS = ['another', 'admin', 'super-admin', 'setting'] as const;
export type Needs = (typeof NEEDS)[number];
/** `needs`: the act is not offered; who can do it. `until`: or this administrator after it, Unix milliseconds. */
export type OfferedAct = {
  readonly act: CaseAct;
  readonly serial?: string;
  readonly needs?: Needs;
  readonly until?: number;
};
export type Case = {
  readonly wrong: Situation;
  /** What helps against it. */
  readonly acts: readonly OfferedAct[];
  /** What helps against what no record shows: a forgotten PIN, a device whose clock is off, a token that is lost. */
  readonly says: readonly OfferedAct[];
};

/** What gives a password without the token. */
const A_PASSWORD: readonly CaseAct[] = ['reset-link', 'one-time-password'];
/** In the order in which they help; those that can do nothing for this person are left out. */
const HELP: Readonly<Record<SituationCode, readonly CaseAct[]>> = {
  disabled: ['enable-account'],
  locked: ['unlock'],
  ended: ['change-dates'],
  'not-started': ['change-dates'],
  'locked-out': ['unlock'],
  home: A_PASSWORD,
  'temporary-password': A_PASSWORD,
  'no-token': ['assign-token', ...A_PASSWORD],
  'token-lost': ['temporary-code', 'found-again', 'assign-token'],
  'token-lost-no-pin': ['found-again', 'assign-token', ...A_PASSWORD],
  'token-disabled': ['enable-token', ...A_PASSWORD],
  'token-expired': ['assign-token', ...A_PASSWORD],
  'token-not-started': ['assign-token', ...A_PASSWORD],
  'code-given': ['temporary-code', 'found-again'],
  'token-suspended': ['resynchronise', 'enable-token'],
  'next-tokencode': ['resynchronise', 'enable-token', 'clear-pin'],
  bounced: ['change-address', 'send-mail'],
  'mail-refused': ['change-address', 'send-mail'],
  'mail-uncertain': ['send-mail', ...A_PASSWORD],
  'not-possible': A_PASSWORD,
  'no-address': ['change-address', 'one-time-password'],
  'not-told': ['send-mail'],
  'new-pin': ['send-mail'],
  'temporary-password-ended': A_PASSWORD,
  told: ['send-mail'],
  questions: [],
  password: A_PASSWORD,
};
/** Of a token that works: what the caller may say, whatever the records show. */
const OF_A_WORKING_TOKEN: readonly CaseAct[] = ['clear-pin', 'resynchronise', 'report-lost'];

/** `hasOther`: whether another administrator could give this person a way in (A9). */
export type Agent = { readonly actor: Administrator; readonly hasOther: boolean };

const REACH: Readonly<Record<Role, number>> = { 'help-desk': 0, admin: 1, 'super-admin': 2 };
const fresh = (actor: Administrator): Administrator => ({ ...actor, fresh: true });

/** Who can do what a rule refuses. */
function needsOf(check: () => void): Needs | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return isError(error, 'user.higher_role', 'user.role_holder') ? 'super-admin' : 'another';
  }
}

/** Whether the act can do something for the person at all, apart from rights. */
function helps(act: CaseAct, token: Token | undefined, facts: CallerFacts): boolean {
  const { user, now, settings } = facts;
  switch (act) {
    case 'temporary-code':
      return token !== undefined && takesTemporaryCode(token, now);
    case 'found-again':
      return token?.lost === true;
    case 'clear-pin':
      return token?.pinHash !== undefined && token.pinStyle !== 'none';
    case 'send-mail':
      return user.imported && user.email !== undefined;
    case 'reset-link':
      return user.email !== undefined && linkWait(user, settings, now) === undefined;
    default:
      return true;
  }
}

/** What an act gives of A9, with what the required-field rule adds to a save of the profile. */
function givesOf(act: CaseAct, facts: CallerFacts): { readonly ways: readonly GivenWay[]; readonly together: boolean } {
  const { user, settings, now } = facts;
  const carries = user.password === undefined && settings.internalDatabase.passwordRequired;
  const save = carries ? (['one-time-password'] as const) : [];
  switch (act) {
    case 'temporary-code':
    case 'one-time-password':
      return { ways: [act], together: false };
    case 'clear-pin':
      return { ways: ['cleared-pin'], together: false };
    case 'change-address':
      return { ways: ['address', ...save], together: carries && readdressing(user, now).readdressedAt === undefined };
    case 'change-dates':
      return { ways: save, together: false };
    default:
      return { ways: [], together: false };
  }
}

const OWN_ACCESS: readonly CaseAct[] = ['unlock', 'change-dates', 'change-address'];
const ON_TOKENS: readonly CaseAct[] = [
  'resynchronise',
  'clear-pin',
  'enable-token',
  'temporary-code',
  'found-again',
  'assign-token',
];
const CREDENTIALS: readonly CaseAct[] = [...ON_TOKENS, 'change-address', 'reset-link', 'one-time-password'];

function refusal(act: CaseAct, facts: CallerFacts, { actor, hasOther }: Agent): Omit<OfferedAct, 'act'> {
  const { user, settings, now } = facts;
  const me = fresh(actor);
  const { ways, together } = givesOf(act, facts);
  const saves = act === 'change-address' || act === 'change-dates';
  const carries = saves && ways.includes('one-time-password');
  const needs = needsOf(() => {
    checkMayEdit(me, user);
    if (act === 'enable-account' || act === 'report-lost' || act === 'send-mail') return;
    checkNotOwnAccess(me, user, OWN_ACCESS.includes(act) || act === 'reset-link' || act === 'one-time-password');
    if (ON_TOKENS.includes(act)) checkMayHandle(me, user, true);
    if (CREDENTIALS.includes(act) || carries) checkMayChangeCredentials(me, user);
  });
  if (needs) return { needs };
  if (act === 'assign-token' && REACH[actor.role] < REACH.admin) return { needs: 'admin' };
  if (carries && !settings.administratorReset.allowTypedPassword) return { needs: 'setting' };
  const earlier = earlierWay(user, ways, { actor, now }, together);
  return earlier && hasOther ? { needs: 'another', until: earlier.until } : {};
}

/** @param agent who would act: the case is theirs */
export function caseOf(facts: CallerFacts, agent: Agent): Case {
  const wrong = situationOf(facts);
  const best = bestToken(facts);
  const offer = (act: CaseAct): OfferedAct => ({
    act,
    ...(best && (ON_TOKENS.includes(act) || act === 'report-lost') && act !== 'assign-token'
      ? { serial: best.token.serial }
      : {}),
    ...refusal(act, facts, agent),
  });
  const able = (acts: readonly CaseAct[]) => acts.filter((act) => helps(act, best?.token, facts));
  const acts = able(HELP[wrong.code]);
  const blocked = accountFault(facts.user, facts.now) !== undefined;
  const works = best !== undefined && isUsableSituation(best) && best.situation !== 'code-given';
  const says = works && !blocked && wrong.code !== 'home' ? able(OF_A_WORKING_TOKEN) : [];
  return { wrong, acts: acts.map(offer), says: says.filter((act) => !acts.includes(act)).map(offer) };
}
