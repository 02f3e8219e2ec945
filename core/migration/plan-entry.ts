/**
 * An entry compared with what the directory holds now: its report line, and what is left to write for it. Where nothing is
 * left, the line is final; a dry run takes the line and writes nothing.
 */

import { defined } from '#core/directory/items.ts';
import type { Origin } from '#core/directory/model.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { TokenOfUser, TokenRecord } from '#core/export/record.ts';
import type { SourceKind } from '#core/source-kind.ts';
import {
  type Decision,
  decideStrayToken,
  decideToken,
  decideUser,
  type ImportedToken,
  type ImportedUser,
} from './decide.ts';
import type { Entry, RejectedEntry, TokenEntry, UserEntry } from './entries.ts';
import { sameOrigin } from './origin.ts';
import type { NewReportLine, Outcome, TokenOutcome } from './outcome.ts';
import { hintOf, type ReportCode } from './report-codes.ts';

export type Holdings = {
  readonly users: ReadonlyMap<string, ImportedUser>;
  readonly tokens: ReadonlyMap<string, ImportedToken>;
};
export type PlanContext = {
  readonly policy: DuplicatePolicy;
  readonly source: SourceKind;
  /** Answers of a complete enrolment. */
  readonly enrolment: number;
  /** Of a user key. */
  readonly pseudonym: (key: string) => string;
};

export type TokenWrite = { readonly me: Origin; readonly record: TokenOfUser; readonly assignee?: string } & (
  | { readonly act: 'create' }
  | { readonly act: 'displace' | 'take-over'; readonly existing: ImportedToken }
);
export type UserWrite = { readonly entry: UserEntry; readonly serials: readonly string[] } & (
  | { readonly act: 'create' }
  | { readonly act: 'displace' | 'update' | 'attach'; readonly existing: ImportedUser }
);
export type Plan = {
  readonly entry: Entry;
  readonly line: NewReportLine;
  readonly tokens: readonly TokenWrite[];
  readonly user?: UserWrite;
  /** Serials that this record wrote before its user turned out not to be its own. */
  readonly drop: readonly string[];
};

const tokenOf = ({ type: _type, assignedTo: _user, ...token }: TokenRecord): TokenOfUser => token;
const hasPin = (record: TokenOfUser): boolean => record.pin !== undefined || record.pinStyle === 'none';
const landed = ({ outcome }: { outcome: Outcome }): boolean => outcome === 'created' || outcome === 'updated';

function tokenOutcome(record: TokenOfUser, outcome: Outcome, code?: ReportCode): TokenOutcome<ReportCode> {
  return { ...defined({ code }), serial: record.serial, outcome, pin: hasPin(record) };
}

function reason(code: ReportCode | undefined, where?: string) {
  return code === undefined ? {} : { code, hint: hintOf(code, where) };
}

function lineOf(me: Origin, outcome: Outcome): Pick<NewReportLine, 'part' | 'line' | 'outcome'> {
  return { part: me.part, line: me.line, outcome };
}

function planRejected(entry: RejectedEntry, { pseudonym }: PlanContext, key: (userId: string) => string): Plan {
  const { record, me, code, where, held } = entry;
  const type = record?.type ?? 'unreadable';
  const line: NewReportLine = { ...lineOf(me, 'rejected'), type, ...reason(code, where), ...defined({ held }) };
  const own: Partial<NewReportLine> =
    record?.type === 'user'
      ? {
          userId: record.userId,
          pseudonym: pseudonym(key(record.userId)),
          tokens: record.tokens.map((token) => tokenOutcome(token, 'rejected')),
        }
      : record
        ? { serial: record.serial, tokens: [tokenOutcome(tokenOf(record), 'rejected', code)] }
        : {};
  return { entry, line: { ...line, ...own }, tokens: [], drop: [] };
}

function tokenWrite(
  { act }: Decision,
  me: Origin,
  record: TokenOfUser,
  holdings: Holdings,
  assignee?: string,
): TokenWrite[] {
  const write = { me, record, ...defined({ assignee }) };
  if (act === 'create') return [{ ...write, act }];
  // What replaces something was decided by what is there.
  if (act === 'displace' || act === 'take-over')
    return [{ ...write, act, existing: holdings.tokens.get(record.serial)! }];
  return [];
}

function planToken(entry: TokenEntry, holdings: Holdings): Plan {
  const { me, record, assignedTo } = entry;
  const decision =
    assignedTo === undefined
      ? decideToken(me, holdings.tokens.get(record.serial), false)
      : decideStrayToken(me, holdings.users.get(assignedTo));
  const token = tokenOf(record);
  const line: NewReportLine = {
    ...lineOf(me, decision.outcome),
    type: 'token',
    serial: record.serial,
    ...reason(decision.code),
    tokens: [tokenOutcome(token, decision.outcome, decision.code)],
  };
  return { entry, line, tokens: tokenWrite(decision, me, token, holdings), drop: [] };
}

function notesOf(entry: UserEntry, serials: readonly string[], context: PlanContext): ReportCode[] {
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

/** The record's own user: created now or before. */
function planOwnUser(entry: UserEntry, act: Decision['act'], holdings: Holdings, context: PlanContext): Plan {
  const { me, key, record, answers, dropped } = entry;
  const existing = holdings.users.get(key);
  const decided = entry.tokens.map((token) => ({
    token,
    decision: decideToken(me, holdings.tokens.get(token.serial), true),
  }));
  const outcomes = [
    ...decided.map(({ token, decision }) => tokenOutcome(token, decision.outcome, decision.code)),
    ...entry.duplicates.map((token) => tokenOutcome(token, 'rejected', 'token.duplicate')),
  ];
  const serials = decided.filter(({ decision }) => landed(decision)).map(({ token }) => token.serial);
  const line: NewReportLine = {
    ...lineOf(me, 'created'),
    type: 'user',
    userId: record.userId,
    pseudonym: context.pseudonym(key),
    notes: notesOf(entry, serials, context),
    tokens: outcomes,
    answers: { kept: answers.length, dropped },
    password: record.password !== undefined,
  };
  const tokens = decided.flatMap(({ token, decision }) => tokenWrite(decision, me, token, holdings, key));
  return { entry, line, tokens, drop: [], ...defined({ user: userWrite(entry, act, serials, existing) }) };
}

function userWrite(
  entry: UserEntry,
  act: Decision['act'],
  serials: readonly string[],
  existing: ImportedUser | undefined,
): UserWrite | undefined {
  if (!existing) return { act: 'create', entry, serials };
  if (act === 'displace') return { act, entry, serials, existing };
  const all = new Set([...existing.tokens, ...serials]);
  return all.size === existing.tokens.length ? undefined : { act: 'attach', entry, serials: [...all], existing };
}

function planUser(entry: UserEntry, holdings: Holdings, context: PlanContext): Plan {
  const { me, key, record } = entry;
  const existing = holdings.users.get(key);
  const decision = decideUser(record, me, existing, context.policy);
  if (decision.outcome === 'created') return planOwnUser(entry, decision.act, holdings, context);
  const outcome = decision.outcome === 'rejected' ? 'rejected' : 'skipped';
  const line: NewReportLine = {
    ...lineOf(me, decision.outcome),
    type: 'user',
    userId: record.userId,
    pseudonym: context.pseudonym(key),
    ...reason(decision.code),
    tokens: record.tokens.map((token) => tokenOutcome(token, outcome)),
  };
  const drop = entry.tokens
    .map(({ serial }) => serial)
    .filter((serial) => sameOrigin(holdings.tokens.get(serial)?.origin, me));
  const user: UserWrite | undefined =
    decision.act === 'update' && existing ? { act: 'update', entry, serials: [], existing } : undefined;
  return { entry, line, tokens: [], drop, ...defined({ user }) };
}

/** @param key core/text.ts userKey */
export function planEntry(
  entry: Entry,
  holdings: Holdings,
  context: PlanContext,
  key: (userId: string) => string,
): Plan {
  if (entry.kind === 'rejected') return planRejected(entry, context, key);
  return entry.kind === 'token' ? planToken(entry, holdings) : planUser(entry, holdings, context);
}

export const isFinal = (plan: Plan): boolean => !plan.user && plan.tokens.length === 0 && plan.drop.length === 0;
