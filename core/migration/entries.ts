/**
 * The lines of a part as users and tokens to import: checked, their answers mapped, and of two that fold to one key in this part
 * only the first.
 */

import { addressOf } from '#core/address.ts';
import { type BroughtAnswer, defined, type Sealer, seedFits } from '#core/directory/items.ts';
import { MAX_KEY_BYTES } from '#core/directory/lookup-key.ts';
import type { Origin } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import type { Named } from '#core/export/named.ts';
import type { PartLine } from '#core/export/part.ts';
import type { ExportRecord, TokenOfUser, TokenRecord, UserRecord } from '#core/export/record.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { userKey } from '#core/text.ts';
import type { ReportCode } from './report-codes.ts';
import { isDuplicateToken, type Move, type PartPlan } from './run-plan.ts';

/** For each question of the manifest the catalogue's, or null. */
export type QuestionMapping = readonly ({ readonly language: string; readonly question: string } | null)[];

export type UserEntry = {
  readonly kind: 'user';
  readonly me: Origin;
  readonly key: string;
  /** With the user ID that it has here. */
  readonly record: UserRecord;
  /** As the source writes it. */
  readonly sourceUserId: string;
  /** Where PlanRun found the person under another user ID. */
  readonly move?: Move;
  /** Without the duplicates. */
  readonly tokens: readonly TokenOfUser[];
  /** Those whose serial an earlier record of the export has, or an earlier token of this one. */
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
/** `outside`: of a user who does not belong to the wave. */
export type LeftEntry = {
  readonly kind: 'rejected' | 'outside';
  readonly me: Origin;
  readonly code: ReportCode;
  readonly where?: string;
  readonly record?: ExportRecord;
  /** Of a line that is no record: what it was to bring, where it says so. */
  readonly held?: Named['holds'];
};
export type Entry = UserEntry | TokenEntry | LeftEntry;

export type EntryContext = {
  /** Run id. */
  readonly migration: string;
  readonly part: number;
  readonly source: SourceKind;
  readonly mapping: QuestionMapping;
  readonly sealer: Pick<Sealer, 'phc'>;
  /** What PlanRun says of the part's lines. */
  readonly plan: PartPlan;
  /** User keys of a wave. */
  readonly only?: ReadonlySet<string> | undefined;
  /** The user ID here of one of the source: a source may have a map of renames, and a suffix. */
  readonly userIdHere: (userId: string) => string;
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

/** Compatibility characters can make a short user ID a long key. @throws RecordDefect */
function checkKey(key: string): void {
  if (key === '') throw new RecordDefect('record.invalid');
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new RecordDefect('record.refused');
}

/** The record with its address as it is stored. @throws RecordDefect */
function checkedUser(record: UserRecord, context: EntryContext): UserRecord {
  checkKey(userKey(record.userId));
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

/** A part's lines as entries, in their order. */
export function entriesOf(lines: readonly PartLine[], context: EntryContext): Entry[] {
  const { plan, only, userIdHere } = context;
  const users = new Set<string>();
  const serials = new Set<string>();

  const isOutside = (userId: string | undefined): boolean =>
    only !== undefined &&
    (userId === undefined || ![userId, userIdHere(userId)].some((name) => only.has(userKey(name))));

  function userEntry(me: Origin, written: UserRecord): Entry {
    const record = checkedUser({ ...written, userId: userIdHere(written.userId) }, context);
    const key = userKey(record.userId);
    const { user, move } = plan.lines[String(me.line)] ?? {};
    if (user !== undefined || users.has(key)) return { kind: 'rejected', me, code: 'user.duplicate', record };
    const answers = mapAnswers(record, context);
    users.add(key);
    const tokens = record.tokens.filter(
      ({ serial }) => !isDuplicateToken(plan, me.line, serial) && !serials.has(serial) && serials.add(serial),
    );
    const duplicates = record.tokens.filter((token) => !tokens.includes(token));
    const dropped = record.answers.length - answers.length;
    const sourceUserId = written.userId;
    return {
      kind: 'user',
      me,
      key,
      record,
      sourceUserId,
      ...(move ? { move } : {}),
      tokens,
      duplicates,
      answers,
      dropped,
    };
  }

  function tokenEntry(me: Origin, record: TokenRecord): Entry {
    if (!seedFits(record)) throw new RecordDefect('token.seed_invalid');
    if (serials.has(record.serial) || isDuplicateToken(plan, me.line, record.serial))
      return { kind: 'rejected', me, code: 'token.duplicate', record };
    serials.add(record.serial);
    const { assignedTo } = record;
    return {
      kind: 'token',
      me,
      record,
      ...(assignedTo === undefined ? {} : { assignedTo: userKey(userIdHere(assignedTo)) }),
    };
  }

  return lines.map((line): Entry => {
    const me = { migration: context.migration, part: context.part, line: line.line };
    if ('error' in line) {
      const { error, named } = line;
      return { kind: 'rejected', me, code: error.code, where: error.hint, ...defined({ held: named.holds }) };
    }
    const { record } = line;
    if (isOutside(record.type === 'user' ? record.userId : record.assignedTo))
      return { kind: 'outside', me, code: 'user.not_in_wave', record };
    try {
      return record.type === 'user' ? userEntry(me, record) : tokenEntry(me, record);
    } catch (error) {
      return { kind: 'rejected', me, code: defectOf(error), record };
    }
  });
}
