import { type LogonPorts, type LogonResult, logon } from '#core/access/logon.ts';
import { nextSteps } from '#core/access/next-steps.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { sessionCookie } from '#core/access/session.ts';
import { newPin, nextTokencode } from '#core/access/token-steps.ts';
import { api, type Reply } from '../http.ts';
import { parse } from '../parse.ts';
import { logonBody, newPinBody, nextTokencodeBody } from './schema.ts';

export const createHandler = (deps: LogonPorts) => {
  async function reply(result: LogonResult): Promise<Reply> {
    if (result.status !== 'authenticated' && result.status !== 'change-password') return { status: 200, body: result };
    const { status, session, token, user } = result;
    const { settings } = await deps.readSettings();
    const body = { status, session: describeSession(session), nextSteps: nextSteps(user, settings) };
    return { status: 200, cookies: [sessionCookie(token)], body };
  }

  return api({
    'POST /api/logon': async ({ body, source, now }) =>
      reply(await logon(deps, { ...parse(logonBody, body), source, now })),
    'POST /api/logon/next-tokencode': async ({ body, source, now }) =>
      reply(await nextTokencode(deps, { ...parse(nextTokencodeBody, body), source, now })),
    'POST /api/logon/new-pin': async ({ body, source, now }) => {
      const { challenge, code, ...given } = parse(newPinBody, body);
      const pin = 'pin' in given ? given.pin : undefined;
      return { status: 200, body: await newPin(deps, { challenge, code, pin, source, now }) };
    },
  });
};
