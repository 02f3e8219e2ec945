import * as z from 'zod';
import { describeSession } from '#core/access/profile/profile.ts';
import { type LostPorts, reportLost } from '#core/access/profile/tokens.ts';
import { sessionCookie } from '#core/access/session.ts';
import { user } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken, session } from '../route/shapes.ts';

export const reportMyTokenLost = route({
  id: 'reportMyTokenLost',
  method: 'POST',
  path: '/me/token/lost',
  summary: 'Report one’s own token lost',
  details:
    'From now on it logs nobody on, until an administrator finds it again. Every session of the user ends; the present one goes on with a new cookie.',
  caller: user,
  credentials: 'kept',
  query: ofToken,
  answer: {
    status: 200,
    means: 'Reported.',
    body: { name: 'TokenReportedLost', schema: z.strictObject({ status: z.literal('reported-lost'), session }) },
    cookie: 'sets',
  },
  errors: ['token.not_found', 'token.conflict'],
  handle: async (deps: LostPorts, { actor, query, now }) => {
    const { session, token } = await reportLost(deps, actor, query.serial, now);
    return {
      cookie: sessionCookie(token),
      body: { status: 'reported-lost' as const, session: describeSession(session) },
    };
  },
});
