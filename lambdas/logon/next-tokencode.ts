import * as z from 'zod';
import { nextTokencode as proveNextTokencode } from '#core/access/token-steps.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { type LogonDeps, logonAnswer, replyTo } from './result.ts';

const nextTokencodeBody = z.strictObject({
  challenge: z.string().min(1).max(128),
  tokencode: z.string().min(1).max(64),
});

export const nextTokencode = route({
  id: 'nextTokencode',
  method: 'POST',
  path: '/logon/next-tokencode',
  summary: 'Prove the token with the tokencode after the one just used',
  details: 'Wait until the token shows another code; type it without a PIN. One try a challenge.',
  caller: everybody,
  body: {
    name: 'NextTokencode',
    schema: nextTokencodeBody,
    example: { challenge: '…', tokencode: '654321' },
  },
  answer: logonAnswer,
  errors: ['logon.failed', 'throttle.source'],
  handle: async (deps: LogonDeps, call) => {
    const { body, source, browser, now } = call;
    return replyTo(deps, await proveNextTokencode(deps, { ...body, source, browser, now }), call);
  },
});
