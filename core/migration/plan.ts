/**
 * What is left to do for one record: its report line, and the writes that bring the directory there. Where nothing is left the line is
 * final. A preview takes the line alone; secrets are sealed only where a write is made.
 */
import type { Sealer } from '#core/directory/items.ts';
import type { Origin, Token, User } from '#core/directory/model.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { TokenOfUser, UserRecord } from '#core/export/record.ts';
import type { ImportChange } from '#core/notices/ways.ts';
import type { SourceKind } from '#core/source-kind.ts';
import type { Entry, UserEntry } from './entries.ts';
import { nameOf } from './holdings.ts';
import type { NewReportLine, Outcome, TokenOutcome } from './outcome.ts';
import type { Fields, Secrets } from './policy/difference.ts';
import { hintOf, type ReportCode } from './report-codes.ts';

export type PlanContext = {
  readonly policy: DuplicatePolicy;
  readonly source: SourceKind;
  /** Of the source deployment. */
  readonly sourceName: string;
  /** Unix ms. */
  readonly packedAt: number;
  /** Unix ms of the run. */
  readonly importedAt: number;
  /** A newer package of this source was imported: this one only creates. */
  readonly older: boolean;
  /** Asked for: this package counts as the newest, whatever an item followed before. */
  readonly countsAsNewest: boolean;
  readonly applyToTouched: boolean;
  /** What others are writing can't be waited for: it counts as absent. */
  readonly preview: boolean;
  /** Answers of a complete enrolment. */
  readonly enrolment: number;
  /** Of a user key. */
  readonly pseudonym: (key: string) => string;
  readonly secrets: Secrets;
};

/** Whether an item follows a newer export than this package is. */
export const isOlder = ({ packedAt = 0 }: Pick<User | Token, 'packedAt'>, context: PlanContext): boolean =>
  context.older || (!context.countsAsNewest && packedAt > context.packedAt);

/** An item that is there, and what of it changes. `seen` decides: see core/migration/ingest.ts. */
export type ItemUpdate =
  | {
      readonly kind: 'user';
      readonly key: string;
      readonly seen: User;
      readonly fields: (sealer: Sealer) => Fields<User>;
    }
  | {
      readonly kind: 'token';
      readonly key: string;
      readonly seen: Token;
      readonly fields: (sealer: Sealer) => Fields<Token>;
    };
export type NewToken = { readonly record: TokenOfUser; readonly assignee?: string };
/** To be told once the writes are made. */
export type Telling = { readonly user: string; readonly change: ImportChange; readonly serial?: string };

export type Plan = {
  readonly entry: Entry;
  readonly line: NewReportLine;
  /** Another run is writing what this record needs: look again later. */
  readonly wait: boolean;
  /** Uncommitted tokens to be removed first, as they were seen; the record is looked at again then. */
  readonly drop: readonly Token[];
  readonly creates: readonly NewToken[];
  /** A new user, with the serials of its tokens. */
  readonly user?: { readonly entry: UserEntry; readonly serials: readonly string[] };
  readonly updates: readonly ItemUpdate[];
  readonly person?: { readonly externalId: string; readonly userKey: string };
  readonly tellings: readonly Telling[];
};

/** A plan with nothing to do. */
export const onlyLine = (entry: Entry, line: NewReportLine, drop: readonly Token[] = []): Plan => ({
  entry,
  line,
  wait: false,
  drop,
  creates: [],
  updates: [],
  tellings: [],
});

export const isFinal = ({ wait, drop, creates, user, updates, person }: Plan): boolean =>
  !wait && !user && !person && drop.length + creates.length + updates.length === 0;

const hasPin = (record: TokenOfUser): boolean => record.pin !== undefined || record.pinStyle === 'none';

export function tokenOutcome(
  record: TokenOfUser,
  outcome: Outcome,
  code?: ReportCode,
  more: Pick<TokenOutcome, 'changes' | 'other'> = {},
): TokenOutcome<ReportCode> {
  const { changes, other } = more;
  return {
    ...(code === undefined ? {} : { code }),
    serial: record.serial,
    outcome,
    pin: hasPin(record),
    ...(changes && changes.length > 0 ? { changes } : {}),
    ...(other ? { other } : {}),
  };
}

export const reason = (code: ReportCode | undefined, where?: string): Pick<NewReportLine, 'code' | 'hint'> =>
  code === undefined ? {} : { code, hint: hintOf(code, where) };

export const lineOf = (me: Origin, outcome: Outcome): Pick<NewReportLine, 'part' | 'line' | 'outcome'> => ({
  part: me.part,
  line: me.line,
  outcome,
});

/** Who a line is about. @param key user key here */
export function whoOf(
  record: Pick<UserRecord, 'userId' | 'firstName' | 'lastName'>,
  key: string,
  { pseudonym }: Pick<PlanContext, 'pseudonym'>,
): Pick<NewReportLine, 'type' | 'userId' | 'name' | 'pseudonym'> {
  const name = nameOf(record);
  return {
    type: 'user',
    userId: record.userId,
    ...(name === undefined ? {} : { name }),
    pseudonym: pseudonym(key),
  };
}
