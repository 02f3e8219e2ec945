/**
 * From the session to Forgot Your Password in one press: the user is logged off, and the link (or what the recovery mode begins with)
 * is asked for, each by the request that a press of its own would send. Where the second fails, the page of users who have logged off
 * asks for it again.
 */
import { go } from '../../shared/browser/route.ts';
import { post } from '../../shared/http/api.ts';
import type { Consoles, Me, RecoveryStep } from '../../shared/http/api-types.ts';
import { type Submit, useSubmit } from '../../shared/state/resource.ts';
import type { Visit } from '../../shared/state/visit.ts';
import { beginProcedure, isUnderWay, LOGGED_OFF, readArrival, rememberArrival } from './arrival.ts';
import { forgetChosen } from './chosen-questions.ts';
import { BY_TOKEN, GOING_ON, keepStep, SENT } from './recovery-step.ts';

/** What a press leads to: a mailed link, a passcode in its place, the questions at once, or no more than the logoff. */
export type Way = 'link' | 'passcode' | 'questions' | 'none';

export function wayOf({ forgotPassword, recoveryMode }: Consoles, hasMailbox: boolean): Way {
  if (!forgotPassword) return 'none';
  if (recoveryMode === 'questions') return 'questions';
  return hasMailbox ? 'link' : 'passcode';
}

/** @returns the address at which the recovery goes on */
async function begin(way: Exclude<Way, 'none'>, userId: string): Promise<string> {
  if (way === 'passcode') return BY_TOKEN;
  if (way === 'link') {
    await post('forgot-password', { userId });
    return SENT;
  }
  keepStep(await post<RecoveryStep>('forgot-password/verify', { userId }), Date.now());
  return GOING_ON;
}

/** Begins the recovery of the user who has logged off in this tab. */
export function useBegin({ consoles }: Visit): Submit<[]> {
  return useSubmit(async () => {
    const { userId, noMailbox } = readArrival();
    // Without storage: the page there asks for the user ID.
    if (userId === undefined) return go('#/forgot-password');
    const way = wayOf(consoles, !noMailbox);
    const goesOn = way === 'none' ? LOGGED_OFF : await begin(way, userId);
    beginProcedure(Date.now());
    rememberArrival({ goesOn });
    go(goesOn, { replace: true });
  });
}

/** Logs the user off and begins the recovery. @throws Refusal, Unreachable where the session may not have ended */
export async function goOn({ me, consoles, leave }: Visit): Promise<void> {
  await post('logoff');
  forgetChosen();
  beginProcedure(Date.now());
  const { userId, email } = me!;
  const way = wayOf(consoles, email !== undefined);
  let goesOn = '';
  if (way !== 'none') goesOn = await begin(way, userId).catch(() => '');
  rememberArrival({ userId, loggedOff: true, noMailbox: email === undefined, goesOn });
  go(goesOn === '' ? LOGGED_OFF : goesOn, { replace: true });
  leave();
}

/** In this tab the session has ended, because its user logged off in another one to get a password: this one goes on as that one does. */
export function followOtherTab(me: Me | undefined, consoles: Consoles): void {
  if (!me || me.hasPassword || readArrival().loggedOff || !isUnderWay(Date.now())) return;
  const { userId, email } = me;
  const goesOn = wayOf(consoles, email !== undefined) === 'link' ? SENT : LOGGED_OFF;
  forgetChosen();
  rememberArrival({ userId, loggedOff: true, noMailbox: email === undefined, goesOn });
}
