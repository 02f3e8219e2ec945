/**
 * What others may want to hear of, such as the source deployment, which disables there what is used here. An event may come twice; its `id`
 * is the same then.
 */
import { createHash } from 'node:crypto';
import type { RunRecord } from '#core/migration/record.ts';
import type { Person } from './person.ts';
import type { Use } from './uses.ts';

/** Times as in RFC 3339. `source`: name of the source deployment. */
export type LandfallEvent =
  | {
      readonly type: 'user.home';
      readonly detail: { readonly id: string; readonly userId: string; readonly source: string; readonly at: string };
    }
  | {
      readonly type: 'token.first-used';
      readonly detail: {
        readonly id: string;
        readonly serial: string;
        readonly userId: string;
        readonly source: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'run.ended';
      readonly detail: {
        readonly id: string;
        readonly run: string;
        readonly kind: string;
        readonly status: string;
        readonly source?: string;
        readonly code?: string;
        readonly at: string;
      };
    };

const iso = (time: number): string => new Date(time).toISOString();
const eventId = (...of: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32);

/** What is told of a run. */
export type Ended = Pick<RunRecord, 'id' | 'kind' | 'status' | 'attempt' | 'source' | 'error'>;

/** Of a person whom nothing was known of, what happened before this is no news: the table is being filled. */
const NEWS_MS = 3_600_000;

const useEvent = ({ serial, userId, source, firstUsedAt }: Use): LandfallEvent => ({
  type: 'token.first-used',
  detail: { id: eventId('token.first-used', serial, firstUsedAt), serial, userId, source, at: iso(firstUsedAt) },
});

/** @param now Unix milliseconds */
export function eventsOf(
  before: Person | undefined,
  after: Person,
  uses: readonly Use[],
  now: number,
): LandfallEvent[] {
  const isNews = (at: number) => before !== undefined || now - at < NEWS_MS;
  const { userId, userKey, source, times, reached } = after;
  const { home } = times;
  const came = reached === 'home' && home !== undefined && before?.times.home === undefined && source !== '';
  const arrived: LandfallEvent[] =
    came && isNews(home)
      ? [{ type: 'user.home', detail: { id: eventId('user.home', userKey, home), userId, source, at: iso(home) } }]
      : [];
  return [...arrived, ...uses.filter(({ firstUsedAt }) => isNews(firstUsedAt)).map(useEvent)];
}

/** Of a record that was read after the end. The same end bears the same id. @param now Unix milliseconds */
export function runEndedEvent(record: Ended, now: number): LandfallEvent {
  const { id, kind, status, attempt, source, error } = record;
  return {
    type: 'run.ended',
    detail: {
      id: eventId('run.ended', id, attempt),
      run: id,
      kind,
      status,
      ...(source ? { source: source.deployment } : {}),
      ...(error ? { code: error.code } : {}),
      at: iso(now),
    },
  };
}
