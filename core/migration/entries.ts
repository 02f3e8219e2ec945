/**
 * The lines of a part as users and tokens to import: checked, their answers mapped, and of two that fold to one key in this part
 * only the first.
 */

import { addressOf } from '#core/address.ts';
import { type BroughtAnswer, defined, type Sealer, seedFits } from '#core/directory/items.ts';
import type { Origin } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import type { Named } from '#core/export/named.ts';
import type { PartLine } from '#core/export/part.ts';
import type { ExportRecord, TokenOfUser, TokenRecord, UserRecord } from '#core/export/record.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { userKey } from '#core/text.ts';
import type { ReportCode } from './report-codes.ts';

/** For each question of the manifest the catalogue's, or null. */
export type QuestionMapping = readonly ({ readonly language: string; readonly question: string } | null)[];

export type UserEntry = {
  readonly kind: 'user';
  readonly me: Origin;
  readonly key: string;
  readonly record: UserRecord;
  /** Without the duplicates. */
  readonly tokens: readonly TokenOfUser[];
  /** Those whose serial an earlier record of this part has, or an earlier token of this one. */
  readonly duplicates: readonly TokenOfUser[];
  readonly answers: readonly BroughtAnswer[];
  readonly dropped: number;
};
export type TokenEntry = {
  readonly kind: 'token';
  readonly me: Origin;
  readonly record: TokenRecord;
  /** User key, of a token whose user the package does not hold. */
  readonly assignedTo?: string;
};
export type RejectedEntry = {
  readonly kind: 'rejected';
  readonly me: Origin;
  readonly code: ReportCode;
  readonly where?: string;
  readonly record?: ExportRecord;
  /** Of a line that is no record: what it was to bring, where it says so. */
  readonly held?: Named['holds'];
};
export type Entry = UserEntry | TokenEntry | RejectedEntry;

export type EntryContext = {
  readonly migration: string;
  readonly part: number;
  readonly source: SourceKind;
  readonly mapping: QuestionMapping;
  readonly sealer: Pick<Sealer, 'phc'>;
};

/** Answers to questions that the catalogue holds; the first of two that map to the same question. */
function mapAnswers(record: UserRecord, { mapping, sealer }: EntryContext): BroughtAnswer[] {
  const kept = new Map<string, BroughtAnswer>();
  const user = { key: userKey(record.userId) };
  for (const answer of record.answers) {
    const target = mapping[answer.question];
    if (target === undefined) throw new RecordDefect('answers.question_unknown');
    if (target === null) continue;
    const key = JSON.stringify([target.language, target.question]);
    if (kept.has(key)) continue;
    // One that can't be sealed is a defect of the record: found here, where it is refused.
    sealer.phc(answer.hash, 'answer', user);
    kept.set(key, { ...target, phc: answer.hash });
  }
  return [...kept.values()];
}

class RecordDefect extends Error {
  readonly code: ReportCode;
  constructor(code: ReportCode) {
    super(code);
    this.code = code;
  }
}

/** The record with its address as it is stored. @throws RecordDefect */
function checkedUser(record: UserRecord, context: EntryContext): UserRecord {
  if (userKey(record.userId) === '') throw new RecordDefect('record.invalid');
  const email = record.email === undefined ? undefined : addressOf(record.email);
  if (record.email !== undefined && email === undefined) throw new RecordDefect('user.email_invalid');
  if (record.password !== undefined && context.source === 'external') throw new RecordDefect('password.not_allowed');
  if (record.password !== undefined) context.sealer.phc(record.password, 'password', { key: userKey(record.userId) });
  if (!record.tokens.every(seedFits)) throw new RecordDefect('token.seed_invalid');
  return email === undefined ? record : { ...record, email };
}

/** @throws every error that is no defect of the record */
function defectOf(error: unknown): ReportCode {
  if (error instanceof RecordDefect) return error.code;
  if (isError(error, 'password.hash_unusable')) return 'password.hash_unusable';
  throw error;
}

/** Collects a part's entries; call `add` with the lines in order. */
export function entriesOf(lines: readonly PartLine[], context: EntryContext): Entry[] {
  const users = new Set<string>();
  const serials = new Set<string>();

  function userEntry(me: Origin, written: UserRecord): Entry {
    const record = checkedUser(written, context);
    const key = userKey(record.userId);
    if (users.has(key)) return { kind: 'rejected', me, code: 'user.duplicate', record };
    const answers = mapAnswers(record, context);
    users.add(key);
    const tokens = record.tokens.filter(({ serial }) => !serials.has(serial) && serials.add(serial));
    const duplicates = record.tokens.filter((token) => !tokens.includes(token));
    const dropped = record.answers.length - answers.length;
    return { kind: 'user', me, key, record, tokens, duplicates, answers, dropped };
  }

  function tokenEntry(me: Origin, record: TokenRecord): Entry {
    if (!seedFits(record)) throw new RecordDefect('token.seed_invalid');
    if (record.assignedTo !== undefined) return { kind: 'token', me, record, assignedTo: userKey(record.assignedTo) };
    if (serials.has(record.serial)) return { kind: 'rejected', me, code: 'token.duplicate', record };
    serials.add(record.serial);
    return { kind: 'token', me, record };
  }

  return lines.map((line): Entry => {
    const me = { migration: context.migration, part: context.part, line: line.line };
    if ('error' in line) {
      const { error, named } = line;
      return { kind: 'rejected', me, code: error.code, where: error.hint, ...defined({ held: named.holds }) };
    }
    const { record } = line;
    try {
      return record.type === 'user' ? userEntry(me, record) : tokenEntry(me, record);
    } catch (error) {
      return { kind: 'rejected', me, code: defectOf(error), record };
    }
  });
}
