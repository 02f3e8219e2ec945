/** One's own sessions: seen, and ended. None of it waits for a fresh logon. */
import * as z from 'zod';
import { describeSession } from '#core/access/profile/profile.ts';
import { endOtherSessions, endOwnSession, listSessions, type OwnSessionPorts } from '#core/access/profile/sessions.ts';
import { sessionCookie } from '#core/access/session.ts';
import { user } from '../route/callers.ts';
import { sessionList } from '../route/listed-session.ts';
import { route } from '../route/route.ts';
import { session } from '../route/shapes.ts';

export const showMySessions = route({
  id: 'showMySessions',
  method: 'GET',
  path: '/me/sessions',
  summary: 'One’s own sessions, at either console',
  caller: user,
  answer: { status: 200, means: 'Those in force, the one used last first.', body: sessionList },
  errors: [],
  handle: async (deps: OwnSessionPorts, { actor, now }) => ({
    body: { sessions: await listSessions(deps, actor.user, now, actor.session) },
  }),
});

export const endMySession = route({
  id: 'endMySession',
  method: 'POST',
  path: '/me/sessions/end',
  summary: 'End one of one’s own sessions',
  details: 'One that is over already gets the same answer.',
  caller: user,
  credentials: 'kept',
  body: { name: 'SessionEnd', schema: z.strictObject({ id: z.string().min(1).max(128) }), example: { id: '…' } },
  answer: { status: 204, means: 'It is over.' },
  errors: [],
  handle: async (deps: OwnSessionPorts, { actor, body, now }) => {
    await endOwnSession(deps, actor, body.id, now);
    return {};
  },
});

export const endMyOtherSessions = route({
  id: 'endMyOtherSessions',
  method: 'POST',
  path: '/me/sessions/end-others',
  summary: 'End all of one’s own sessions but this one',
  details: 'Also those that are in no list. The present one goes on with a new cookie; POST /api/logoff ends it too.',
  caller: user,
  credentials: 'kept',
  answer: {
    status: 200,
    means: 'All others are over.',
    body: { name: 'SessionsEnded', schema: z.strictObject({ status: z.literal('ended'), session }) },
    cookie: 'sets',
  },
  errors: [],
  handle: async (deps: OwnSessionPorts, { actor, now }) => {
    const renewed = await endOtherSessions(deps, actor, now);
    return {
      cookie: sessionCookie(renewed.token),
      body: { status: 'ended' as const, session: describeSession(renewed.session) },
    };
  },
});
