/** What a logon comes to: a session, or what is asked for next. */
import * as z from 'zod';
import type { LogonPorts, LogonResult } from '#core/access/logon.ts';
import { nextSteps as nextStepsOf, type Step } from '#core/access/next-steps.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { endSession, type SessionPorts, sessionCookie } from '#core/access/session.ts';
import { answers, challenge, logonMethods, nextSteps, session } from '../route/shapes.ts';

type Complete = Extract<LogonResult, { session: unknown }>;
type Begun = { status: Complete['status']; session: ReturnType<typeof describeSession>; nextSteps: Step[] };

const logonResult = z.union([
  answers<Begun>()(
    z.strictObject({
      status: z
        .enum(['authenticated', 'change-password'])
        .describe('The cookie is set. `change-password`: the session is good for a new password only'),
      session,
      nextSteps,
    }),
  ),
  answers<Exclude<LogonResult, Complete>>()(
    z.union([
      z.strictObject({
        status: z.literal('more').describe('Right so far: the console asks for one of `methods` too'),
        methods: logonMethods,
        challenge,
      }),
      z.strictObject({
        status: z
          .enum(['new-pin', 'next-tokencode'])
          .describe('The token is in New PIN mode, or the next tokencode is asked for'),
        challenge,
        proof: z.literal('mail').optional().describe('A PIN takes the code too that was mailed to the user'),
      }),
    ]),
  ),
]);
export const logonAnswer = {
  status: 200,
  means: 'As after POST /api/logon.',
  body: { name: 'LogonResult', schema: logonResult },
  cookie: 'may set',
} as const;

export type LogonDeps = LogonPorts & Pick<SessionPorts, 'endSession'>;
type From = { readonly cookies: Readonly<Record<string, string>>; readonly now: number };

/** The answer to a step of a logon, with the session's cookie where that step was the last. */
export async function replyTo(deps: LogonDeps, result: LogonResult, { cookies, now }: From) {
  if (!('session' in result)) return { body: result };
  const { status, session, token, user, settings } = result;
  // S1: the browser forgets the cookie of the former session, so a thief of that cookie must not go on with it.
  await endSession(deps, cookies, now);
  const body = { status, session: describeSession(session), nextSteps: nextStepsOf(user, settings) };
  return { cookie: sessionCookie(token), body };
}
