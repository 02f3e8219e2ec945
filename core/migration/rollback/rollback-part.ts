/**
 * RollbackPart: what one part of an import's report says was written goes back to what it was before. Each group of items is one
 * transaction, whose conditions are that nothing of it has changed since it was read; what it did stands in marks of that same
 * transaction, so that a part that runs twice does nothing twice and reports the same.
 */
import { mapLimited } from '#core/concurrency.ts';
import type { Token, User } from '#core/directory/model.ts';
import { LandfallError, transient } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import type { PartOutput, RollbackPartInput } from '../run.ts';
import { type Totals, totalsOf } from '../totals.ts';
import { groupOf, neighboursOf, type RollbackHoldings } from './rollback-group.ts';
import { type Held, type HeldToken, type HeldUser, isWritten, type Was, wasOf } from './rollback-items.ts';
import {
  isTakenBack,
  markOf,
  planGroup,
  type RollbackMark,
  type RollbackWrites,
  rollbackLine,
} from './rollback-plan.ts';

type Keys = { readonly users: readonly string[]; readonly tokens: readonly string[] };
type Images = { readonly users: ReadonlyMap<string, User>; readonly tokens: ReadonlyMap<string, Token> };

export type RollbackPartPorts = {
  readPart(run: string, dryRun: boolean, part: number): Promise<FinishedPart | undefined>;
  readReport(run: string, dryRun: boolean, part: number): Promise<readonly ReportLine[] | undefined>;
  readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
  readTokens(serials: readonly string[]): Promise<ReadonlyMap<string, Token>>;
  /** As they were before the run `of`, by user key and serial. */
  readBefore(of: string, keys: Keys): Promise<Images>;
  /** What this rollback has done already; by `markOf`. */
  readMarks(rollback: string, of: readonly string[]): Promise<ReadonlyMap<string, RollbackMark>>;
  /** All or none; false where an item is not as it was seen any more. */
  takeBack(rollback: string, writes: RollbackWrites): Promise<boolean>;
  putReport(run: string, dryRun: boolean, part: number, lines: readonly ReportLine[]): Promise<void>;
  putPart(run: string, dryRun: boolean, finished: FinishedPart): Promise<void>;
  /** Unix ms. */
  now(): number;
};

const MAX_ROUNDS = 6;
const CONCURRENT_GROUPS = 8;
/** Chains of users who took one another's tokens or user IDs; longer ones are left. */
const MAX_REACH = 8;

/** A line of an import's report that wrote something, and what it is about. */
type Wanted = { readonly line: ReportLine; readonly of: string };

const landed = (outcome: ReportLine['outcome']): boolean => outcome === 'created' || outcome === 'updated';

/** Who is renamed at the source, and not here, stands under the user ID of before. */
function userIdHere({ userId, changes = [] }: ReportLine): string | undefined {
  const from = changes.find(({ field, kept }) => field === 'userId' && kept)?.from;
  return typeof from === 'string' ? from : userId;
}

export function wantedOf(lines: readonly ReportLine[]): Wanted[] {
  return lines.flatMap((line) => {
    if (!landed(line.outcome) && !line.tokens?.some(({ outcome }) => landed(outcome))) return [];
    const userId = userIdHere(line);
    if (line.type === 'user' && userId !== undefined) return [{ line, of: `USER#${userKey(userId)}` }];
    const serial = line.serial ?? line.tokens?.[0]?.serial;
    return serial === undefined ? [] : [{ line, of: `TOKEN#${serial}` }];
  });
}

const serialsOf = ({ line }: Wanted): string[] => (line.tokens ?? []).map(({ serial }) => serial);
const keyIn = (of: string): string => of.slice(of.indexOf('#') + 1);

type Runs = Pick<RollbackPartInput['run'], 'of' | 'migration'>;

/**
 * As they are now and were before. The image of one who was moved is kept under the user key that the person has now. What this rollback
 * has taken back already, another group before, is not the import's any more: who moves after it finds the user ID free.
 */
async function readHeld(ports: RollbackPartPorts, { of: run, migration }: Runs, asked: Keys): Promise<Held[]> {
  const [users, tokens, images, marks] = await Promise.all([
    ports.readUsers(asked.users),
    ports.readTokens(asked.tokens),
    ports.readBefore(run, asked),
    ports.readMarks(migration, [
      ...asked.users.map((key) => `USER#${key}`),
      ...asked.tokens.map((key) => `TOKEN#${key}`),
    ]),
  ]);
  const left = <T>(of: string, was: Was<T>): Was<T> => (marks.has(of) ? { kind: 'unwritten' } : was);
  return [
    ...asked.users.map((key): HeldUser => {
      const now = users.get(key);
      return { kind: 'user', key, now, was: left(`USER#${key}`, wasOf(now, images.users.get(key), run)) };
    }),
    ...asked.tokens.map((key): HeldToken => {
      const now = tokens.get(key);
      return { kind: 'token', key, now, was: left(`TOKEN#${key}`, wasOf(now, images.tokens.get(key), run)) };
    }),
  ];
}

const UNREAD = { now: undefined, was: { kind: 'unread' } } as const;

/** Reads what the lines are about, and on from there what goes back together with it. */
async function holdingsOf(ports: RollbackPartPorts, run: Runs, wanted: readonly Wanted[]): Promise<RollbackHoldings> {
  const users = new Map<string, HeldUser>();
  const tokens = new Map<string, HeldToken>();
  const isUser = ({ of }: Wanted) => of.startsWith('USER#');
  let open: Keys = {
    users: wanted.filter(isUser).map(({ of }) => keyIn(of)),
    tokens: wanted.flatMap((one) => [...serialsOf(one), ...(isUser(one) ? [] : [keyIn(one.of)])]),
  };
  for (let reach = 0; reach < MAX_REACH; reach++) {
    const asked = { users: [...new Set(open.users)], tokens: [...new Set(open.tokens)] };
    const read = await readHeld(ports, run, asked);
    for (const held of read) {
      if (held.kind === 'user') users.set(held.key, held);
      else tokens.set(held.key, held);
    }
    const near = read.map(neighboursOf);
    open = {
      users: near.flatMap((keys) => keys.users).filter((key) => !users.has(key)),
      tokens: near.flatMap((keys) => keys.tokens).filter((key) => !tokens.has(key)),
    };
    if (open.users.length + open.tokens.length === 0) return { users, tokens };
  }
  for (const key of open.users) users.set(key, { kind: 'user', key, ...UNREAD });
  for (const key of open.tokens) tokens.set(key, { kind: 'token', key, ...UNREAD });
  return { users, tokens };
}

/** Of a line of which nothing that the import wrote is left. */
function leftover(held: Held): RollbackMark {
  const known = held.now?.origin !== undefined || held.now?.changedBy !== undefined;
  const code = held.now === undefined ? 'rollback.gone' : known ? 'rollback.changed_later' : 'rollback.no_before_image';
  return { code, changes: [], tokens: [] };
}

type Sought = { readonly one: Wanted; readonly held: Held };

/** The item that a line is about; where nothing of its user was written, each of the tokens that were. */
function soughtOf(
  one: Wanted,
  { users, tokens }: RollbackHoldings,
  marks: ReadonlyMap<string, RollbackMark>,
): Sought[] {
  const held = one.of.startsWith('USER#') ? users.get(keyIn(one.of))! : tokens.get(keyIn(one.of))!;
  if (isWritten(held)) return [{ one, held }];
  const own = serialsOf(one).map((serial) => tokens.get(serial)!);
  const written = own.filter((token) => isWritten(token) && !marks.has(markOf(token)));
  const isDone = own.some((token) => marks.has(markOf(token)));
  return written.length > 0 || isDone ? written.map((token) => ({ one, held: token })) : [{ one, held }];
}

/** What was done to the items of one line: where something stays, the line says why. */
function joined(marks: readonly RollbackMark[]): RollbackMark {
  const { code } = marks.find((mark) => !isTakenBack(mark)) ?? marks[0]!;
  return { code, changes: marks.flatMap(({ changes }) => changes), tokens: marks.flatMap(({ tokens }) => tokens) };
}

/**
 * Takes back what these lines of an import's report say was written.
 * @param at Unix ms @throws LandfallError directory.busy (retryable) where others keep changing the same items
 */
export async function rollbackLines(
  ports: RollbackPartPorts,
  lines: readonly ReportLine[],
  { of: run, migration, preview }: Pick<RollbackPartInput['run'], 'of' | 'migration' | 'preview'>,
): Promise<ReportLine[]> {
  const wanted = wantedOf(lines);
  /** By the item that the mark is of: a line may be about several. */
  const done = new Map(wanted.map((one) => [one, new Map<string, RollbackMark>()]));
  let pending: readonly Wanted[] = wanted;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw transient('directory.busy');
    const itemsOf = (one: Wanted) => [one.of, ...serialsOf(one).map((serial) => `TOKEN#${serial}`)];
    const marks = await ports.readMarks(migration, pending.flatMap(itemsOf));
    for (const one of pending)
      for (const of of marks.has(one.of) ? [one.of] : itemsOf(one)) {
        const mark = marks.get(of);
        if (mark) done.get(one)!.set(of, mark);
      }
    const fresh = pending.filter(({ of }) => !marks.has(of));
    const holdings = await holdingsOf(ports, { of: run, migration }, fresh);
    const byGroup = new Map<string, { sought: Sought[]; group: ReturnType<typeof groupOf> }>();
    for (const sought of fresh.flatMap((one) => soughtOf(one, holdings, marks))) {
      const { one, held } = sought;
      if (!isWritten(held)) {
        done.get(one)!.set(markOf(held), leftover(held));
        continue;
      }
      const group = groupOf(held, holdings);
      const name = JSON.stringify([group.users.map(({ key }) => key), group.tokens.map(({ key }) => key)]);
      const known = byGroup.get(name) ?? { sought: [], group };
      known.sought.push(sought);
      byGroup.set(name, known);
    }
    const again = await mapLimited([...byGroup.values()], CONCURRENT_GROUPS, async ({ sought, group }) => {
      const { marks: planned, writes } = planGroup(group, run, ports.now());
      if (writes && !preview && !(await ports.takeBack(migration, writes))) return sought.map(({ one }) => one);
      for (const { one, held } of sought) done.get(one)!.set(markOf(held), planned.get(markOf(held))!);
      return [];
    });
    pending = [...new Set(again.flat())];
  }
  return wanted.map((one) => rollbackLine(one.line, joined([...done.get(one)!.values()])));
}

/** No user or token is assigned or enrolled by it: those sums are an import's. */
function totalsOfRollback(lines: readonly ReportLine[]): Totals {
  const totals = totalsOf(lines, 0);
  return { ...totals, tokens: { ...totals.tokens, assigned: 0, unassigned: 0, newPinMode: 0 } };
}

const outputOf = ({ part, totals }: FinishedPart): PartOutput => ({
  part,
  records: totals.records.read,
  rejected: totals.records.rejected,
});

/** @throws LandfallError run.report_missing, directory.busy (retryable) */
export async function rollbackPart(ports: RollbackPartPorts, input: RollbackPartInput): Promise<PartOutput> {
  const { migration, of, generation } = input.run;
  const { part } = input.part;
  const before = await ports.readPart(migration, false, part);
  if (before?.generation === generation) return outputOf(before);
  const report = await ports.readReport(of, false, part);
  if (!report) throw new LandfallError('run.report_missing', { facts: { part } });
  const lines = await rollbackLines(ports, report, input.run);
  const finished = { part, generation, totals: totalsOfRollback(lines) };
  await ports.putReport(migration, false, part, lines);
  await ports.putPart(migration, false, finished);
  return outputOf(finished);
}
