/** What arrives by queues and streams, and what the product has stored: events of S3 and SES, requests of mails, items of tables. */

import type * as z from 'zod';
import { earlierUser, token, user } from '#adapters/directory/schemas.ts';
import { approval } from '#adapters/runs/approvals.ts';
import { runRecord, totals } from '#adapters/runs/schemas.ts';
import { entriesOfChange } from '#core/audit-append.ts';
import { returnedMail } from '#core/campaign/returned-mail.ts';
import { uploadsOf } from '#core/migration/runs/upload-event.ts';
import { userIdMap } from '#core/migration/user-id-map.ts';
import { readStored, readStoredJson } from '#core/stored.ts';
import { createHandler as mailEvents } from '#lambdas/mail-events/handler.ts';
import { createHandler as startRun } from '#lambdas/start-run/handler.ts';
import { mutatedText } from '../drawn/mutate.ts';
import { serialIn, userIdIn } from '../drawn/texts.ts';
import { mutatedJson, mutatedValue } from '../drawn/values.ts';
import { must, read } from '../finding.ts';
import type { Random } from '../random.ts';
import { acted, type Target } from '../target.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const HEX = '0123456789abcdef'.repeat(2);
const EVENTS: readonly object[] = [
  { Records: [{ eventName: 'ObjectCreated:Put', eventTime: '2026-12-01T00:00:00.000Z', s3: { object: { key: 'uploads/a+b%2Fc.zip', eTag: '"abc"' } } }] },
  { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-12-01T00:00:00.000Z', Bucket: 'exports' },
  { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' }, mail: { messageId: 'm-1', tags: { migration: [HEX], notice: [HEX] } } },
  { eventType: 'Complaint', mail: { tags: { migration: [HEX], notice: [HEX] } } },
  { kind: 'forgot-password', user: 'ana', limited: false, source: '192.0.2.1' },
]; // biome-ignore format: events

type Batch = { readonly bodies: readonly string[] };

async function runEvents({ bodies }: Batch): Promise<void> {
  for (const body of bodies) {
    for (const { key, eventAt } of uploadsOf(body, NOW)) {
      must(key.startsWith('uploads/') && key.isWellFormed(), 'an upload elsewhere', () => key);
      must(Number.isFinite(eventAt), 'an upload at no time');
    }
    await read(['mail.event_unreadable'], () => returnedMail(body));
  }
  const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
  const known = new Set(Records.map(({ messageId }) => messageId));
  const refused = () => Promise.reject(new Error('is not asked in this test'));
  // Whatever a message holds, the others of its batch are handled.
  const started = await startRun(new Proxy({}, { get: (_, name) => (name === 'now' ? () => NOW : refused) }) as never)(
    { Records },
    {} as never,
  );
  const marked = await mailEvents({ markReturned: async () => true, now: () => NOW })({ Records }, {} as never);
  for (const { itemIdentifier } of [...started.batchItemFailures, ...marked.batchItemFailures])
    must(known.has(itemIdentifier), 'a failure of a message that there is not');
}

const SCHEMAS = { user, token, earlierUser, runRecord, totals, approval, userIdMap } satisfies Readonly<
  Record<string, z.ZodType>
>;
type Stored = { readonly schema: keyof typeof SCHEMAS; readonly text: string };

function item(random: Random): object {
  const common = { enabled: true, failures: 0, createdAt: NOW, updatedAt: NOW, version: 1 };
  return random.pick([
    { userId: userIdIn(random), lockedOut: false, answers: [], tokens: [serialIn(random)], failuresSince: 0, sessionEpoch: 0, imported: true, ...common },
    { serial: serialIn(random), algorithm: 'securid-aes128', digits: 6, interval: 60, pinStyle: 'fob', seed: { wrappedKey: {}, context: {}, box: {} }, offset: 0, lastInterval: -1, lost: false, ...common },
    { renames: { ana: 'ANA' }, suffix: '@old' },
    { id: HEX, status: 'running', startedAt: NOW },
  ]); // biome-ignore format: items
}

async function runStored({ schema, text }: Stored): Promise<void> {
  const parser: z.ZodType = SCHEMAS[schema];
  await read(['stored.damaged'], () => readStoredJson(parser, text, 'ITEM/ITEM'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  await read(['stored.damaged'], () => readStored(parser, value, 'ITEM/ITEM'));
}

/** A change of the audit's outbox, which holds what any function has put there. */
async function runChange({
  before,
  after,
}: {
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}): Promise<void> {
  // The table's schema makes both keys texts.
  const isItem = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    ['pk', 'sk'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');
  if (!isItem(before ?? entry) || !isItem(after ?? entry)) return;
  const { entries } = entriesOfChange({
    id: 'change-1',
    at: NOW,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  });
  for (const { day, id } of entries)
    must(typeof day === 'string' && typeof id === 'string', 'an entry of the audit without a place');
}

const entry = {
  pk: 'AUDIT#2026-12-01#0',
  sk: '2026-12-01T00:00:00.000Z#a',
  time: '2026-12-01T00:00:00.000Z',
  action: 'user.edited',
  expiresAt: NOW / 1000,
};

export const EVENT_TARGETS: readonly Target[] = [
  acted('events', 4, {
    draw: (random): Batch => ({
      bodies: random.list(random.between(1, 3), () => {
        const event = random.pick(EVENTS);
        return random.once(3)
          ? mutatedText(Buffer.from(JSON.stringify(event)), random).toString('utf8')
          : mutatedJson(event, random);
      }),
    }),
    run: runEvents,
  }),
  acted('stored', 4, {
    draw: (random): Stored => ({
      schema: random.pick(Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[]),
      text: mutatedJson(item(random), random),
    }),
    run: runStored,
  }),
  acted('audit-change', 2, {
    draw: (random) => {
      const changed = () => mutatedValue(entry, random) as Record<string, unknown>;
      return {
        ...(random.once(2) ? { before: random.once(2) ? entry : changed() } : {}),
        ...(random.once(2) ? { after: changed() } : {}),
      };
    },
    run: runChange,
  }),
];
