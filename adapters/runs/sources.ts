/**
 * SOURCE#<name>/SOURCE: a source deployment, and SOURCES/<name> for the list. SOURCE#<name>/WRITER: which attempt of which run writes.
 * SOURCE#<name>/QUEUED#<run id>: a run that waits for it. SOURCE#<name>/USER-IDS: the user IDs that its people get here.
 */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import type { Claiming, Holder, Source, Writer } from '#core/migration/runs/source.ts';
import { type UserIdMap, userIdMap } from '#core/migration/user-id-map.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { ABSENT, type Condition, operationsTable, putItem, readItem, updateItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, demanding, putting, transact, updating, type Write } from '../dynamodb/transactions.ts';
import { runKey } from './run-key.ts';

const partition = (name: string): string => `SOURCE#${name}`;
export const sourceKey = (name: string) => ({ pk: partition(name), sk: 'SOURCE' });
const writerKey = (name: string) => ({ pk: partition(name), sk: 'WRITER' });
const queuedKey = (name: string, run: string) => ({ pk: partition(name), sk: `QUEUED#${run}` });
const listKey = (name: string) => ({ pk: 'SOURCES', sk: name });

const text = z.string();
const source: z.ZodType<Source> = z.object({
  name: text,
  kind: z.enum(SOURCE_KINDS),
  firstRun: text,
  lastRun: text.exactOptional(),
  newestPackedAt: z.number().exactOptional(),
  begunPackedAt: z.number().exactOptional(),
  newestRun: text.exactOptional(),
  closed: z.literal(true).exactOptional(),
} satisfies Shape<Source>);
const writer = z.object({
  run: text.exactOptional(),
  attempt: z.number().exactOptional(),
  since: z.number().exactOptional(),
  quietAt: z.number().exactOptional(),
});

export async function readSource(name: string): Promise<Source | undefined> {
  const item = await readItem(operationsTable(), sourceKey(name));
  return item && readAs(source, item);
}

/** All, by name. */
export async function listSources(): Promise<Source[]> {
  const names: string[] = [];
  for await (const item of queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': 'SOURCES' } }))
    names.push(String(item['sk']));
  const found = await Promise.all(names.map(readSource));
  return found.flatMap((one) => one ?? []);
}

const userIdsKey = (name: string) => ({ pk: partition(name), sk: 'USER-IDS' });
const storedUserIds = z.object({ map: userIdMap });

/** The user IDs that a source's people get here, where they are not their own. */
export async function readUserIds(name: string): Promise<UserIdMap | undefined> {
  const item = await readItem(operationsTable(), userIdsKey(name));
  return item && readAs(storedUserIds, item).map;
}

export async function putUserIds(name: string, map: UserIdMap): Promise<void> {
  await putItem(operationsTable(), { ...userIdsKey(name), map });
}

export async function readWriter(name: string): Promise<Writer> {
  const item = await readItem(operationsTable(), writerKey(name));
  const { run, attempt, since = 0, quietAt } = item ? readAs(writer, item) : {};
  return {
    ...(run === undefined || attempt === undefined ? {} : { holder: { run, attempt, since } }),
    ...(quietAt === undefined ? {} : { quietAt }),
  };
}

export async function queuedRuns(name: string): Promise<string[]> {
  const runs: string[] = [];
  const keys = '#pk = :pk AND begins_with(#sk, :queued)';
  for await (const item of queryItems(operationsTable(), {
    keys,
    values: { ':pk': partition(name), ':queued': 'QUEUED#' },
  }))
    runs.push(String(item['sk']).slice('QUEUED#'.length));
  return runs;
}

const holds = ({ run, attempt }: Holder): Condition => ({
  expression: '#run = :run AND #attempt = :attempt',
  values: { ':run': run, ':attempt': attempt },
});

/** Takes the writer where it is free, or this attempt's already, and the source is open; registers the source. */
export function claiming({ name, kind, run, attempt, goesOn, now }: Claiming): Write[] {
  const mine = holds({ run, attempt });
  const free = { ...mine, expression: `attribute_not_exists(#run) OR (${mine.expression})` };
  const newest = goesOn ? ' AND (attribute_not_exists(#lastRun) OR #lastRun = :run)' : '';
  return [
    putting(operationsTable(), { ...writerKey(name), run, attempt, since: now }, free),
    updating(operationsTable(), sourceKey(name), {
      expression: 'SET #name = :name, #kind = :kind, #lastRun = :run, #firstRun = if_not_exists(#firstRun, :run)',
      condition: `attribute_not_exists(#closed)${newest}`,
      values: { ':name': name, ':kind': kind, ':run': run },
    }),
    putting(operationsTable(), { ...listKey(name), name }),
  ];
}

/** The same, alone: for a run that could not take it as it started. @throws LandfallError operations.busy */
export async function takeWriter(by: Claiming): Promise<boolean> {
  const came = await transact(claiming(by));
  if (!came.done && came.refused.length === 0) throw transient('operations.busy');
  return came.done;
}

/** Waits while that attempt holds the writer: the one that gives it back after this write finds the run in the queue. */
export const queueing = (name: string, run: string, holder: Holder): Write[] => [
  putting(operationsTable(), { ...queuedKey(name, run), run }, ABSENT),
  demanding(operationsTable(), writerKey(name), holds(holder)),
];

/** Gives the writer back, if this attempt holds it. @param quietAt Unix ms: until then its functions may still run */
export async function releaseWriter(name: string, holder: Holder, quietAt?: number): Promise<void> {
  const { expression: condition, values } = holds(holder);
  await updateItem(operationsTable(), writerKey(name), {
    expression: `${quietAt === undefined ? '' : 'SET #quietAt = :quietAt '}REMOVE #run, #attempt, #since`,
    condition,
    values: { ...values, ...(quietAt === undefined ? {} : { ':quietAt': quietAt }) },
  });
}

const waits: Condition = { expression: '#status = :queued', values: { ':queued': 'queued' } };

/** Out of the queue, with the writer; false where that is not to be had, or the run waits no more. */
export async function promote(record: RunRecord): Promise<boolean> {
  const { id: run, attempt, source, startedAt: now } = record;
  const { deployment: name, kind } = source!;
  const came = await transact([
    putting(operationsTable(), { ...runKey(run), ...record }, waits),
    deleting(operationsTable(), queuedKey(name, run)),
    ...claiming({ name, kind, run, attempt, goesOn: false, now }),
  ]);
  return came.done;
}

/** Out of the queue, without the writer. @param record what the run is then, where it still waits */
export async function unqueue(name: string, run: string, record?: RunRecord): Promise<void> {
  await transact([
    deleting(operationsTable(), queuedKey(name, run)),
    ...(record ? [putting(operationsTable(), { ...runKey(run), ...record }, waits)] : []),
  ]);
}

/** Closes a source, or opens it; false where it is so already, or there is none. */
export async function closeSource(name: string, closed: boolean, entries: Entries): Promise<boolean> {
  const update = closed
    ? {
        expression: 'SET #closed = :true',
        condition: 'attribute_exists(#pk) AND attribute_not_exists(#closed)',
        values: { ':true': true },
      }
    : { expression: 'REMOVE #closed', condition: 'attribute_exists(#closed)' };
  return (await transactRecorded([updating(operationsTable(), sourceKey(name), update)], entries)).done;
}

/** An import is about to write its first user. @param packedAt of its package, Unix ms */
export async function noteBegun(name: string, packedAt: number): Promise<void> {
  await updateItem(operationsTable(), sourceKey(name), {
    expression: 'SET #begunPackedAt = :packedAt',
    condition: 'attribute_exists(#pk) AND (attribute_not_exists(#begunPackedAt) OR #begunPackedAt < :packedAt)',
    values: { ':packedAt': packedAt },
  });
}

/** An import has written all that it brings. @param packedAt of its package, Unix ms */
export async function noteImported(name: string, run: string, packedAt: number): Promise<void> {
  await updateItem(operationsTable(), sourceKey(name), {
    expression: 'SET #newestRun = :run',
    condition: 'attribute_exists(#pk)',
    values: { ':run': run },
  });
  await updateItem(operationsTable(), sourceKey(name), {
    expression: 'SET #newestPackedAt = :packedAt',
    condition: 'attribute_exists(#pk) AND (attribute_not_exists(#newestPackedAt) OR #newestPackedAt < :packedAt)',
    values: { ':packedAt': packedAt },
  });
}

/**
 * An import has been taken back: its package is not the newest any more that the source was compared with. What is left is known by the
 * people themselves, each of whom says which export it follows (ReadManifest).
 */
export async function forgetImported(name: string, run: string): Promise<void> {
  await updateItem(operationsTable(), sourceKey(name), {
    expression: 'REMOVE #newestPackedAt, #begunPackedAt',
    condition: '#newestRun = :run',
    values: { ':run': run },
  });
}
