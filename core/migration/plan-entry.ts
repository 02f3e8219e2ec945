/**
 * An entry compared with what the directory holds now: its report line, and what is left to write for it. Where nothing is
 * left, the line is final; a preview takes the line and writes nothing.
 */

import { defined } from '#core/directory/items.ts';
import type { TokenOfUser, TokenRecord } from '#core/export/record.ts';
import { userKey } from '#core/text.ts';
import type { Entry, LeftEntry, TokenEntry } from './entries.ts';
import type { Holdings } from './holdings.ts';
import type { NewReportLine, TokenOutcome } from './outcome.ts';
import {
  type ItemUpdate,
  isOlder,
  lineOf,
  onlyLine,
  type Plan,
  type PlanContext,
  reason,
  tokenOutcome,
  whoOf,
} from './plan.ts';
import { givenUp, planToken, type TokenPlan } from './plan-tokens.ts';
import { leftUser, planUser } from './plan-user.ts';
import type { ReportCode } from './report-codes.ts';

const tokenOf = ({ type: _type, assignedTo: _user, ...token }: TokenRecord): TokenOfUser => token;

/** Refused, or not asked for: nothing of it is brought. */
function planLeft(left: LeftEntry, context: PlanContext, entry: Entry = left): Plan {
  const { record, me, code, where, held } = left;
  const outcome = left.kind === 'rejected' ? 'rejected' : 'skipped';
  const line: NewReportLine = { ...lineOf(me, outcome), type: record?.type ?? 'unreadable', ...reason(code, where) };
  if (!record) return onlyLine(entry, { ...line, ...defined({ held }) });
  if (record.type === 'token')
    return onlyLine(entry, { ...line, serial: record.serial, tokens: [tokenOutcome(tokenOf(record), outcome, code)] });
  const tokens = record.tokens.map((token) => tokenOutcome(token, outcome));
  return onlyLine(entry, { ...line, ...whoOf(record, userKey(record.userId), context), tokens });
}

/** A token's own line says what its token's outcome says. */
function tokenLine({ me, record }: TokenEntry, token: TokenOutcome<ReportCode>): NewReportLine {
  const { outcome, code } = token;
  return { ...lineOf(me, outcome), type: 'token', serial: record.serial, ...reason(code), tokens: [token] };
}

/** The lists of the users that a token leaves or joins: of whom the export has no record here, and who so follow no newer one. */
function listUpdates(entry: TokenEntry, plan: TokenPlan, holdings: Holdings): ItemUpdate[] {
  const { serial } = entry.record;
  const update = (key: string, tokens: (list: readonly string[]) => readonly string[]): ItemUpdate => {
    const seen = holdings.users.get(key)!;
    const fields = { tokens: tokens(seen.tokens), changedBy: entry.me };
    return { kind: 'user', key, seen, fields: () => fields };
  };
  const joins = plan.has && entry.assignedTo !== undefined ? holdings.users.get(entry.assignedTo) : undefined;
  return [
    ...(plan.giver === undefined ? [] : [update(plan.giver, (list) => list.filter((other) => other !== serial))]),
    ...(joins && !joins.tokens.includes(serial) ? [update(entry.assignedTo!, (list) => [...list, serial])] : []),
  ];
}

function planOne(entry: TokenEntry, holdings: Holdings, context: PlanContext): Plan {
  const { me, assignedTo } = entry;
  const record = tokenOf(entry.record);
  const taker = assignedTo === undefined ? undefined : { key: assignedTo, isNew: false };
  const plan = planToken({ record, me, taker, holdings, context });
  const drop = [...(plan.drop ? [plan.drop] : []), ...givenUp([record], me, [plan], holdings)];
  const line = tokenLine(entry, plan.outcome);
  if (plan.wait || drop.length > 0) return { ...onlyLine(entry, line, drop), wait: plan.wait === true };
  return {
    ...onlyLine(entry, line),
    creates: plan.create ? [plan.create] : [],
    updates: [...(plan.update ? [plan.update] : []), ...listUpdates(entry, plan, holdings)],
    tellings: plan.telling ? [plan.telling] : [],
  };
}

/** A token whose user the package does not hold: one who came with an earlier export may have it. */
function planStray(entry: TokenEntry, assignedTo: string, holdings: Holdings, context: PlanContext): Plan {
  const user = holdings.users.get(assignedTo);
  const left = (outcome: 'skipped' | 'rejected', code: ReportCode) =>
    onlyLine(entry, tokenLine(entry, tokenOutcome(tokenOf(entry.record), outcome, code)));
  if (!user || user.origin?.migration === entry.me.migration) return left('rejected', 'token.user_missing');
  if (user.role !== undefined || user.source !== context.sourceName || context.policy !== 'correct')
    return left('skipped', 'user.exists');
  return isOlder(user, context) ? left('skipped', 'record.older') : planOne(entry, holdings, context);
}

/** What the database does not take: reported, and what was written of it before is taken back. */
export function planRefused(entry: Entry, holdings: Holdings, context: PlanContext): Plan {
  if (entry.kind === 'user') return leftUser({ entry, holdings, context }, 'rejected', 'record.refused');
  const { me, record } = entry;
  return planLeft({ kind: 'rejected', me, code: 'record.refused', ...defined({ record }) }, context, entry);
}

export function planEntry(entry: Entry, holdings: Holdings, context: PlanContext): Plan {
  if (entry.kind === 'user') return planUser({ entry, holdings, context });
  if (entry.kind !== 'token') return planLeft(entry, context);
  return entry.assignedTo === undefined
    ? planOne(entry, holdings, context)
    : planStray(entry, entry.assignedTo, holdings, context);
}
