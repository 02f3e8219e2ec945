/** A user's record compared with the person who is here: what follows, what waits, what is only reported. */
import type { User } from '#core/directory/model.ts';
import { readdressing } from '#core/directory/readdressing.ts';
import type { UserEntry } from './entries.ts';
import { standingOf } from './holdings.ts';
import type { Change, NewReportLine } from './outcome.ts';
import {
  type ItemUpdate,
  lineOf,
  onlyLine,
  type Plan,
  type PlanContext,
  reason,
  type Telling,
  tokenOutcome,
  whoOf,
} from './plan.ts';
import type { TokenPlan } from './plan-tokens.ts';
import { personOf, planTokens, serialsOf, type UserSubject, withTokens } from './plan-user-tokens.ts';
import { changeOf, type Difference, type Fields, judge } from './policy/difference.ts';
import { type Standing, type Verdict, verdictOf } from './policy/rules.ts';
import { userDifferences } from './policy/user-differences.ts';
import type { ReportCode } from './report-codes.ts';

function verdictOn(user: User, standing: Standing, { applyToTouched }: PlanContext, moves: boolean) {
  return ({ field, rule, missing, to }: Difference<User>): Verdict => {
    if (field === 'userId' && moves) return 'kept';
    if (field === 'enabled' && to === true) {
      // Whom a run disabled comes back with the export; whom an administrator disabled, never.
      if (user.disabledBy) return 'follows';
      if (standing === 'touched') return 'kept';
    }
    return verdictOf(rule, standing, applyToTouched, missing);
  };
}

/** What goes with a field that a run changes. */
function beside(subject: UserSubject, writes: readonly Difference<User>[]) {
  const { entry, context } = subject;
  const enabled = writes.find(({ field }) => field === 'enabled');
  return {
    // Also of a user who has not come yet: whatever happens until then, the source may enable whom it has disabled.
    ...(enabled ? { disabledBy: enabled.to === true ? undefined : { run: entry.me.migration } } : {}),
    packedAt: context.packedAt,
    changedBy: entry.me,
  };
}

/** Of an account in use: the address before is told, and a reset by link waits (N1). Its sessions and links end. */
function readdressed(
  subject: UserSubject,
  user: User,
  writes: readonly Difference<User>[],
  touched: boolean,
): Fields<User> {
  const ends = writes.some(({ field, to }) => field === 'email' || (field === 'enabled' && to === false));
  if (!touched || !ends) return {};
  const address = writes.some(({ field }) => field === 'email');
  return {
    ...(address ? readdressing(user, subject.context.importedAt) : {}),
    sessionEpoch: user.sessionEpoch + 1,
  };
}

function addressTold(key: string, writes: readonly Difference<User>[], standing: Standing): Telling[] {
  const address = writes.find(({ field }) => field === 'email');
  if (!address || standing !== 'touched') return [];
  return [
    ...(address.from === undefined ? [] : [{ user: key, change: 'address-former' as const }]),
    ...(address.to === undefined ? [] : [{ user: key, change: 'address' as const }]),
  ];
}

/** The serials of the record that the person has before and after this run, and those that wait. */
function listChanges(plans: readonly TokenPlan[]): Change[] {
  const from = serialsOf(plans, ({ has, gains }) => has && !gains);
  const change = (serials: readonly string[], verdict: Verdict): Change[] =>
    serials.length === 0 ? [] : [changeOf({ field: 'tokens', from, to: [...from, ...serials] }, verdict)];
  return [
    ...change(
      serialsOf(plans, ({ gains }) => gains),
      'follows',
    ),
    ...change(
      serialsOf(plans, ({ has, verdict }) => !has && verdict === 'waits'),
      'waits',
    ),
  ];
}

/** The person is here, from an earlier export of this source. @param key where the person is now */
export function corrected(subject: UserSubject, key: string, renamed: boolean): Plan {
  const { entry, holdings, context } = subject;
  const { me, record } = entry;
  const user = holdings.users.get(key)!;
  const base = holdings.before.users.get(key) ?? user;
  const standing = standingOf(key, holdings);
  const differences = (of: User) => userDifferences(of, entry, context.secrets);
  const now = differences(user);
  const judged = judge(base === user ? now : differences(base), now, verdictOn(user, standing, context, renamed));
  const tokens = planTokens(subject, key, false);
  const gained = serialsOf(tokens.plans, ({ has, outcome }) => has && !user.tokens.includes(outcome.serial));
  const lists = listChanges(tokens.plans);
  const waits = judged.verdicts.has('waits') || tokens.plans.some(({ verdict }) => verdict === 'waits');
  const updated = judged.verdicts.has('follows') || lists.some(({ waits: later }) => later === undefined);
  const differs = judged.changes.some(({ kept, field }) => kept && !(renamed && field === 'userId'));
  const notes: ReportCode[] = [
    ...(renamed && differs ? (['user.differs'] as const) : []),
    ...(waits ? (['user.awaits_yes'] as const) : []),
  ];
  const changes = [...judged.changes, ...lists];
  const line: NewReportLine = {
    ...lineOf(me, updated ? 'updated' : 'unchanged'),
    ...whoOf(record, key, context),
    ...reason(renamed ? 'user.renamed' : differs ? 'user.differs' : undefined),
    ...(notes.length > 0 ? { notes } : {}),
    ...(changes.length > 0 ? { changes } : {}),
    tokens: tokens.outcomes,
  };
  const ids = idsOf(user, entry);
  const writes = judged.writes.length > 0 || gained.length > 0 || Object.keys(ids).length > 0;
  const update: ItemUpdate = {
    kind: 'user',
    key,
    seen: user,
    fields: (sealer) => ({
      ...Object.assign({}, ...judged.writes.map(({ fields }) => fields(sealer))),
      ...(gained.length > 0 ? { tokens: [...user.tokens, ...gained] } : {}),
      ...ids,
      ...readdressed(subject, user, judged.writes, standing === 'touched'),
      ...beside(subject, judged.writes),
    }),
  };
  return withTokens(subject, line, tokens, {
    updates: writes ? [update] : [],
    tellings: addressTold(key, judged.writes, standing),
    ...personOf(subject, key),
  });
}

/** By what the source knows the person, where that was not known here. */
function idsOf(user: User, { record, sourceUserId }: UserEntry): { externalId?: string; sourceUserId?: string } {
  return {
    ...(record.externalId === undefined || record.externalId === user.externalId
      ? {}
      : { externalId: record.externalId }),
    ...(sourceUserId === user.sourceUserId ? {} : { sourceUserId }),
  };
}

/** Policy `update`: names and language as far as the record has them, and nothing else. */
export function named(subject: UserSubject, key: string): Plan {
  const { entry, holdings, context } = subject;
  const user = holdings.users.get(key)!;
  const base = holdings.before.users.get(key) ?? user;
  const names = (of: User) =>
    userDifferences(of, entry, context.secrets).filter(
      ({ rule, missing, field }) => rule === 'name' && !missing && field !== 'userId',
    );
  const { changes, writes, verdicts } = judge(names(base), names(user), () => 'follows');
  const line: NewReportLine = {
    ...lineOf(entry.me, verdicts.has('follows') ? 'updated' : 'unchanged'),
    ...whoOf(entry.record, key, context),
    ...(changes.length > 0 ? { changes } : {}),
    tokens: entry.record.tokens.map((token) => tokenOutcome(token, 'skipped')),
  };
  const fields: ItemUpdate = {
    kind: 'user',
    key,
    seen: user,
    fields: (sealer) => ({
      ...Object.assign({}, ...writes.map((difference) => difference.fields(sealer))),
      ...beside(subject, writes),
    }),
  };
  return { ...onlyLine(entry, line), updates: writes.length > 0 ? [fields] : [] };
}
