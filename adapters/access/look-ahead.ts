/** What a logon has to know before its attempt is counted, and once it is: one BatchGetItem each, over both tables. */
import * as z from 'zod';
import type { CountSeen, Counts, FilledTokens, Look, Looked, SumAndRead } from '#core/access/ports.ts';
import { filledKeys, filledOf } from '../directory/decoys.ts';
import { decoyItemKey } from '../directory/failures.ts';
import { settingsItemKey, settingsOf } from '../directory/settings.ts';
import { userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readAcross } from '../dynamodb/batch-get.ts';
import { directoryTable, type Item, type Key, operationsTable } from '../dynamodb/items.ts';
import { counterNames, countersWanted, shardKeys, sumsOf } from '../operations/shared-counters.ts';
import { counterKey } from '../operations/throttles.ts';

const KEY = { '#pk': 'pk', '#sk': 'sk' };
/** Of a user no more than these: the answer is as long as that for an unknown user ID. */
const COUNTS = { '#failures': 'failures', '#failuresSince': 'failuresSince', '#failedAt': 'failedAt' };
const SETTINGS = { '#settings': 'settings', '#version': 'version', '#restoredAt': 'restoredAt' };

const find = (items: readonly Item[] | undefined, { pk, sk }: Key): Item | undefined =>
  items?.find((item) => item['pk'] === pk && item['sk'] === sk);

const seenOf = (item: Item): CountSeen => ({
  failures: Number(item['failures']),
  failuresSince: Number(item['failuresSince']),
  ...(item['failedAt'] === undefined ? {} : { failedAt: Number(item['failedAt']) }),
});

export async function lookAhead({ user: key, hits, groups, now }: Look): Promise<Looked> {
  const [directory, operations] = [directoryTable(), operationsTable()];
  const counters = Object.entries(hits).map(([name, { kind, key: of, windowMs, now: at }]) => ({
    name,
    key: counterKey(kind, of, windowMs, at),
  }));
  const found = await readAcross(
    {
      [directory]: {
        keys: [settingsItemKey, userItemKey(key)],
        names: { ...KEY, ...COUNTS, '#tokens': 'tokens', ...SETTINGS },
      },
      [operations]: {
        keys: [
          decoyItemKey(key),
          ...counters.map((counter) => counter.key),
          ...groups.flatMap(({ group }) => shardKeys(group, now)),
        ],
        names: { ...KEY, ...COUNTS, '#hits': 'hits', ...counterNames(groups.flatMap(({ names }) => names)) },
      },
    },
    PATIENCE.request,
  );
  const user = find(found[directory], userItemKey(key));
  const decoy = find(found[operations], decoyItemKey(key));
  return {
    ...settingsOf(find(found[directory], settingsItemKey)),
    ...(user ? { user: { ...seenOf(user), tokens: z.array(z.string()).parse(user['tokens']) } } : {}),
    ...(decoy ? { decoy: seenOf(decoy) } : {}),
    hits: Object.fromEntries(
      counters.map((counter) => [counter.name, Number(find(found[operations], counter.key)?.['hits'] ?? 0)]),
    ),
    sums: groups.map(({ group, names }) => sumsOf(found[operations] ?? [], group, names, now)),
  };
}

/** The sums of counters that were raised, with the tokens that a passcode is compared with. */
export async function sumAndRead({
  groups,
  serials,
  count,
  now,
}: SumAndRead): Promise<FilledTokens & { sums: Counts[] }> {
  const [directory, operations] = [directoryTable(), operationsTable()];
  const found = await readAcross(
    { [directory]: { keys: filledKeys(serials, count) }, [operations]: countersWanted(groups, now) },
    PATIENCE.request,
  );
  return {
    ...(await filledOf(found[directory] ?? [], serials, count)),
    sums: groups.map(({ group, names }) => sumsOf(found[operations] ?? [], group, names, now)),
  };
}
