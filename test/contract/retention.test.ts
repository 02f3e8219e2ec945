/** infra/retention.ts against the sources and the template: what is kept has its row, and ends as the row says. */
import { readFileSync } from 'node:fs';
import { ACCESS_LOG_DAYS, LOG_DAYS, QUEUE_SECONDS, RETENTION } from '#infra/retention.ts';
import { withRetention } from '#infra/synth/retention-page.ts';
import { TABLES } from '#infra/tables.ts';
import { sourcesOf } from '#test/support/imports.ts';
import { deployedAs } from '../support/cloud.ts';

const { resources } = deployedAs({ name: 'landfall', region: 'eu-central-1' });
const ofType = (type: string) => resources.filter((one) => one.type === type);
/** The logical id, in small letters, without the hash that the CDK adds: names are made of it (test/support/cloud.ts). */
const idOf = ({ name }: { readonly name: string }) =>
  name
    .split('-')[2]!
    .toLowerCase()
    .replace(/[0-9a-f]{8}$/u, '');

test('docs/security.md has the table as `npm run generate` writes it', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  expect(page).toBe(withRetention(page));
});

/** `X#` of a template, or the whole of a text: what stands where a partition key is made. */
const KEY =
  /(?:pk: |chunkKey|LIST: |PK = |partition = \([^)]*\)[^=]*=> |listOf = \([^)]*\)[^=]*=> |return )[`']([A-Z][A-Z-]*(?:#|(?=['`])))/gu;
const ITEM_TABLES = RETENTION.flatMap(({ at }) =>
  'table' in at ? at.keys.map((key) => ({ table: at.table, key })) : [],
);

test('each key that the adapters write is in the table, with its table', () => {
  const known = ITEM_TABLES.map(({ key }) => key.replace(/(?:[#/].*|-)$/u, ''));
  const found = new Set(
    sourcesOf('adapters').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(KEY)].map(([, key]) => key!.replace(/#.*$/u, '')),
    ),
  );
  expect(found.size).toBeGreaterThan(30);
  expect([...found].filter((key) => !known.includes(key))).toEqual([]);
});

test('tables, buckets, queues and log groups of the template end what they hold as the table says', () => {
  const expiring = new Set(RETENTION.flatMap(({ at, end }) => ('table' in at && end.by === 'expiry' ? at.table : [])));
  for (const [name, spec] of Object.entries(TABLES))
    expect([name, 'timeToLive' in spec]).toEqual([name, expiring.has(name as keyof typeof TABLES)]);

  const buckets = RETENTION.flatMap(({ at, end }) =>
    'bucket' in at ? [[at.bucket.toLowerCase(), end.by] as const] : [],
  );
  const rules = ofType('AWS::S3::Bucket').map((one) => [
    idOf(one),
    'LifecycleConfiguration' in one.properties ? 'rule' : 'never',
  ]);
  expect(Object.fromEntries(rules)).toEqual(Object.fromEntries(buckets));

  const queues = new Map(
    RETENTION.flatMap(({ at, end }) =>
      'queues' in at
        ? at.queues.map(
            (queue) =>
              [
                queue.toLowerCase(),
                ('says' in end ? end.says! : '').startsWith('14 days') ? 14 * 86_400 : QUEUE_SECONDS,
              ] as const,
          )
        : [],
    ),
  );
  for (const queue of ofType('AWS::SQS::Queue'))
    expect([idOf(queue), queue.properties['MessageRetentionPeriod'] ?? QUEUE_SECONDS]).toEqual([
      idOf(queue),
      queues.get(idOf(queue)),
    ]);

  const logs = ofType('AWS::Logs::LogGroup').map(({ properties }) => properties['RetentionInDays']);
  expect(new Set(logs)).toEqual(new Set([LOG_DAYS, ACCESS_LOG_DAYS]));
});

test('a prefix that the adapters write is one of its bucket', () => {
  const prefixes = RETENTION.flatMap(({ at }) => ('bucket' in at ? at.prefixes : []));
  const written = [
    ...readFileSync('adapters/runs/exports.ts', 'utf8').matchAll(/[`'](\w+\/)/gu),
    ...readFileSync('adapters/runs/reports.ts', 'utf8').matchAll(/[`'](\w+\/)\$/gu),
  ];
  const found = new Set(written.map(([, prefix]) => prefix!).filter((prefix) => prefix !== 'application/'));
  expect(found.size).toBeGreaterThan(3);
  expect([...found].filter((prefix) => !prefixes.includes(prefix))).toEqual([]);
});
