/** A session in a list of a user's sessions. */
import * as z from 'zod';
import type { ListedSession } from '#core/access/profile/sessions.ts';
import { METHODS } from '#core/settings/expression.ts';
import { CONSOLES } from '#core/settings/methods.ts';
import { answers, isoTime } from './shapes.ts';

const one = answers<ListedSession>()(
  z.strictObject({
    id: z.string().describe('Names it, and opens nothing'),
    present: z.boolean().describe('The session that asks'),
    console: z.enum(CONSOLES),
    methods: z.array(z.enum(METHODS)),
    browser: z.string().optional().describe('As the browser called itself, such as "Firefox, Windows"'),
    network: z.string().optional().describe('Of the logon, such as 192.0.2.0/24'),
    startedAt: isoTime,
    lastUsedAt: isoTime,
    endsAt: isoTime.describe('Where it is used no more'),
  }),
);
export const sessionList = { name: 'Sessions', schema: z.strictObject({ sessions: z.array(one) }) };
