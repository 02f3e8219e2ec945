import * as z from 'zod';
import { logon as logOn } from '#core/access/logon.ts';
import { MAX_EXPRESSION_LENGTH } from '#core/settings/expression.ts';
import { CONSOLES, LOGON_METHODS } from '#core/settings/methods.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { type LogonDeps, logonAnswer, replyTo } from './result.ts';

const logonBody = z.strictObject({
  console: z.enum(CONSOLES).default('self-service'),
  userId: z.string().min(1).max(255),
  method: z.enum(LOGON_METHODS),
  secret: z.string().min(1).max(1024),
  also: z
    .string()
    .max(MAX_EXPRESSION_LENGTH)
    .optional()
    .describe('An expression to satisfy as well as the console’s, as PATCH /settings asks for it'),
  challenge: z.string().min(1).max(128).optional(),
});

export const logon = route({
  id: 'logon',
  method: 'POST',
  path: '/logon',
  summary: 'Log on with a passcode or a password',
  details:
    'Every failure is the same 401, whatever the cause. Go on by `status`: `more` comes back here with `challenge` and another method; `new-pin` and `next-tokencode` have routes of their own.',
  caller: everybody,
  body: {
    name: 'Logon',
    schema: logonBody,
    example: { userId: 'ada', method: 'SecurID_Native', secret: '4711123456' },
  },
  answer: { ...logonAnswer, means: 'A session, or the next step.' },
  errors: ['logon.failed', 'settings.expression', 'throttle.source'],
  handle: async (deps: LogonDeps, call) => {
    const { body, source, browser, now } = call;
    return replyTo(deps, await logOn(deps, { ...body, source, browser, now }), call);
  },
});
