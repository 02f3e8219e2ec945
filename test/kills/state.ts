/** What a deployment holds at the end of a run, in a form in which two runs are the same: without times, ids and what is random. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { toPerson } from '#adapters/journeys/items.ts';
import type { CampaignView } from '#core/campaign/view.ts';
import { contributions } from '#core/journey/counters.ts';
import type { RunView } from '#core/migration/record.ts';
import { callAction } from '#local/aws-json.ts';
import type { Client } from '../../cli/online/client.ts';
import { reportPages } from '../../cli/online/runs.ts';
import { type Mail, mails } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import type { Played } from './play.ts';

type Item = Record<string, unknown>;
/** Kind of what is compared -> its lines, in their order. */
export type Lines = Readonly<Record<string, readonly string[]>>;

/** Random, or the number of a write: another one in each run. */
export const VARIES = /^(?:sealId|sessionEpoch|rev|writer|hash|seed|pinHash|ciphertext|iv|nonce|tag|salt|pseudonym)$/u;
/** Unix times of these years, in seconds or milliseconds; no other number here is as large. */
const TIMES = { from: 1_600_000_000, to: 2_500_000_000 };
const isTime = (n: number): boolean => [n, n / 1000].some((one) => one >= TIMES.from && one < TIMES.to);

/** A value with its fields in order. Times become `time`, what varies `varies`, and ids their names. */
function plain(value: unknown, name: string, rename: (text: string) => string): unknown {
  if (VARIES.test(name) || value instanceof Uint8Array) return 'varies';
  if (typeof value === 'number' && isTime(value)) return 'time';
  if (typeof value === 'string') return rename(value);
  if (value instanceof Set) return plain([...value].map(String).toSorted(), name, rename);
  if (Array.isArray(value)) return value.map((one) => plain(one, '', rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([field, one]) => [rename(field), plain(one, field, rename)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export async function scan(running: Running, table: string): Promise<Item[]> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const raw = new DynamoDBClient({ endpoint: running.endpoints.dynamodb, region: running.region, credentials });
  const client = DynamoDBDocumentClient.from(raw);
  const TableName = running.tables.find((name) => name.endsWith(`-${table}`))!;
  const found: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    found.push(...((page.Items ?? []) as Item[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  raw.destroy();
  return found;
}

/** The names by which a comparison knows runs and packages. */
export function renamer({ runs, campaign }: Pick<Played, 'runs' | 'campaign'>): (text: string) => string {
  const names = new Map<string, string>([[campaign.id, 'the campaign']]);
  for (const [name, run] of Object.entries(runs)) {
    names.set(run.id, `run ${name}`);
    if (run.packageId) names.set(run.packageId, `package ${name}`);
  }
  const known = new RegExp([...names.keys()].join('|'), 'gu');
  return (text) => text.replaceAll(known, (id) => names.get(id)!);
}

/** What the sums over the people are, by the counters and by counting. */
export function counted(items: readonly Item[]): { readonly kept: string[]; readonly anew: string[] } {
  const [kept, anew] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, name: string, by: number) => to.set(name, (to.get(name) ?? 0) + by);
  for (const item of items) {
    const [kind, source] = String(item['pk']).split('#');
    if (kind === 'JOURNEY') {
      const person = toPerson(item);
      for (const { name, day = 'all days' } of contributions(person.source, person))
        add(anew, `${person.source} ${day} ${name}`, 1);
    }
    if (kind !== 'TOTALS' && kind !== 'DAYS') continue;
    const day = kind === 'DAYS' ? String(item['sk']).slice(0, 10) : 'all days';
    for (const [name, value] of Object.entries(item))
      if (typeof value === 'number' && name !== 'writes' && !name.startsWith('tokens.'))
        add(kept, `${source} ${day} ${name}`, value);
  }
  const lines = (sums: Map<string, number>) =>
    [...sums]
      .filter(([, n]) => n !== 0)
      .map(([name, n]) => `${name}: ${n}`)
      .toSorted();
  return { kept: lines(kept), anew: lines(anew) };
}

/** Of the operations table: what ends by itself, runs and notices, which are looked at on their own, and what a campaign keeps of its rounds. */
const PASSING =
  /^(?:SESSION|CHALLENGE|LINKS?|THROTTLE|MIGRATION|PACKAGE|NOTICE|LANE|UPLOAD|AUDIENCE)#|^(?:LANE|UPGRADE|MAIL-LANE|CAMPAIGNS|MIGRATIONS)$/u;

/** The tables and reports, each as sorted lines. */
export async function linesOf(running: Running, client: Client, played: Played): Promise<Lines> {
  const rename = renamer(played);
  const lines = (items: readonly unknown[]) => items.map((item) => JSON.stringify(plain(item, '', rename))).toSorted();
  const journeys = await scan(running, 'Journeys');
  const of = (kept: RegExp, items: readonly Item[]) => items.filter(({ pk }) => kept.test(String(pk)));
  const found: Record<string, string[]> = {
    directory: lines((await scan(running, 'Directory')).filter(({ pk }) => pk !== 'PACKERS')),
    search: lines(await scan(running, 'Search')),
    journeys: lines(of(/^(?:JOURNEY|USED)#/u, journeys)),
    totals: counted(journeys).kept,
    operations: lines((await scan(running, 'Operations')).filter(({ pk }) => !PASSING.test(String(pk)))),
  };
  for (const [name, { id }] of Object.entries(played.runs)) {
    const records: unknown[] = [];
    for await (const { records: some } of reportPages(client, id)) records.push(...some);
    found[`report of ${name}`] = lines(records.map((record) => ({ ...(record as object), notice: undefined })));
  }
  return found;
}

export type Notice = {
  readonly pk: string;
  readonly status: string;
  readonly messageId?: string;
  readonly userKey?: string;
};
export const noticesOf = async (running: Running): Promise<Notice[]> =>
  (await scan(running, 'Operations')).filter(({ pk }) => String(pk).startsWith('NOTICE#')) as unknown as Notice[];

/** The mails that tell people what to do. */
export const tellingMails = async (running: Running): Promise<(Mail & { readonly messageId: string })[]> =>
  ((await mails(running)) as (Mail & { readonly messageId: string })[]).filter(({ subject }) =>
    subject.includes('your account has moved'),
  );

/** Executions that have not ended. */
export const executing = (running: Running): string[] => {
  const folder = join(running.data, 'executions');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { name: string; status: string })
    .filter(({ status }) => status === 'RUNNING')
    .map(({ name }) => name);
};

/** Queue -> messages in it, also those that are under way. */
export async function queued(running: Running): Promise<Record<string, number>> {
  const call = <T>(action: string, input: object) => callAction<T>(running.endpoints.sqs, `AmazonSQS.${action}`, input);
  const { QueueUrls = [] } = await call<{ QueueUrls?: string[] }>('ListQueues', {});
  const counts: Record<string, number> = {};
  for (const QueueUrl of QueueUrls) {
    const { Attributes } = await call<{ Attributes: Record<string, string> }>('GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const sum = Object.entries(Attributes).reduce(
      (all, [name, value]) => all + (name.startsWith('ApproximateNumberOf') ? Number(value) : 0),
      0,
    );
    counts[QueueUrl.split('/').at(-1)!] = sum;
  }
  return counts;
}

export async function overview(
  client: Client,
): Promise<{ readonly runs: RunView[]; readonly campaigns: CampaignView[] }> {
  const { runs } = await client.call<{ runs: RunView[] }>('GET', '/runs', { query: { limit: 100 } });
  const { campaigns } = await client.call<{ campaigns: CampaignView[] }>('GET', '/campaigns');
  return { runs, campaigns };
}
