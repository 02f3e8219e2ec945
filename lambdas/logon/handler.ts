import * as z from 'zod';
import { type LogonPorts, type LogonResult, logon } from '#core/access/logon.ts';
import { LOGON_METHODS } from '#core/access/methods.ts';
import { nextSteps } from '#core/access/next-steps.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { CONSOLES, sessionCookie } from '#core/access/session.ts';
import { newPin, nextTokencode } from '#core/access/token-steps.ts';
import { api, type Reply } from '../http.ts';
import { parse } from '../parse.ts';

const challenge = z.string().min(1).max(128);
const logonBody = z.strictObject({
  console: z.enum(CONSOLES).default('self-service'),
  userId: z.string().min(1).max(255),
  method: z.enum(LOGON_METHODS),
  secret: z.string().min(1).max(1024),
  challenge: challenge.optional(),
});
const nextTokencodeBody = z.strictObject({ challenge, tokencode: z.string().min(1).max(64) });
const newPinBody = z.union([
  z.strictObject({ challenge, pin: z.string().min(1).max(64) }),
  z.strictObject({ challenge, generate: z.literal(true) }),
]);

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
      const given = parse(newPinBody, body);
      const pin = 'pin' in given ? given.pin : undefined;
      return { status: 200, body: await newPin(deps, { challenge: given.challenge, pin, source, now }) };
    },
  });
};
