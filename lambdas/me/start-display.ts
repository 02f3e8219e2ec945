import * as z from 'zod';
import { type DisplayPorts, startDisplay as start } from '#core/access/profile/display.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { sessionCookie } from '#core/access/session.ts';
import { administratorSession } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { session } from '../route/shapes.ts';

export const startDisplay = route({
  id: 'startDisplay',
  method: 'POST',
  path: '/display',
  summary: 'Make this browser a display for a wall',
  details:
    'The session is replaced by one that lasts for days (`sessions.displayHours`) and opens the counts of people alone: no names, no lists, nothing that writes.',
  caller: administratorSession('help-desk'),
  credentials: 'changed',
  answer: {
    status: 200,
    means: 'It is one.',
    body: { name: 'DisplayStarted', schema: z.strictObject({ session }) },
    cookie: 'sets',
  },
  errors: ['session.not_fresh'],
  handle: async (deps: DisplayPorts, { actor, now }) => {
    const { session: begun, token } = await start(deps, actor, now);
    return { cookie: sessionCookie(token), body: { session: describeSession(begun) } };
  },
});
