import { clearedCookie, endSession, type SessionPorts } from '#core/access/session.ts';
import { type AuditPort, recordEvent } from '#core/audit.ts';
import { api } from '../http.ts';

export type Deps = AuditPort & Pick<SessionPorts, 'endSession' | 'sessionKeys'>;

export const createHandler = (deps: Deps) =>
  api({
    'POST /api/logoff': async ({ cookies, source, now }) => {
      const ended = await endSession(deps, cookies, now);
      if (ended) {
        const { user } = ended;
        await recordEvent(deps, { actor: user, action: 'logoff', object: user, source, now });
      }
      return { status: 204, cookies: [clearedCookie()] };
    },
  });
