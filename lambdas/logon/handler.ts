import { type LogonPorts, type LogonResult, logon } from '#core/access/logon.ts';
import { nextSteps } from '#core/access/next-steps.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { endSession, type SessionPorts, sessionCookie } from '#core/access/session.ts';
import { newPin, nextTokencode } from '#core/access/token-steps.ts';
import { api, type Reply, type Request } from '../http.ts';
import { parse } from '../parse.ts';
import { logonBody, newPinBody, nextTokencodeBody } from './schema.ts';

export const createHandler = (deps: LogonPorts & Pick<SessionPorts, 'endSession'>) => {
  async function reply(result: LogonResult, { cookies, now }: Request): Promise<Reply> {
    if (result.status !== 'authenticated' && result.status !== 'change-password') return { status: 200, body: result };
    const { status, session, token, user } = result;
    // S1: the browser forgets the cookie of the session before, so nobody else may go on with it.
    await endSession(deps, cookies, now);
    const { settings } = await deps.readSettings();
    const body = { status, session: describeSession(session), nextSteps: nextSteps(user, settings) };
    return { status: 200, cookies: [sessionCookie(token)], body };
  }

  return api({
    'POST /api/logon': async (request) => {
      const { body, source, now } = request;
      return reply(await logon(deps, { ...parse(logonBody, body), source, now }), request);
    },
    'POST /api/logon/next-tokencode': async (request) => {
      const { body, source, now } = request;
      return reply(await nextTokencode(deps, { ...parse(nextTokencodeBody, body), source, now }), request);
    },
    'POST /api/logon/new-pin': async ({ body, source, now }) => {
      const { challenge, code, ...given } = parse(newPinBody, body);
      const pin = 'pin' in given ? given.pin : undefined;
      return { status: 200, body: await newPin(deps, { challenge, code, pin, source, now }) };
    },
  });
};
