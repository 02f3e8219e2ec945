/**
 * What counts and lists of people should say, worked out from a scan of the tables: a second way, in the words of the model, that shares
 * nothing with the product but the items.
 */
import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mailboxHash } from '#core/migration/notice.ts';

type Item = Record<string, unknown>;
type Tables = Readonly<Record<'directory' | 'operations' | 'journeys' | 'search', string>>;
export const TABLES: Tables = {
  directory: 'landfall-Directory',
  operations: 'landfall-Operations',
  journeys: 'landfall-Journeys',
  search: 'landfall-Search',
};

export async function scan(endpoint: string, table: string): Promise<Item[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey, ConsistentRead: true }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  client.destroy();
  return items;
}

export type Placed = {
  readonly userId: string;
  readonly source: string;
  readonly stage: string;
  readonly stuck?: string;
};

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const number = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);

/** `settings`: those of the test. */
export type Rules = { readonly failures: number; readonly lockoutMinutes: number; readonly enrolment: number };

/** Where each user is. @param now Unix milliseconds */
export async function placed(endpoint: string, rules: Rules, now: number): Promise<Placed[]> {
  const directory = await scan(endpoint, TABLES.directory);
  const operations = await scan(endpoint, TABLES.operations);
  const tokens = new Map(directory.filter(({ sk }) => sk === 'TOKEN').map((token) => [token['serial'], token]));
  const notices = new Map(operations.filter(({ sk }) => sk === 'NOTICE').map((notice) => [notice['pk'], notice]));
  return directory
    .filter(({ sk }) => sk === 'USER')
    .map((user): Placed => {
      const key = String(user['pk']).slice('USER#'.length);
      const found = notices.get(`NOTICE#${sha(key).slice(0, 32)}`);
      const { email } = user as { readonly email?: string };
      const isOfNow = found?.['to'] === undefined || (email !== undefined && found['to'] === mailboxHash(email));
      const status = isOfNow ? found?.['status'] : undefined;
      const password = user['password'] as Item | undefined;
      const held = (user['tokens'] as string[])
        .map((serial) => tokens.get(serial))
        .filter((token) => token?.['assignee'] === key);
      const works = held.some(
        (token) =>
          token?.['enabled'] === true &&
          token['lost'] !== true &&
          now >= number(token['startsAt'], 0) &&
          now <= number(token['expiresAt'], Number.POSITIVE_INFINITY),
      );
      const answers = (user['answers'] as unknown[]).length;
      const who = { userId: String(user['userId']), source: typeof user['source'] === 'string' ? user['source'] : '' };
      if (password && password['mustChange'] !== true) return { ...who, stage: 'home' };
      const why = (): string | undefined => {
        if (user['enabled'] !== true) return 'disabled';
        if (now >= number(user['accountEnd'], Number.POSITIVE_INFINITY)) return 'expired';
        if (now < number(user['accountStart'], 0)) return 'not-started';
        if (user['lockedOut'] === true) return 'locked';
        const until = number(user['failedAt'], number(user['failuresSince'], 0)) + rules.lockoutMinutes * 60_000;
        if (number(user['failures'], 0) >= rules.failures && now < until) return 'locked-out';
        if (password) return undefined;
        if (held.length === 0) return 'no-token';
        if (!works) return 'no-usable-token';
        if (user['firstTokenLogonAt'] !== undefined) return undefined;
        if (status !== 'sent' && email === undefined && user['imported'] === true) return 'no-address';
        return status === 'uncertain' ? 'uncertain' : undefined;
      };
      const reason = why();
      if (reason !== undefined) return { ...who, stage: 'stuck', stuck: reason };
      if (password) return { ...who, stage: 'temporary-password' };
      if (user['firstTokenLogonAt'] !== undefined)
        return { ...who, stage: answers >= rules.enrolment ? 'questions' : 'token-logon' };
      return { ...who, stage: status === 'sent' ? 'told' : 'imported' };
    });
}
