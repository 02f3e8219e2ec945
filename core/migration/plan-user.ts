/** A user's record: created, or compared with the person who is here. */
import { userKey } from '#core/text.ts';
import { otherPerson } from './holdings.ts';
import type { NewReportLine, Outcome } from './outcome.ts';
import { type ItemUpdate, isOlder, lineOf, onlyLine, type Plan, reason, tokenOutcome, whoOf } from './plan.ts';
import { corrected, named } from './plan-correction.ts';
import { ownUncommitted } from './plan-tokens.ts';
import { personOf, planTokens, serialsOf, type UserSubject, withTokens } from './plan-user-tokens.ts';
import type { ReportCode } from './report-codes.ts';
import { whoIs } from './who.ts';

function notesOf({ entry, context }: UserSubject, serials: readonly string[]): ReportCode[] {
  const { record, answers, dropped } = entry;
  const notes: [boolean, ReportCode][] = [
    [serials.length === 0, 'user.no_token'],
    [context.source === 'external' && record.email === undefined, 'user.no_address'],
    [context.source === 'internal' && record.password === undefined, 'password.missing'],
    [dropped > 0, 'answers.dropped'],
    [answers.length < context.enrolment, 'answers.too_few'],
  ];
  return notes.filter(([applies]) => applies).map(([, code]) => code);
}

/** Nothing of the record is brought: what it wrote before it was known is taken back. */
export function leftUser(
  subject: UserSubject,
  outcome: Outcome,
  code: ReportCode,
  more: Partial<NewReportLine> = {},
): Plan {
  const { entry, holdings, context } = subject;
  const { me, record, key } = entry;
  const line: NewReportLine = {
    ...lineOf(me, outcome),
    ...whoOf(record, key, context),
    ...reason(code),
    tokens: record.tokens.map((token) => tokenOutcome(token, outcome === 'rejected' ? 'rejected' : 'skipped')),
    ...more,
  };
  return onlyLine(entry, line, ownUncommitted(record.tokens, me, holdings));
}

/** A user whom this record creates, now or before. */
function created(subject: UserSubject, isNew: boolean): Plan {
  const { entry, context } = subject;
  const { me, key, record, answers, dropped } = entry;
  const tokens = planTokens(subject, key, isNew);
  const serials = serialsOf(tokens.plans, ({ has }) => has);
  const line: NewReportLine = {
    ...lineOf(me, 'created'),
    ...whoOf(record, key, context),
    notes: notesOf(subject, serials),
    tokens: tokens.outcomes,
    answers: { kept: answers.length, dropped },
    password: record.password !== undefined,
  };
  const person = personOf(subject, key);
  if (isNew)
    return withTokens(subject, line, tokens, { updates: [], tellings: [], user: { entry, serials }, ...person });
  return withTokens(subject, line, tokens, { updates: laterTokens(subject, serials), tellings: [], ...person });
}

/** Tokens that waited when the user was created, and don't any more. */
function laterTokens({ entry, holdings, context }: UserSubject, serials: readonly string[]): ItemUpdate[] {
  const { key, me } = entry;
  const seen = holdings.users.get(key)!;
  const gained = serials.filter((serial) => !seen.tokens.includes(serial));
  const fields = { tokens: [...seen.tokens, ...gained], packedAt: context.packedAt, changedBy: me };
  return gained.length === 0 ? [] : [{ kind: 'user', key, seen, fields: () => fields }];
}

function same(subject: UserSubject, key: string, renamed: boolean): Plan {
  const { holdings, context } = subject;
  const user = holdings.users.get(key)!;
  if (context.policy === 'skip' || context.policy === 'fail') return leftUser(subject, 'skipped', 'user.exists');
  if (isOlder(user, context) && holdings.before.users.get(key) === undefined)
    return leftUser(subject, 'skipped', 'record.older');
  return context.policy === 'update' ? named(subject, key) : corrected(subject, key, renamed);
}

/** Where the person is, if not under the record's own user ID: by PlanRun's answer, else by the immutable id. */
function elsewhere({ entry, holdings, context }: UserSubject): string | undefined {
  const { key, record, move } = entry;
  const { externalId } = record;
  const at = move && move.verdict !== 'moves' ? move.from : externalId && holdings.persons.get(externalId);
  if (at === undefined || at === key) return undefined;
  const user = holdings.users.get(at);
  return user?.source === context.sourceName && user?.externalId === externalId ? at : undefined;
}

export function planUser(subject: UserSubject): Plan {
  const { entry, holdings, context } = subject;
  const { key, move, record, me } = entry;
  if (move && move.verdict !== 'moves' && move.verdict !== 'user.renamed') {
    const { verdict, other } = move;
    const outcome = verdict === 'user.id_reused' || verdict === 'user.other_source' ? 'rejected' : 'skipped';
    return leftUser(subject, outcome, verdict, other ? { other } : {});
  }
  const at = elsewhere(subject);
  if (at !== undefined)
    return holdings.users.get(at)!.role === undefined
      ? same(subject, at, userKey(record.userId) !== at)
      : leftUser(subject, 'skipped', 'user.has_role');
  const user = holdings.users.get(key);
  const who = whoIs(user, record, me, context.sourceName);
  if (who === 'absent') return created(subject, true);
  if (who === 'mine') return created(subject, false);
  if (who === 'same') return same(subject, key, false);
  if (who === 'duplicate') return leftUser(subject, 'rejected', 'user.duplicate');
  if (who === 'has_role') return leftUser(subject, 'skipped', 'user.has_role');
  if (who === 'made_here') return leftUser(subject, 'skipped', 'user.exists');
  const code = who === 'other_source' ? 'user.other_source' : 'user.id_reused';
  return leftUser(subject, 'rejected', code, { other: otherPerson(user!) });
}
