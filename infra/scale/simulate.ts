/** A first import in virtual time: its states one after the other, the people followed beside it, then the mails. Times in seconds. */
import { Clock, Rate, Slots } from './engine.ts';
import type { QuotaName, Quotas } from './quotas.ts';
import type { Phase, Piece, Work } from './work.ts';

export type Outcome = {
  /** When each state had ended. */
  readonly ended: Readonly<Record<string, number>>;
  /** Users are in; they are found; they are told. */
  readonly imported: number;
  readonly findable: number;
  readonly told: number;
  /** What the work waited for until all are found, in the order in which it first did: seconds of waiting, all pieces together. */
  readonly waited: ReadonlyMap<QuotaName, number>;
};

/** core/campaign/pace.ts; test/contract/simulate.test.ts compares. */
export const CAMPAIGNS_SHARE = 0.8;
export const DAY = 86_400;
/** A campaign whose day is used up looks again after so long. */
const QUOTA_WAIT = 3600;
/** The state after which mails go out, and the one whose parts are followed. */
const TELLING = 'NotifyUsers';
const INGESTING = 'IngestParts';
/** Pieces are put together so that no state has more than these, which costs some percent of exactness at most with a hundred workers. */
const PIECES = 4000;
/** Below this nothing has waited worth a word. */
const WORTH_SECONDS = 1;

const GROWING: readonly QuotaName[] = ['directoryWrites', 'indexWrites', 'searchWrites', 'journeysWrites'];
const STEADY: readonly QuotaName[] = ['children', 'partitionWrites', 's3Reads', 'kms'];

/** A shard of the directory's stream is one of its partitions, each of which takes so many writes. */
export const lanesOf = (quotas: Quotas): number =>
  quotas.lanes * Math.max(1, Math.ceil(quotas.directoryWrites / quotas.partitionWrites));

class Account {
  readonly clock = new Clock();
  readonly waited = new Map<QuotaName, number>();
  private readonly executions: Slots;
  private readonly rates: ReadonlyMap<QuotaName, Rate>;

  constructor(quotas: Quotas) {
    this.executions = new Slots(quotas.concurrency);
    this.rates = new Map([
      ...GROWING.map((name) => [name, new Rate(quotas[name], Math.max(quotas[name], quotas.tableWrites))] as const),
      ...STEADY.map((name) => [name, new Rate(quotas[name])] as const),
    ]);
  }

  note(name: QuotaName, seconds: number): void {
    if (seconds > WORTH_SECONDS) this.waited.set(name, (this.waited.get(name) ?? 0) + seconds);
  }

  /** One execution for so many pieces, which has it until the last of its units is served. */
  work({ seconds, rates }: Piece, pieces: number, done: () => void): void {
    const asked = this.clock.now;
    this.executions.take(() => {
      const { now } = this.clock;
      this.note('concurrency', now - asked);
      let [end, by] = [now + seconds * pieces, undefined as QuotaName | undefined];
      for (const [name, units] of Object.entries(rates) as [QuotaName, number][]) {
        const served = units > 0 ? this.rates.get(name)!.take(now, units * pieces) : now;
        if (served > end) [end, by] = [served, name];
      }
      if (by !== undefined) this.note(by, end - now - seconds * pieces);
      this.clock.at(end, () => {
        this.executions.give();
        done();
      });
    });
  }
}

/** All pieces of a state, so many at once. @param after each group: how many pieces it had */
function play(
  account: Account,
  { pieces, each }: Phase,
  workers: number,
  after: (of: number) => void,
  done: () => void,
) {
  const size = Math.ceil(pieces / PIECES);
  let [left, running] = [pieces, 0];
  const begun = account.clock.now;
  const next = (): void => {
    const of = Math.min(size, left);
    left -= of;
    running += 1;
    account.note('workers', account.clock.now - begun);
    account.work(each, of, () => {
      running -= 1;
      after(of);
      if (left > 0) next();
      else if (running === 0) done();
    });
  };
  for (let worker = 0; worker < workers && left > 0; worker++) next();
}

/** @returns seconds from the first mail to the last: one lane, its share of the rate, and of each 24 hours from their first mail on */
export function mailsTake(mails: number, each: number, quotas: Quotas): number {
  const day = Math.max(1, Math.floor(quotas.mailDay * CAMPAIGNS_SHARE));
  const rate = Math.min(quotas.mailRate * CAMPAIGNS_SHARE, 1 / each);
  let now = 0;
  for (let left = mails; left > 0; ) {
    const some = Math.min(left, day);
    const end = now + some / rate;
    left -= some;
    now = left > 0 ? Math.max(end, now + Math.ceil(DAY / QUOTA_WAIT) * QUOTA_WAIT) : end;
  }
  return now;
}

export function simulate(work: Work, quotas: Quotas): Outcome {
  const account = new Account(quotas);
  const { clock } = account;
  const lanes = new Slots(lanesOf(quotas));
  const ended: Record<string, number> = {};
  let [imported, findable, told] = [0, 0, 0];
  const follow = (parts: number): void => {
    const asked = clock.now;
    lanes.take(() => {
      account.note('lanes', clock.now - asked);
      account.work(work.follow, parts, () => {
        findable = clock.now;
        lanes.give();
      });
    });
  };
  const state = (at: number): void => {
    const phase = work.phases[at];
    if (!phase) return;
    const ingests = phase.state === INGESTING;
    const done = (): void => {
      ended[phase.state] = clock.now;
      if (ingests) imported = clock.now;
      state(at + 1);
    };
    if (phase.state === TELLING) {
      told = clock.now + mailsTake(work.users, work.mailSeconds, quotas);
      ended[phase.state] = told;
    } else play(account, phase, phase.of === 'run' ? 1 : quotas.workers, ingests ? follow : () => undefined, done);
  };
  state(0);
  clock.run();
  return { ended, imported, findable, told, waited: account.waited };
}
