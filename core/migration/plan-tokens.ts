/** The tokens of a record: what each is to the one who shall have it, and what is left to write for it. */
import { placeOf } from '#core/directory/journey.ts';
import type { Origin, Token } from '#core/directory/model.ts';
import { isTouchedToken } from '#core/directory/touched.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import { type Holdings, holderOf, otherPerson, standingOf, standingOfToken } from './holdings.ts';
import { sameOrigin } from './origin.ts';
import type { Outcome, TokenOutcome } from './outcome.ts';
import { type ItemUpdate, isOlder, type NewToken, type PlanContext, type Telling, tokenOutcome } from './plan.ts';
import { changeOf, type Fields, judge } from './policy/difference.ts';
import { type RuleName, type Standing, strictest, type Verdict, verdictOf } from './policy/rules.ts';
import { tokenDifferences } from './policy/token-differences.ts';
import type { ReportCode } from './report-codes.ts';
import { givesWay, type TokenPlace, tokenPlace } from './token-place.ts';

/** Who shall have a token. `isNew`: this record creates the user. */
export type Taker = { readonly key: string; readonly isNew: boolean };
export type TokenPlan = {
  readonly outcome: TokenOutcome<ReportCode>;
  /** Of a taker: has the token when all is written. `gains`: and had it not before this run. */
  readonly has: boolean;
  readonly gains: boolean;
  /** Whether it waits for a yes, or stays in spite of the record. */
  readonly verdict?: 'waits' | 'kept';
  readonly wait?: true;
  readonly drop?: Token;
  readonly create?: NewToken;
  readonly update?: ItemUpdate;
  /** Who has the token before, and must not list it after. */
  readonly giver?: string;
  readonly telling?: Telling;
};
type Subject = {
  readonly record: TokenOfUser;
  readonly me: Origin;
  /** Undefined: the export says that the token is no user's. */
  readonly taker: Taker | undefined;
  readonly holdings: Holdings;
  readonly context: PlanContext;
};

const no = (subject: Subject, outcome: Outcome, code?: ReportCode, more: Partial<TokenPlan> = {}): TokenPlan => ({
  outcome: tokenOutcome(subject.record, outcome, code),
  has: false,
  gains: false,
  ...more,
});

const standingOfTaker = ({ taker, holdings }: Subject): Standing =>
  taker && !taker.isNew ? standingOf(taker.key, holdings) : 'untouched';

/** Reported, where an assignment is not made: it waits for a yes, or stays as it is. */
function notAssigned(subject: Subject, verdict: Verdict, code: ReportCode, from: string | undefined): TokenPlan {
  const waits = verdict === 'waits';
  const change = changeOf({ field: 'assignee', from, to: subject.taker?.key }, verdict);
  const outcome = tokenOutcome(subject.record, 'skipped', waits ? 'user.awaits_yes' : code, { changes: [change] });
  return { outcome, has: false, gains: false, verdict: waits ? 'waits' : 'kept' };
}

function absent(subject: Subject): TokenPlan {
  const { record, taker, context } = subject;
  const verdict = verdictOf('assignment', standingOfTaker(subject), context.applyToTouched);
  if (verdict !== 'follows') return notAssigned(subject, verdict, 'token.pending', undefined);
  const { key, isNew } = taker ?? {};
  return {
    outcome: tokenOutcome(record, 'created'),
    has: key !== undefined,
    gains: key !== undefined,
    create: { record, ...(key === undefined ? {} : { assignee: key }) },
    ...(key !== undefined && isNew === false && standingOfTaker(subject) === 'touched'
      ? { telling: { user: key, change: 'token-assigned' as const, serial: record.serial } }
      : {}),
  };
}

/** This record wrote it: for the user who lists it, or who is still to come. */
function mine(subject: Subject, token: Token): TokenPlan {
  const { record, taker, holdings } = subject;
  const created = { outcome: tokenOutcome(record, 'created'), has: taker !== undefined, gains: taker !== undefined };
  if (!taker || taker.isNew || holdings.users.get(taker.key)?.tokens.includes(record.serial)) return created;
  // What a user who is there gets is written together with that user. One that has been taken away since stays away.
  return token.assignee === taker.key ? { ...created, drop: token } : { ...created, has: false, gains: false };
}

function uncommitted(subject: Subject, token: Token, gone: boolean): TokenPlan {
  if (isTouchedToken(token)) return no(subject, 'rejected', 'token.assigned');
  if (subject.context.preview) return absent(subject);
  const waiting = no(subject, 'skipped');
  return gone ? { ...waiting, drop: token } : { ...waiting, wait: true };
}

/** One that was loaded here by hand: an assigned one of an export replaces it while no user has it. */
function madeHere(subject: Subject, token: Token): TokenPlan {
  const { taker, context, holdings } = subject;
  if (!taker) return no(subject, 'skipped', 'token.exists');
  if (token.assignee !== undefined)
    return holderOf(token, holdings) === taker.key
      ? { ...no(subject, 'skipped', 'token.exists'), has: true }
      : no(subject, 'rejected', 'token.assigned');
  const verdict = verdictOf('assignment', standingOfTaker(subject), context.applyToTouched);
  if (verdict !== 'follows') return notAssigned(subject, verdict, 'token.pending', undefined);
  return assigned(subject, token, undefined);
}

/** What the record says otherwise of the token itself. `base` is the token before this run. */
function fieldsOf(subject: Subject, base: Token, token: Token, standing: Standing) {
  const { record, context } = subject;
  const differences = (of: Token) => tokenDifferences(of, record, context.secrets);
  const now = differences(token);
  const judgeOne = (rule: RuleName, missing: boolean) => verdictOf(rule, standing, context.applyToTouched, missing);
  // A new seed with an old PIN, or the other way round, would be no token at all: they wait together.
  const allWait = now.some(({ rule, missing }) => judgeOne(rule, missing) === 'waits');
  return judge(base === token ? now : differences(base), now, ({ field, rule, missing }) => {
    if (field === 'enabled' && token.disabledBy && record.enabled) return 'follows';
    const verdict = judgeOne(rule, missing);
    return allWait && verdict === 'follows' ? 'waits' : verdict;
  });
}

/** An update of the token: what the record says, and whose it is. */
function tokenUpdate(
  subject: Subject,
  seen: Token,
  writes: ReturnType<typeof fieldsOf>['writes'],
  more: Fields<Token> = {},
): ItemUpdate {
  const { me, context } = subject;
  const enabled = writes.find(({ field }) => field === 'enabled');
  return {
    kind: 'token',
    key: seen.serial,
    seen,
    fields: (sealer) => ({
      ...Object.assign({}, ...writes.map(({ fields }) => fields(sealer))),
      ...(enabled ? { disabledBy: enabled.to === true ? undefined : { run: me.migration } } : {}),
      ...more,
      packedAt: context.packedAt,
      changedBy: me,
    }),
  };
}

/** The token goes to its taker, or back to no user, as the record says. @param giver user key of the one who has it now */
function assigned(subject: Subject, token: Token, giver: string | undefined): TokenPlan {
  const { taker, holdings, record, context } = subject;
  const key = taker?.key;
  const isOurs = token.source !== undefined;
  const { changes, writes, verdicts } = fieldsOf(subject, token, token, isOurs ? standingOfToken(token) : 'untouched');
  const place = key === undefined ? placeOf(context.sourceName, 'token', record.serial) : undefined;
  const owner: Fields<Token> = {
    assignee: key,
    peopleOf: place?.peopleOf,
    journey: place?.journey,
    // One that was made here begins anew with the export.
    ...(isOurs ? {} : { source: context.sourceName, touchedAt: undefined }),
  };
  const whose = changeOf({ field: 'assignee', from: giver, to: key }, 'follows');
  const told = key !== undefined && standingOfTaker(subject) === 'touched';
  return {
    outcome: tokenOutcome(record, 'updated', codeOf(verdicts, giver === undefined && key !== undefined), {
      changes: [whose, ...changes],
    }),
    has: key !== undefined,
    gains: key !== undefined,
    update: tokenUpdate(subject, token, writes, owner),
    ...(giver === undefined || !holdings.users.has(giver) ? {} : { giver }),
    ...(told ? { telling: { user: key, change: 'token-assigned' as const, serial: record.serial } } : {}),
  };
}

/** Whose it is stays; the rest of it may follow. */
function stays(subject: Subject, token: Token): TokenPlan {
  const { taker, record, holdings } = subject;
  const base = holdings.before.tokens.get(record.serial) ?? token;
  const standing = strictest([standingOfTaker(subject), standingOfToken(token)]);
  const { changes, writes, verdicts } = fieldsOf(subject, base, token, standing);
  const from = base === token ? taker?.key : holderBefore(base, holdings);
  const gains = from !== taker?.key;
  const whose = gains ? [changeOf({ field: 'assignee', from, to: taker?.key }, 'follows')] : [];
  const updated = gains || verdicts.has('follows');
  const code = codeOf(verdicts, gains && from === undefined && taker !== undefined);
  return {
    outcome: tokenOutcome(record, updated ? 'updated' : 'unchanged', code, { changes: [...whose, ...changes] }),
    has: taker !== undefined,
    gains: gains && taker !== undefined,
    ...(verdicts.has('waits') ? { verdict: 'waits' as const } : {}),
    ...(writes.length > 0 ? { update: tokenUpdate(subject, token, writes) } : {}),
  };
}

function codeOf(verdicts: ReadonlySet<Verdict>, takenOver: boolean): ReportCode | undefined {
  if (verdicts.has('kept')) return 'token.differs';
  if (verdicts.has('waits')) return 'user.awaits_yes';
  return takenOver ? 'token.taken_over' : undefined;
}

/** Who had the token before this run, by the user key of now: only a token that its user lists, or no user has, is changed. */
const holderBefore = ({ assignee }: Token, { moved }: Holdings): string | undefined =>
  assignee === undefined ? undefined : (moved.get(assignee) ?? assignee);

function ours(subject: Subject, token: Token, holder: string | undefined): TokenPlan {
  const { taker, context, holdings } = subject;
  const corrects = context.policy === 'correct' && !isOlder(token, context);
  // What no user has may go to a new one under every policy.
  if (!corrects && (!taker || holder !== undefined || isOlder(token, context)))
    return elsewhere(subject, token, holder);
  if (holder === taker?.key) return stays(subject, token);
  const standings = [standingOfTaker(subject), standingOfToken(token)];
  if (holder === undefined) {
    const verdict = verdictOf('assignment', strictest(standings), context.applyToTouched);
    return verdict === 'follows'
      ? assigned(subject, token, undefined)
      : notAssigned(subject, verdict, 'token.pending', undefined);
  }
  const verdict = verdictOf('move', strictest([...standings, standingOf(holder, holdings)]), context.applyToTouched);
  return verdict === 'follows'
    ? assigned(subject, token, holder)
    : notAssigned(subject, verdict, 'token.differs', holder);
}

/** Nothing that is here already is changed. */
function elsewhere(subject: Subject, token: Token, holder: string | undefined): TokenPlan {
  const { taker, context } = subject;
  if (!taker) return no(subject, 'skipped', isOlder(token, context) ? 'record.older' : 'token.exists');
  return holder === undefined ? no(subject, 'skipped', 'token.exists') : no(subject, 'rejected', 'token.assigned');
}

function planAt(subject: Subject, place: TokenPlace): TokenPlan {
  const { record, holdings } = subject;
  // Only of a token that is not there nothing is known.
  const token = holdings.tokens.get(record.serial)!;
  if (place.at === 'absent') return absent(subject);
  if (place.at === 'mine') return mine(subject, token);
  if (place.at === 'uncommitted') return uncommitted(subject, token, place.gone);
  if (place.at === 'duplicate') return no(subject, 'rejected', 'token.duplicate');
  if (place.at === 'made_here') return madeHere(subject, token);
  if (place.at === 'ours') return ours(subject, token, place.holder);
  const holder = holderOf(token, holdings);
  const person = holder === undefined ? undefined : holdings.users.get(holder);
  const other = person ? { other: otherPerson(person) } : {};
  return { ...no(subject, 'rejected'), outcome: tokenOutcome(record, 'rejected', 'token.other_source', other) };
}

export function planToken(subject: Subject): TokenPlan {
  const { record, me, holdings, context } = subject;
  return planAt(subject, tokenPlace(record.serial, me, context.sourceName, holdings));
}

/** Own uncommitted tokens that the record must give up before it waits: the younger of two runs gives way. */
export function givenUp(
  records: readonly TokenOfUser[],
  me: Origin,
  plans: readonly TokenPlan[],
  holdings: Holdings,
): Token[] {
  const waitsFor = plans.filter(({ wait }) => wait).map(({ outcome }) => holdings.tokens.get(outcome.serial)!.origin!);
  if (!waitsFor.some((other) => givesWay(me, other))) return [];
  return ownUncommitted(records, me, holdings);
}

/** Tokens that this record wrote for a user who does not list them. */
export function ownUncommitted(records: readonly TokenOfUser[], me: Origin, holdings: Holdings): Token[] {
  return records.flatMap(({ serial }) => {
    const token = holdings.tokens.get(serial);
    if (!token || !sameOrigin(token.origin, me)) return [];
    return token.assignee !== undefined && holderOf(token, holdings) === undefined ? [token] : [];
  });
}
