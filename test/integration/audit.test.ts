/** The audit in the real tables: acts and their entries. */
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { saveUser } from '#adapters/administration/users.ts';
import { insertLinks, lastLinks, linksAfter } from '#adapters/audit/chain.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readUser } from '#adapters/directory/index.ts';
import { createItem } from '#adapters/dynamodb/items.ts';
import type { AuditEntry } from '#core/audit.ts';
import { appendChanges, type Change } from '#core/audit-append.ts';
import { type Link, NOTHING_VERIFIED, SHARDS, verifyEnd, verifyLinks } from '#core/audit-chain.ts';
import type { User } from '#core/directory/model.ts';
import type { StreamRecord } from '#lambdas/audit-append/change.ts';
import { createHandler } from '#lambdas/audit-append/handler.ts';
import { callAction } from '#local/aws-json.ts';
import { auditKey, ENTRIES } from '#test/support/audit.ts';
import { putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { logLinesOf } from '#test/support/log-lines.ts';
import { aUser } from '#test/support/memory.ts';

let stop: () => Promise<void>;
let seen: User;
beforeAll(async () => {
  ({ stop } = await startDynamoDb());
});
beforeEach(async () => {
  await createTables();
  seen = aUser({ userId: 'Anna', email: 'anna@old.example' });
  await putUser('anna', seen);
});
afterAll(() => stop());

const [{ now, ...entry }] = ENTRIES;
const listed = async () => (await readAudit({ from: now, to: now, limit: 50 })).entries;
const save = (email: string) =>
  saveUser(seen, { touchedAt: undefined, set: { email }, remove: [], endSessions: false }, 'ada', ENTRIES).catch(
    ({ code }) => code,
  );

describe('an act and its entry', () => {
  test('are written together', async () => {
    expect(await save('anna@new.example')).toMatchObject({ email: 'anna@new.example', version: seen.version + 1 });
    expect(await listed()).toMatchObject([entry]);
  });

  test('an act whose condition fails leaves no entry, and one whose entry fails is not done', async () => {
    const before = await readUser('anna');
    const table = process.env['AUDIT_OUTBOX_TABLE'];
    process.env['AUDIT_OUTBOX_TABLE'] = 'there-is-none';
    await save('anna@new.example');
    process.env['AUDIT_OUTBOX_TABLE'] = table;
    expect(await readUser('anna')).toEqual(before);
    await save('anna@new.example');
    expect(await save('anna@newer.example')).toBe('user.conflict');
    expect(await listed()).toHaveLength(1);
  });

  test('of eight simultaneous saves on one version one is done, and has the one entry', async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, (_, index) => save(`anna@${index}.example`)));
    expect(saved.filter((one) => one === 'user.conflict')).toHaveLength(7);
    expect(await listed()).toHaveLength(1);
  });
});

describe('what is put into the outbox', () => {
  const key = auditKey();
  const handler = createHandler({ insertLinks, lastLinks, sign: key.sign });
  const outbox = () => process.env['AUDIT_OUTBOX_TABLE']!;

  /** Hands all changes that the stream knows to the function, from the first one on. @returns what it logged */
  async function append(): Promise<unknown[]> {
    const streams = <T>(action: string, input: object) =>
      callAction<T>(process.env['AWS_ENDPOINT_URL_DYNAMODB']!, `DynamoDBStreams_20120810.${action}`, input);
    const { Streams } = await streams<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName: outbox() });
    const { StreamArn } = Streams[0]!;
    type Described = { StreamDescription: { Shards: { ShardId: string }[] } };
    const { StreamDescription } = await streams<Described>('DescribeStream', { StreamArn });
    const { ShardId } = StreamDescription.Shards[0]!;
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await streams<{ ShardIterator: string }>('GetShardIterator', from);
    const { Records } = await streams<{ Records: StreamRecord[] }>('GetRecords', { ShardIterator });
    return logLinesOf(() => handler({ Records }, {} as never));
  }
  /** What all chains hold, verified. */
  async function verified(): Promise<Link[]> {
    const all = await Promise.all(
      Array.from({ length: SHARDS }, async (_, shard) => {
        const { links } = await linksAfter(shard, 0, 200);
        const { state, faults } = verifyLinks(shard, NOTHING_VERIFIED, links, key.isSigned);
        expect([...faults, ...verifyEnd(shard, state)]).toEqual([]);
        return links;
      }),
    );
    return all.flat();
  }
  const today = () => ({ from: Date.now() - 60_000, to: Date.now() + 60_000, limit: 50 });
  const write = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) => writeAudit({ ...entry, object: `o${n}`, now: Date.now() } as AuditEntry)),
    );

  test('is listed at once, and the same once it is in the chain, however often its stream is read', async () => {
    await write(12);
    const { entries } = await readAudit(today());
    expect(entries).toHaveLength(12);
    expect(await append()).toEqual([]);
    await append();
    expect(new Set((await verified()).map(({ id }) => id))).toEqual(new Set(entries.map(({ id }) => id)));
    await deleteAll(outbox());
    expect((await readAudit(today())).entries).toEqual(entries);
  });

  test('and is overwritten or removed there is entered as it was, and so is the tampering', async () => {
    await write(2);
    const client = new DynamoDBClient({});
    const { Items = [] } = await client.send(new ScanCommand({ TableName: outbox() }));
    await client.send(new PutItemCommand({ TableName: outbox(), Item: { ...Items[0]!, actor: { S: 'bo' } } }));
    await deleteAll(outbox());
    client.destroy();
    expect(await append()).toMatchObject([
      { event: 'audit.tampered', kind: 'overwritten' },
      { event: 'audit.tampered', kind: 'removed' },
      { event: 'audit.tampered', kind: 'removed' },
    ]);
    const links = await verified();
    expect(links.filter(({ actor }) => actor === 'test')).toHaveLength(2);
    expect(links.filter(({ actor }) => actor === 'bo')).toEqual([]);
    expect(links.filter(({ action }) => action === 'audit.tampered')).toHaveLength(3);
  });

  test('what stands beside the chains, where no verification looks, is not listed (L5)', async () => {
    await write(1);
    await append();
    const [link] = await verified();
    await insertLinks([{ ...link!, id: `${link!.time}#forged`, pk: `CHAIN#${SHARDS}`, actor: 'forged' }]);
    await deleteAll(outbox());
    expect((await readAudit(today())).entries).toMatchObject([{ actor: 'test', object: 'o0' }]);
  });

  test('of eight functions that append at the same moment each enters its part, in unbroken chains', async () => {
    await Promise.all(
      Array.from({ length: 8 }, async (_, one) => {
        const changes = Array.from({ length: 30 }, (_none, n): Change => {
          const sk = `2026-11-30T09:00:00.000Z#${one}-${n}`;
          return { id: `${one}-${n}`, at: Date.UTC(2026, 10, 30, 9), after: { pk: `AUDIT#2026-11-30#${n % 2}`, sk } };
        });
        await appendChanges({ insertLinks, lastLinks, sign: key.sign, noteTampering: () => undefined }, changes);
      }),
    );
    expect(await verified()).toHaveLength(240);
  });

  test('an entry of the release before is still listed, between the others', async () => {
    await write(1);
    const time = new Date(Date.now() - 1000).toISOString();
    const old = { ...entry, object: 'old', time };
    await createItem(process.env['OPERATIONS_TABLE']!, { pk: `AUDIT#${time.slice(0, 10)}`, sk: `${time}#old`, ...old });
    expect((await readAudit(today())).entries.map(({ object }) => object)).toEqual(['o0', 'old']);
  });

  test('many entries of one moment are listed page by page, each once and newest first', async () => {
    await write(40);
    await append();
    await write(40);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await readAudit({ ...today(), limit: 7, next });
      seen.push(...page.entries.map(({ id }) => id));
      next = page.next;
    } while (next !== undefined);
    expect(seen).toHaveLength(80);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });
});

async function deleteAll(TableName: string): Promise<void> {
  const client = new DynamoDBClient({});
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  for (const { pk, sk } of Items) await client.send(new DeleteItemCommand({ TableName, Key: { pk: pk!, sk: sk! } }));
  client.destroy();
}
