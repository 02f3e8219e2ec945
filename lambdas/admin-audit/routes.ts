/** The audit, newest first. Nothing here writes to it. */
import * as z from 'zod';
import type { AuditLine, AuditQuery } from '#adapters/audit/read.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, isoTime } from '../route/shapes.ts';

const DAY_MS = 86_400_000;
/** A day without entries costs a query: a request goes back a year at most. */
const MAX_DAYS = 366;

export type Deps = { readAudit(query: AuditQuery): Promise<{ entries: AuditLine[]; next?: string }> };

const time = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso));
const auditQuery = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  user: z.string().min(1).max(255).optional(),
  action: z.string().min(1).max(100).optional(),
  actor: z.string().min(1).max(2048).optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  next: z.string().max(1024).optional(),
});
const audit = answers<{ entries: AuditLine[]; next?: string }>()(
  z.strictObject({
    entries: z.array(
      z.strictObject({
        id: z.string(),
        time: isoTime,
        actor: z.string().describe('User key, operator’s ARN, or `system`'),
        action: z.string().describe('Dotted, such as logon or settings.changed'),
        object: z.string(),
        outcome: z.enum(['success', 'failure']),
        source: z.string(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        facts: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    next: z.string().optional().describe('Pass it on for the next page; absent on the last one'),
  }),
);

const readAudit = route({
  id: 'readAudit',
  method: 'GET',
  path: '/audit',
  summary: 'The audit, newest first',
  details:
    'Entries fit all that is asked for. What is looked at for one answer is bounded: a page may be empty and still have a `next`.',
  caller: administrator('admin'),
  query: {
    schema: auditQuery,
    means: {
      from: 'ISO 8601; a week before `to` if absent, at most a year before',
      to: 'ISO 8601; now if absent',
      user: 'User ID, as actor or as object',
      action: 'Exactly this action',
      actor: 'Who did it: a user ID, an operator’s ARN, or `system`',
      outcome: 'How it ended',
      limit: 'Entries a page',
      next: 'From the page before',
    },
  },
  answer: { status: 200, means: 'A page of entries.', body: { name: 'AuditPage', schema: audit } },
  errors: ['audit.next'],
  handle: async (deps: Deps, { query: { from, to, ...query }, now }) => {
    const until = to ?? now;
    const oldest = until - MAX_DAYS * DAY_MS;
    const since = Math.max(from ?? until - 7 * DAY_MS, oldest);
    return { body: await deps.readAudit({ ...query, to: until, from: since }) };
  },
});

export const routes = [readAudit];
