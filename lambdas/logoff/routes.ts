import { clearedCookie, endSession, type SessionPorts } from '#core/access/session.ts';
import { type AuditPort, recordEvent } from '#core/audit.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';

type Deps = AuditPort & Pick<SessionPorts, 'endSession' | 'sessionKeys'>;

const logoff = route({
  id: 'logoff',
  method: 'POST',
  path: '/logoff',
  summary: 'End the session at once',
  details: 'Without a session, or with one that is over, the answer is the same.',
  caller: everybody,
  answer: { status: 204, means: 'There is no session any more.', cookie: 'clears' },
  errors: [],
  handle: async (deps: Deps, { cookies, source, now }) => {
    const ended = await endSession(deps, cookies, now);
    if (ended) {
      const { user } = ended;
      await recordEvent(deps, { actor: user, action: 'logoff', object: user, source, now });
    }
    return { cookie: clearedCookie() };
  },
});

export const routes = [logoff];
