/** The audit, newest first. Nothing here writes to it. */
import * as z from 'zod';
import type { AuditLine, AuditQuery } from '#adapters/audit/read.ts';
import { headOf, type Link, SHARDS } from '#core/audit-chain.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, isoTime } from '../route/shapes.ts';

const DAY_MS = 86_400_000;
/** A day without entries costs a query: a request goes back a year at most. */
const MAX_DAYS = 366;

export type Deps = {
  readAudit(query: AuditQuery): Promise<{ entries: AuditLine[]; next?: string }>;
  /** Links of a chain behind a number; `more`: there are others behind them. */
  linksAfter(shard: number, seq: number, limit: number): Promise<{ links: Link[]; more: boolean }>;
  /** DER SubjectPublicKeyInfo. */
  auditPublicKey(): Promise<Buffer>;
};

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

const chain = answers<{ links: readonly Link[]; next?: number }>()(
  z.strictObject({
    links: z.array(
      z.looseObject({
        pk: z.string(),
        sk: z.string(),
        day: z.string(),
        id: z.string(),
        previous: z.string(),
        hash: z.string(),
        signature: z.string().optional(),
      }),
    ),
    next: z.number().int().optional().describe('Pass it on as `after`; absent at the end of the chain'),
  }),
);

const readChain = route({
  id: 'readAuditChain',
  method: 'GET',
  path: '/audit/chain',
  summary: 'The links of one of the chains of the audit, in their order',
  details:
    'What `landfall audit verify` verifies: each link with its entry as it is stored, its hash and its signature.',
  caller: administrator('admin'),
  query: {
    schema: z.strictObject({
      shard: z.coerce
        .number()
        .int()
        .min(0)
        .max(SHARDS - 1)
        .default(0),
      after: z.coerce.number().int().min(0).max(999_999_999_999).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    means: { shard: 'Which chain, from 0', after: 'The number of the link before', limit: 'Links a page' },
  },
  answer: { status: 200, means: 'A page of links.', body: { name: 'AuditChain', schema: chain } },
  errors: [],
  handle: async (deps: Deps, { query: { shard, after, limit } }) => {
    const { links, more } = await deps.linksAfter(shard, after, limit);
    const last = links.at(-1);
    return { body: { links, ...(more && last ? { next: headOf(last).seq } : {}) } };
  },
});

const showKey = route({
  id: 'readAuditKey',
  method: 'GET',
  path: '/audit/key',
  summary: 'The public key that verifies the signatures in the audit',
  caller: administrator('admin'),
  answer: {
    status: 200,
    means: 'ECDSA on P-256 with SHA-256.',
    body: {
      name: 'AuditKey',
      schema: z.strictObject({ publicKey: z.string().describe('DER SubjectPublicKeyInfo in base64') }),
    },
  },
  errors: [],
  handle: async (deps: Deps) => ({ body: { publicKey: (await deps.auditPublicKey()).toString('base64') } }),
});

export const routes = [readAudit, readChain, showKey];
