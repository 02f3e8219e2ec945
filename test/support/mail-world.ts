/**
 * A world of people, notices and a mail service in memory, with a clock of its own: the real rounds of a campaign run in it, and faults come
 * where a test, or a seed, wants them. What its people have really got is `inboxes`.
 */
import type { CampaignInput } from '#core/campaign/campaign.ts';
import { newCampaign } from '#core/campaign/campaign.ts';
import { askedFor, FREE_LANE, givenBack, type Lane, othersWait, renewed } from '#core/campaign/lane.ts';
import type { MailQuota } from '#core/campaign/pace.ts';
import { type Progress, type SendRoundPorts, type SendRoundSettings, sendRound } from '#core/campaign/send-round.ts';
import { type CampaignRecord, isCampaign } from '#core/campaign/view.ts';
import { SHARDS } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { LandfallError, transient } from '#core/errors.ts';
import { type KnownNotice, mailboxHash, type Returned } from '#core/migration/notice.ts';
import { userKey } from '#core/text.ts';

export const SOURCE = 'north';
const DAY_MS = 86_400_000;

/** What may go wrong at one await: the process ends before it, or after it; or it is done, and its answer is lost. */
export type Fault = 'killed before' | 'killed after' | 'answer lost';
class Killed extends Error {}

export type World = ReturnType<typeof mailWorld>;

export const person = (userId: string, more: Partial<User> = {}): User =>
  ({
    userId,
    email: `${userId}@corp.example`,
    enabled: true,
    lockedOut: false,
    failures: 0,
    failuresSince: 0,
    answers: [],
    tokens: [`t-${userId}`],
    imported: true,
    source: SOURCE,
    origin: { migration: 'import', part: 1, line: 1 },
    ...more,
  }) as User;

/** @param fault asked before each call of a port that leaves the process, by its name */
export function mailWorld(fault: (port: string) => Fault | undefined = () => undefined) {
  const users = new Map<string, User>();
  const notices = new Map<string, KnownNotice>();
  const runs = new Map<string, CampaignRecord>();
  const taken = new Set<string>();
  const unwanted = new Set<string>();
  const lists = new Map<string, readonly string[]>();
  /** Address -> the campaigns whose mail it got. */
  const inboxes = new Map<string, string[]>();
  const returned = new Map<string, { bounced: number; complained: number }>();
  const sentAt: number[] = [];
  const started: string[] = [];
  const world = {
    users,
    notices,
    runs,
    taken,
    unwanted,
    lists,
    inboxes,
    returned,
    started,
    clock: Date.UTC(2026, 11, 1),
    quota: { maxSendRate: 14, max24HourSend: 50_000 },
    lane: FREE_LANE as Lane,
    settings: {
      possible: true,
      lockout: { failures: 5, lockoutMinutes: 30 },
      reminders: { everyDays: 7, atMost: 2 },
      toleratedReturnsPercent: 5,
    } as SendRoundSettings,
    /** What the mail service says instead of taking a mail to this address. */
    trouble: new Map<string, Error>(),
    senderTrouble: undefined as Error | undefined,
    begin,
    round,
    step,
    drive,
    sentInLastDay,
    portsOf,
  };
  let tokens = 0;

  let oldest = 0;
  let dead = false;
  let sorted: string[][] = [];
  let sortedOf = -1;
  /** The people of a shard of the index, in its order. */
  function shardOf(shard: number): string[] {
    if (sortedOf !== users.size) {
      sorted = Array.from({ length: SHARDS }, () => []);
      for (const key of [...users.keys()].sort()) sorted[key.length % SHARDS]!.push(key);
      sortedOf = users.size;
    }
    return sorted[shard]!;
  }
  /** The number of the first in a sorted list that stands behind this one. */
  function behind(list: readonly string[], key: string): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! > key) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function sentInLastDay(): number {
    while (oldest < sentAt.length && sentAt[oldest]! <= world.clock - DAY_MS) oldest += 1;
    return sentAt.length - oldest;
  }

  /** One call that leaves the process. */
  async function call<T>(port: string, work: () => T): Promise<T> {
    if (dead) throw new Killed();
    const wrong = fault(port);
    dead = wrong === 'killed before' || wrong === 'killed after';
    if (wrong === 'killed before') throw new Killed();
    const answer = work();
    if (dead) throw new Killed();
    if (wrong === 'answer lost')
      throw port === 'send' ? new LandfallError('mail.uncertain') : transient('operations.busy');
    return answer;
  }
  const same = (key: string, seen: KnownNotice | undefined): boolean =>
    JSON.stringify(notices.get(key)) === JSON.stringify(seen);
  const pick = <T>(from: Map<string, T>, keys: readonly string[]) =>
    new Map(keys.flatMap((key) => (from.has(key) ? [[key, from.get(key)!] as const] : [])));
  const without = <T extends object, K extends keyof T>({ ...rest }: T, ...names: K[]): Omit<T, K> => {
    for (const name of names) delete rest[name];
    return rest;
  };

  const claims: Pick<SendRoundPorts, 'claimNotice' | 'settleNotice' | 'releaseNotice' | 'loseNotice' | 'markUntold'> = {
    claimNotice: (key, claim) =>
      call('claim', () => {
        const { seen, mail, migration, attempt, to, earlier, now, person: who } = claim;
        if (!same(key, seen)) return false;
        const { source, externalId } = who;
        notices.set(
          key,
          mail === 'reminder'
            ? {
                ...without(seen!, 'reminderId'),
                reminder: 'claimed',
                reminderOf: migration,
                reminderAttempt: attempt,
                remindedAt: now,
                reminders: (seen!.reminders ?? 0) + 1,
              }
            : {
                status: 'claimed',
                migration,
                attempt,
                claimedAt: now,
                at: now,
                to,
                earlier,
                ...(source === undefined ? {} : { source }),
                ...(externalId === undefined ? {} : { externalId }),
              },
        );
        return true;
      }),
    settleNotice: (key, { migration, attempt, mail }, result, now) =>
      call('settle', () => {
        const known = notices.get(key);
        const open = (status: string | undefined) => status === 'claimed' || status === 'uncertain';
        if (mail === 'reminder') {
          if (known?.reminderOf !== migration || known.reminderAttempt !== attempt || !open(known.reminder))
            return false;
          notices.set(key, { ...known, reminder: result.status });
          return true;
        }
        if (known?.migration !== migration || known.attempt !== attempt || !open(known.status)) return false;
        notices.set(key, { ...known, status: result.status, at: now });
        return true;
      }),
    releaseNotice: (key, { seen, migration, attempt, mail }) =>
      call('release', () => {
        const known = notices.get(key);
        const by =
          mail === 'reminder' ? [known?.reminderOf, known?.reminderAttempt] : [known?.migration, known?.attempt];
        if (by[0] !== migration || by[1] !== attempt) return;
        if (seen) notices.set(key, seen);
        else notices.delete(key);
      }),
    loseNotice: (key, seen, mail, now) =>
      call('lose', () => {
        const known = notices.get(key);
        if (mail === 'reminder') {
          if (known?.reminder === 'claimed' && known.reminderAttempt === seen.reminderAttempt)
            notices.set(key, { ...known, reminder: 'uncertain' });
        } else if (known?.status === 'claimed' && known.attempt === seen.attempt)
          notices.set(key, { ...known, status: 'uncertain', at: now });
      }),
    markUntold: (key, status, { migration, seen }, now) =>
      call('untold', () => {
        if (same(key, seen)) notices.set(key, { status, migration, at: now, source: SOURCE });
      }),
  };

  function portsOf(id: string): SendRoundPorts {
    return {
      ...claims,
      readRun: (run) => call('read run', () => runs.get(run)),
      readUsers: async (keys) => pick(users, keys),
      readTokens: async (serials) =>
        new Map(
          serials.map((serial) => [serial, { serial, enabled: true, lost: false, assignee: serial.slice(2) } as Token]),
        ),
      readNotices: (keys) => call('read notices', () => pick(notices, keys)),
      readSources: async () => [SOURCE],
      readPeople: async (_source, shard, from, limit) => {
        const keys = shardOf(shard);
        const start = from === undefined ? 0 : behind(keys, from.slice('user#'.length));
        return keys.slice(start, start + limit).map((key) => ({ userKey: key, at: `user#${key}` }));
      },
      readAudience: async (from, limit) => (lists.get(id) ?? []).slice(from, from + limit),
      countPeople: async () => users.size,
      readQuota: async (): Promise<MailQuota> => ({ ...world.quota, sentLast24Hours: sentInLastDay() }),
      checkSender: async () => {
        if (world.senderTrouble) throw world.senderTrouble;
      },
      readReturned: async (): Promise<Returned> => returned.get(id) ?? { bounced: 0, complained: 0 },
      isTakenBack: async ({ origin }) => taken.has(origin!.migration),
      isUnwanted: async ({ origin }) => unwanted.has(origin!.migration),
      takeLane: (token) =>
        call('take lane', () => {
          const { lane, taken: has } = askedFor(world.lane, id, token, world.clock);
          world.lane = lane;
          return has;
        }),
      keepLane: (token) =>
        call('keep lane', () => {
          const lane = renewed(world.lane, token, world.clock);
          if (lane) world.lane = lane;
          return { held: lane !== undefined, others: othersWait(world.lane, id, world.clock) };
        }),
      releaseLane: (token) =>
        call('release lane', () => {
          world.lane = givenBack(world.lane, token);
        }),
      prepare: async () => undefined,
      send: (user) =>
        call('send', () => {
          const trouble = world.trouble.get(user.email);
          if (trouble) throw trouble;
          inboxes.set(user.email, [...(inboxes.get(user.email) ?? []), id]);
          sentAt.push(world.clock);
          return `m-${sentAt.length}`;
        }),
      progress: ({ attempt }: CampaignInput, rev, progress: Progress) =>
        call('progress', () => {
          const known = runs.get(id)!;
          const { finishedAt: _end, error: _error, ...kept } = known;
          const open = ['scheduled', 'starting', 'running'].includes(known.status);
          if (known.attempt !== attempt || known.mailing.rev !== rev || !open) return false;
          runs.set(id, { ...kept, ...progress } as CampaignRecord);
          return true;
        }),
      startExecution: (name) => call('start', () => void started.push(name)),
      newToken: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
      now: () => world.clock,
      sleep: async (ms) => {
        world.clock += ms;
      },
    };
  }

  function begin(id: string, request: Partial<Parameters<typeof newCampaign>[1]> = {}): CampaignInput {
    const audience = { source: SOURCE };
    runs.set(id, newCampaign(id, { mail: 'migration', audience, requestedBy: 'test', ...request }, world.clock));
    return { migration: id, attempt: 1 };
  }

  /** One round. */
  async function round(at: CampaignInput): Promise<{ goesOn: boolean; waitSeconds: number }> {
    dead = false;
    return await sendRound(portsOf(at.migration), world.settings, at, () => undefined);
  }

  /** The same as the machine runs it: one that fails is tried again after a moment. */
  async function step(at: CampaignInput): Promise<{ goesOn: boolean; waitSeconds: number }> {
    try {
      return await round(at);
    } catch {
      return { goesOn: true, waitSeconds: 5 };
    }
  }

  /** Until none of the campaigns goes on, or their days are over. @param each between two rounds */
  async function drive(ats: readonly CampaignInput[], days = 30, each: () => void = () => undefined): Promise<void> {
    const end = world.clock + days * DAY_MS;
    const next = new Map(ats.map((at) => [at.migration, { at, time: world.clock }]));
    while (next.size > 0 && world.clock < end) {
      const [first] = [...next.values()].toSorted((a, b) => a.time - b.time);
      world.clock = Math.max(world.clock, first!.time);
      const { goesOn, waitSeconds } = await step(first!.at);
      const known = runs.get(first!.at.migration)!;
      if (goesOn) next.set(first!.at.migration, { at: first!.at, time: world.clock + waitSeconds * 1000 });
      else if (isCampaign(known) && known.attempt > first!.at.attempt && known.status === 'starting')
        next.set(known.id, { at: { migration: known.id, attempt: known.attempt }, time: world.clock });
      else next.delete(first!.at.migration);
      each();
    }
  }
  return world;
}

/** Mails to a mailbox, of all campaigns. */
export const mailsTo = ({ inboxes }: World, address: string): number => inboxes.get(address)?.length ?? 0;
/** Adds people to the world. */
export const settle = (world: World, people: readonly User[]): void => {
  for (const one of people) world.users.set(userKey(one.userId), one);
};
export const statusOf = (world: World, userId: string) => world.notices.get(userKey(userId))?.status;
export const hashOf = (userId: string) => mailboxHash(`${userId}@corp.example`);
