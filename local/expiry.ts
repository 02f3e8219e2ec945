/**
 * What has ended goes (infra/retention.ts): at the start and each hour the embedded deployment removes what AWS would have removed, since its
 * engines don't. A round that fails is said, and comes again.
 */
import { join } from 'node:path';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { logDaysOf } from '#infra/cloud-assembly/description.ts';
import { EXECUTION_DAYS, INBOX_DAYS, LOG_DAYS } from '#infra/retention.ts';
import { expireItems } from './expire-items.ts';
import { expireLogs } from './expire-logs.ts';
import { expireMessages, type Inspected } from './expire-messages.ts';
import { expireObjects } from './expire-objects.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Forgets what has ended before this, Unix ms. @returns how many */
type Expires = { expire(before: number): number };
export type Expiring = {
  readonly assembly: Assembly;
  /** The folder of all files. */
  readonly data: string;
  readonly endpoints: { readonly dynamodb: string; readonly s3: string; readonly sqs: string };
  readonly storage: Inspected;
  readonly states: Expires;
  readonly mail: Expires;
};
type Removed = Readonly<Record<'items' | 'objects' | 'messages' | 'logs' | 'executions' | 'mails', number>>;

/** One round. @param now Unix ms */
export async function expireAll(expiring: Expiring, now: number): Promise<Removed> {
  const { assembly, data, endpoints } = expiring;
  return {
    items: await expireItems(assembly, endpoints.dynamodb, now),
    objects: await expireObjects(assembly, { url: endpoints.s3, folder: join(data, 'storage', 'objects') }, now),
    messages: await expireMessages(assembly, endpoints.sqs, expiring.storage, now),
    logs: expireLogs(join(data, 'logs'), now - (logDaysOf(assembly) ?? LOG_DAYS) * DAY_MS),
    executions: expiring.states.expire(now - EXECUTION_DAYS * DAY_MS),
    mails: expiring.mail.expire(now - INBOX_DAYS * DAY_MS),
  };
}

/** @returns what stops it */
export function startExpiry(expiring: Expiring, say: (line: string) => void): () => void {
  let running = false;
  let stopped = false;
  const round = async () => {
    if (running) return;
    running = true;
    await expireAll(expiring, Date.now()).catch((error: unknown) => {
      if (!stopped) say(`What has expired could not be removed: ${(error as Error).message}`);
    });
    running = false;
  };
  void round();
  const timer = setInterval(() => void round(), HOUR_MS).unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
