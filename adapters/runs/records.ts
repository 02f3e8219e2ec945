/**
 * MIGRATION#<run id>/MIGRATION, MIGRATIONS/<first seen>#<run id> for the list (CAMPAIGNS/… for campaigns alone), and PACKAGE#<package id>/PACKAGE: which run imported the
 * package last. A run is created once; the caller that replaces the record that it saw has the next attempt.
 */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import { isWriting, type RunRecord } from '#core/migration/record.ts';
import type { Holder } from '#core/migration/runs/source.ts';
import type { KnownPackage, Opening } from '#core/migration/runs/start-run.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { ABSENT, type Item, type Key, operationsTable, readItem, updateItem } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting, transact, updating, type Write } from '../dynamodb/transactions.ts';
import { returnedKey, toReturned } from './returned.ts';
import { runKey } from './run-key.ts';
import { runRecord } from './schemas.ts';
import { claiming, queueing } from './sources.ts';

/** All runs, and campaigns alone. */
type RunList = 'MIGRATIONS' | 'CAMPAIGNS';
const listKey = ({ id, firstSeenAt }: RunRecord, list: RunList = 'MIGRATIONS') => ({
  pk: list,
  sk: `${new Date(firstSeenAt).toISOString()}#${id}`,
});

const toRecord = (item: Item): RunRecord => readAs(runRecord, item);

export async function readRun(id: string): Promise<RunRecord | undefined> {
  return (await readAll([id]))[0];
}

const packageKey = (id: string) => ({ pk: `PACKAGE#${id}`, sk: 'PACKAGE' });
const knownPackage: z.ZodType<KnownPackage> = z.object({ run: z.string() } satisfies Shape<KnownPackage>);

export async function readPackage(id: string): Promise<KnownPackage | undefined> {
  const item = await readItem(operationsTable(), packageKey(id));
  return item && readAs(knownPackage, item);
}

const PREVIEWS = 20;

/** Some of the newest previews of a package, newest first. */
export async function readPreviews(packageId: string): Promise<RunRecord[]> {
  const { items } = await queryPage(operationsTable(), {
    keys: '#pk = :pk AND begins_with(#sk, :preview)',
    values: { ':pk': packageKey(packageId).pk, ':preview': 'PREVIEW#' },
    backwards: true,
    limit: PREVIEWS,
  });
  return readAll(items.map((item) => String(item['run'])));
}

function packageWrites({ id: run, kind, packageId }: RunRecord, opened: Opening['package']): Write[] {
  if (kind === 'preview' && packageId !== undefined)
    return [putting(operationsTable(), { ...packageKey(packageId), sk: `PREVIEW#${run}`, run })];
  if (!opened) return [];
  const { id, seen } = opened;
  const unchanged = seen ? { expression: '#run = :seen', values: { ':seen': seen.run } } : ABSENT;
  return [putting(operationsTable(), { ...packageKey(id), run }, unchanged)];
}

/** A run that begins takes the writer of its source, one that waits has its place in the queue. */
function sourceWrites(record: RunRecord, holder?: Holder): Write[] {
  const { id: run, status, attempt, source, startedAt: now } = record;
  if (!source || !isWriting(record)) return [];
  const name = source.deployment;
  if (holder) return queueing(name, run, holder);
  const begins = status === 'starting';
  return begins ? claiming({ name, kind: source.kind, run, attempt, goesOn: attempt > 1, now }) : [];
}

/** The import is marked before anything of it is taken back: from then on it mails no user. */
function markRolledBack(run: string, of: Opening['takesBack']): Write[] {
  if (!of) return [];
  const update = {
    expression: 'SET #rollback = :rollback',
    condition: 'attribute_exists(#pk) AND attribute_not_exists(#rollback)',
    values: { ':rollback': { run, at: of.at } },
  };
  return [updating(operationsTable(), runKey(of.id), update)];
}

/**
 * A new run and its place in the list, both or none; false where there is one of this id, or what was seen is so no more.
 * @param opening absent for a run that is not started @throws LandfallError run.busy
 */
export async function createRun(record: RunRecord, opening?: Opening): Promise<boolean> {
  const writes = [
    putting(operationsTable(), { ...runKey(record.id), ...record }, ABSENT),
    putting(operationsTable(), { ...listKey(record), id: record.id }),
    ...(record.mailing ? [putting(operationsTable(), { ...listKey(record, 'CAMPAIGNS'), id: record.id })] : []),
    ...packageWrites(record, opening?.package),
    ...sourceWrites(record, opening?.waitsFor),
    ...markRolledBack(record.id, opening?.takesBack),
  ];
  const came = opening ? await transactRecorded(writes, opening.entries) : await transact(writes);
  if (!came.done && came.refused.length === 0) throw transient('operations.busy');
  return came.done;
}

/**
 * Replaces the record that was seen; false where another has come between.
 * @param how `writes`: the attempt takes the writer of its source
 */
export async function claim(
  record: RunRecord,
  seen: RunRecord,
  entries: Entries,
  how: { readonly writes: boolean },
): Promise<boolean> {
  const claimed = putting(
    operationsTable(),
    { ...runKey(record.id), ...record },
    {
      expression: '#attempt = :attempt AND #status = :status',
      values: { ':attempt': seen.attempt, ':status': seen.status },
    },
  );
  return (await transactRecorded([claimed, ...(how.writes ? sourceWrites(record) : [])], entries)).done;
}

/** The execution has been asked for. A record that its first state has moved on already stays as it is. */
export async function markStarted(id: string, attempt: number): Promise<void> {
  await updateItem(operationsTable(), runKey(id), {
    expression: 'SET #status = :running',
    condition: '#attempt = :attempt AND #status = :starting',
    values: { ':running': 'running', ':starting': 'starting', ':attempt': attempt },
  });
}

/** Those that there are, each with what came back of its mails. */
async function readAll(ids: readonly string[]): Promise<RunRecord[]> {
  if (ids.length === 0) return [];
  const keys = ids.flatMap((id) => [runKey(id), returnedKey(id)]);
  const items = await readItems(operationsTable(), keys, PATIENCE.request);
  const find = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  return ids.flatMap((id) => {
    const [item, returned] = [find(runKey(id)), find(returnedKey(id))];
    return item ? [{ ...toRecord(item), ...(returned ? { returned: toReturned(returned) } : {}) }] : [];
  });
}

/** Newest first. `next` goes on where this page ended. @param limit at most 100 */
export async function listRuns(
  limit: number,
  next?: string,
  list: RunList = 'MIGRATIONS',
): Promise<{ records: RunRecord[]; next?: string }> {
  const page = await queryPage(operationsTable(), {
    keys: next === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :next',
    values: { ':pk': list, ...(next === undefined ? {} : { ':next': next }) },
    backwards: true,
    limit,
  });
  const records = await readAll(page.items.map((item) => String(item['id'])));
  const last = page.items.at(-1);
  return { records, ...(page.next && last ? { next: String(last['sk']) } : {}) };
}
