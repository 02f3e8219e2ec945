/** For a number of users and an account: how long, for how much, what is met first, and what to raise. */
import { amountsOf } from '../cost/amounts.ts';
import { type Counted, type Counts, scaled } from '../cost/counts.ts';
import { TRACED } from '../cost/page.ts';
import { type Amounts, dollarsOf, serviceOf } from '../cost/prices.ts';
import { FUNCTIONS } from '../functions.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { LIMITS, QUOTA_NAMES, type QuotaName, type Quotas, quotaOf } from './quotas.ts';
import { mailsTake, type Outcome, simulate } from './simulate.ts';
import type { UnitsOfUser } from './units.ts';
import { IMPORT_SHARE, type Inputs, type Work, workOf } from './work.ts';

export type Report = {
  readonly users: number;
  readonly outcome: Outcome;
  readonly bounds: Bounds;
  /** Of AWS's quotas the first that work waited for; absent where none did. */
  readonly first?: QuotaName;
  /** What shortens the time most, doubled alone; `findable`: the time then. Absent where none shortens it by a fiftieth. */
  readonly raise?: { readonly name: QuotaName; readonly findable: number };
  /** The same for the mails. */
  readonly raiseMail?: QuotaName;
  /** Import, people followed, and a mail to each: dollars by service. */
  readonly dollars: Readonly<Record<string, number>>;
  /** Of these, without what mails take. */
  readonly besideMail: number;
  /** What ends there, and does not only wait. */
  readonly ends: readonly string[];
};

const WORTH = 0.98;
const MAILS: readonly QuotaName[] = ['mailRate', 'mailDay'];
/** Events that a state leaves in the history, with a Choice behind it. */
const EVENTS_OF_STATE = 8;

const doubled = (quotas: Quotas, name: QuotaName): Quotas => ({ ...quotas, [name]: 2 * quotas[name] });

function raiseOf(work: Work, quotas: Quotas, outcome: Outcome): Report['raise'] {
  const [best] = QUOTA_NAMES.filter((name) => quotaOf(name).raise !== undefined && !MAILS.includes(name))
    .filter((name) => outcome.waited.has(name) || name === 'workers')
    .map((name) => ({ name, findable: simulate(work, doubled(quotas, name)).findable }))
    .toSorted((a, b) => a.findable - b.findable);
  return best && best.findable < outcome.findable * WORTH ? best : undefined;
}

function raiseMailOf(work: Work, quotas: Quotas): QuotaName | undefined {
  const took = (some: Quotas) => mailsTake(work.users, work.mailSeconds, some);
  const [best] = MAILS.map((name) => ({ name, took: took(doubled(quotas, name)) })).toSorted((a, b) => a.took - b.took);
  return best && best.took < took(quotas) * WORTH ? best.name : undefined;
}

function byService(amounts: Amounts): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [price, amount] of Object.entries(amounts)) {
    const service = serviceOf(price);
    sums[service] = (sums[service] ?? 0) + dollarsOf({ [price]: amount });
  }
  return sums;
}

/** What was counted of an import, without its mails: their function, their calls, what follows them, their units. */
function withoutMails(counts: Counts, { imported, followed }: UnitsOfUser, users: number): Counts {
  const { 'notify-users': _mails, 'follow-people': follow, ...functions } = counts.functions;
  const { 'ses POST': _sent, ...calls } = counts.calls;
  const sum = (kind: 'read' | 'write'): number =>
    [imported, followed]
      .flatMap(Object.entries)
      .reduce((all, [name, units]) => all + (name.startsWith(kind) ? units : 0), 0);
  const share = (number = 0) => number * IMPORT_SHARE;
  const followers = { invocations: share(follow?.invocations), ms: share(follow?.ms), waits: share(follow?.waits) };
  return {
    ...counts,
    functions: { ...functions, 'follow-people': followers },
    calls,
    units: { read: sum('read') * users, write: sum('write') * users },
  };
}

export function dollarsOfImport(counted: Counted, units: UnitsOfUser, users: number) {
  const counts = scaled(counted.imports, users);
  return {
    dollars: byService(amountsOf(counts, TRACED.busy)),
    besideMail: dollarsOf(amountsOf(withoutMails(counts, units, users), TRACED.busy)),
  };
}

function endsOf(work: Work, { imported }: Outcome, packageDays: number): string[] {
  const long = work.phases.flatMap(({ state, name, of, longest }) => {
    const most = Math.min(FUNCTIONS[name]?.timeoutSeconds ?? 3, of === 'run' ? Infinity : LIMITS.childSeconds.value);
    return longest > most ? [`${state} takes ${Math.round(longest)} s of its ${most} s`] : [];
  });
  const turns = work.phases.reduce((sum, { each, longest }) => sum + Math.max(1, Math.ceil(each.seconds / longest)), 0);
  const events = turns * EVENTS_OF_STATE;
  return [
    ...long,
    ...(events > LIMITS.historyEvents.value ? [`the history has ${events} events`] : []),
    ...(imported > packageDays * 86_400 ? [`the package is deleted after ${packageDays} d (\`packageDays\`)`] : []),
  ];
}

export function reportOf(inputs: Inputs, users: number, quotas: Quotas, packageDays: number): Report {
  const work = workOf(inputs, users);
  const outcome = simulate(work, quotas);
  const first = [...outcome.waited.keys()].find((name) => name !== 'workers');
  const raise = raiseOf(work, quotas, outcome);
  const raiseMail = raiseMailOf(work, quotas);
  return {
    users,
    outcome,
    bounds: boundsOf(work, quotas),
    ...(first === undefined ? {} : { first }),
    ...(raise === undefined ? {} : { raise }),
    ...(raiseMail === undefined ? {} : { raiseMail }),
    ...dollarsOfImport(inputs.counted, inputs.units, users),
    ends: endsOf(work, outcome, packageDays),
  };
}
