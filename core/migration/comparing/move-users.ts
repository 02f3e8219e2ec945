/**
 * MoveUsers: persons who have another user ID in the export get it here, with their tokens, before the parts are imported. Each group
 * (one person, or a circle) is one transaction; what has changed since the plan stays, and the plan says so then. It may be stopped at any
 * point and run again: a person who stands at the new user ID already was moved.
 */
import * as z from 'zod';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import type { Origin, Token, User } from '#core/directory/model.ts';
import { transient } from '#core/errors.ts';
import { type NoticePort, tellOfChange } from '#core/notices/ways.ts';
import { readStoredJson } from '#core/stored.ts';
import { isTold, type KnownNotice, noticeOfPerson, wasSent } from '../notice.ts';
import type { MovesOutput } from '../run.ts';
import { type Move, partPlanName, type ReadPlan, readMoves, readPartPlan } from '../run-plan.ts';
import { holderOf, type MoveSequence, orderMoves } from './plan-moves.ts';

/** A person as it is now, and where it goes. */
export type Mover = {
  readonly move: Move;
  readonly user: User;
  /** Those that list this person, and that it lists. */
  readonly tokens: readonly Token[];
  /** The record that moves it. */
  readonly by: Origin;
};
export type MoveUsersPorts = NoticePort & {
  readPlan: ReadPlan;
  putPlan(name: string, body: string): Promise<void>;
  readUsers(keys: readonly string[]): Promise<Map<string, User>>;
  readTokens(serials: readonly string[]): Promise<Map<string, Token>>;
  readNotices(keys: readonly string[]): Promise<Map<string, KnownNotice>>;
  /**
   * All of a group or none, where each is as it was seen: the user under the new key, its tokens, notice and entry among the
   * source's persons, and what was there before. False: something has changed.
   */
  moveGroup(group: readonly Mover[]): Promise<boolean>;
  now(): number;
};
export type MovesContext = {
  readonly run: string;
  /** Name of the source. */
  readonly source: string;
  readonly applyToTouched: boolean;
  readonly touched: (user: User) => boolean;
  /** Unix ms: no further sequence is begun after it. */
  readonly until: number;
};

const MAX_TRIES = 8;
const AT_ONCE = 8;
/** Sequences between two looks at the clock, and steps of each. */
const BATCH = 64;
const PIECE = 16;

type Refusal = Pick<Move, 'verdict' | 'other'>;
type Ends = { readonly moved: readonly Moved[] } | { readonly refused: readonly Move[] };
type Moved = Pick<Mover, 'move' | 'user'>;

function refusalOf(
  group: readonly Move[],
  move: Move,
  users: ReadonlyMap<string, User>,
  context: MovesContext,
): Refusal | undefined {
  const user = users.get(move.from);
  if (user?.externalId !== move.externalId || user.source !== context.source) return { verdict: 'user.renamed' };
  if (user.role !== undefined) return { verdict: 'user.has_role' };
  if (context.touched(user) && !context.applyToTouched) return { verdict: 'user.renamed' };
  const holder = users.get(move.to);
  if (!holder || group.some(({ from }) => from === move.to)) return undefined;
  const verdict = holder.source === context.source ? 'user.id_reused' : 'user.other_source';
  return { verdict, other: holderOf(holder) };
}

async function moversOf(
  ports: MoveUsersPorts,
  group: readonly Move[],
  users: ReadonlyMap<string, User>,
  run: string,
): Promise<Mover[]> {
  const found = group.map((move) => ({ move, user: users.get(move.from)! }));
  const tokens = await ports.readTokens(found.flatMap(({ user }) => user.tokens));
  return found.map(({ move, user }) => ({
    move,
    user,
    tokens: user.tokens.flatMap((serial) => tokens.get(serial) ?? []).filter(({ assignee }) => assignee === move.from),
    by: { migration: run, part: move.part, line: move.line },
  }));
}

/** A person who was mailed, or has used the account, does not learn the new user ID otherwise. */
async function tell(ports: MoveUsersPorts, movers: readonly Moved[], context: MovesContext): Promise<void> {
  const reachable = movers.filter(({ user }) => user.email !== undefined);
  const notices = await ports.readNotices(reachable.map(({ move }) => move.to));
  for (const { move, user } of reachable) {
    const notice = noticeOfPerson(notices.get(move.to), user);
    // A mail that bounced went to a mailbox where it may have been read before it did.
    const told = notice !== undefined && (wasSent(notice.status) || isTold(notice.status));
    if (told || context.touched(user))
      await tellOfChange(ports, 'user-id', { by: 'import', user: move.to, at: ports.now() });
  }
}

/** @throws LandfallError directory.busy (retryable) where others keep changing the same users */
async function carryOut(ports: MoveUsersPorts, group: readonly Move[], context: MovesContext): Promise<Ends> {
  const keys = [...new Set(group.flatMap(({ from, to }) => [from, to]))];
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const users = await ports.readUsers(keys);
    // Moved by a round that was broken off: whether it told them is not known.
    if (group.every(({ to, externalId }) => users.get(to)?.externalId === externalId))
      return { moved: group.map((move) => ({ move, user: users.get(move.to)! })) };
    const refusals = group.map((move) => refusalOf(group, move, users, context));
    const why = refusals.find((refusal) => refusal !== undefined);
    if (why)
      return {
        refused: group.map((move, index) => ({ ...move, ...(refusals[index] ?? { verdict: 'user.renamed' }) })),
      };
    const movers = await moversOf(ports, group, users, context.run);
    if (await ports.moveGroup(movers)) return { moved: movers };
  }
  throw transient('directory.busy');
}

async function follow(ports: MoveUsersPorts, sequence: MoveSequence, context: MovesContext): Promise<readonly Move[]> {
  const refused: Move[] = [];
  for (const group of sequence) {
    const ends = await carryOut(ports, group, context);
    if ('refused' in ends) refused.push(...ends.refused);
    else await tell(ports, ends.moved, context);
  }
  return refused;
}

/** The plan says what became of a move: the parts read it. */
async function note(ports: MoveUsersPorts, run: string, refused: readonly Move[]): Promise<void> {
  for (const part of new Set(refused.map((move) => move.part))) {
    const plan = await readPartPlan(ports.readPlan, run, part);
    const lines = { ...plan.lines };
    for (const move of refused.filter((one) => one.part === part)) lines[move.line] = { ...lines[move.line], move };
    await ports.putPlan(partPlanName(run, part), JSON.stringify({ ...plan, lines }));
  }
}

/** How many sequences are done: a later attempt does not tell those persons again. Removed with every new plan. */
const doneName = (run: string): string => `${run}.moved.json`;
const count = z.int();

async function doneBefore(readPlan: ReadPlan, run: string): Promise<number> {
  const found = await readPlan(doneName(run));
  return found === undefined ? 0 : readStoredJson(count, found, doneName(run));
}

/** A new plan begins with its first move. */
export const forgetMoves = (ports: Pick<MoveUsersPorts, 'putPlan'>, run: string): Promise<void> =>
  ports.putPlan(doneName(run), '0');

/**
 * The sequences in batches that are carried out one after the other. A long one is cut: its pieces lie in different batches, so that the time
 * between two looks at the clock does not grow with it.
 */
function batchesOf(sequences: readonly MoveSequence[]): MoveSequence[][] {
  const batches: MoveSequence[][] = [];
  for (let begin = 0, rest = sequences; rest.length > 0; begin += PIECE) {
    batches.push(
      ...chunksOf(
        rest.map((sequence) => sequence.slice(begin, begin + PIECE)),
        BATCH,
      ),
    );
    rest = rest.filter((sequence) => sequence.length > begin + PIECE);
  }
  return batches;
}

/**
 * @param next how many pieces of sequences are done @returns how many are now, and whether these are all
 * @throws LandfallError directory.busy (retryable), stored.damaged
 */
export async function moveUsers(ports: MoveUsersPorts, next: number, context: MovesContext): Promise<MovesOutput> {
  const before = Math.max(next, await doneBefore(ports.readPlan, context.run));
  let done = 0;
  for (const batch of batchesOf(orderMoves(await readMoves(ports.readPlan, context.run)))) {
    done += batch.length;
    if (done <= before) continue;
    if (ports.now() >= context.until) return { done: false, next: done - batch.length };
    const refused = (await mapLimited(batch, AT_ONCE, (sequence) => follow(ports, sequence, context))).flat();
    await note(ports, context.run, refused);
    await ports.putPlan(doneName(context.run), JSON.stringify(done));
  }
  return { done: true, next: done };
}
