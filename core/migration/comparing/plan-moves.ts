/**
 * Which persons of an export move to another user ID: swaps and chains together, and nothing onto a user who stays. Pure; PlanRun
 * reads what it asks for.
 */
import type { User } from '#core/directory/model.ts';
import type { Holder, Move, MoveRefusal } from '../run-plan.ts';
import type { PlacedRename } from './comparison.ts';

export type MovesContext = {
  /** Name of the source. */
  readonly source: string;
  /** The policy lets what is here follow the export. */
  readonly corrects: boolean;
  /** The package is older than its source's newest. */
  readonly older: boolean;
  readonly applyToTouched: boolean;
  /** core/directory/touched.ts */
  readonly touched: (user: User) => boolean;
};

/** A transaction takes so many writes; what a move writes besides its tokens, and for each token (with what was there before). */
const TRANSACTION_WRITES = 100;
const WRITES_OF_MOVE = 7;
const WRITES_OF_TOKEN = 2;

export function holderOf({ userId, firstName, lastName, source }: User): Holder {
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  return { userId, ...(name === '' ? {} : { name }), ...(source === undefined ? {} : { source }) };
}

/** Why a person does not move, whatever stands at the other user ID. */
function ownRefusal(user: User, context: MovesContext): MoveRefusal | undefined {
  // As of one who is not renamed.
  if (user.role !== undefined) return 'user.has_role';
  if (context.older) return 'record.older';
  if (!context.corrects) return 'user.renamed';
  return context.touched(user) && !context.applyToTouched ? 'user.renamed' : undefined;
}

/** The move of the person at a key, while it is allowed. */
class Moving {
  readonly #byFrom: Map<string, Move>;
  readonly #byTo: Map<string, Move>;

  constructor(moves: readonly Move[]) {
    const allowed = moves.filter(({ verdict }) => verdict === 'moves');
    this.#byFrom = new Map(allowed.map((move) => [move.from, move]));
    this.#byTo = new Map(allowed.map((move) => [move.to, move]));
  }

  /** Takes a move back. @returns the one whose user ID it would have left free, which can't be made either */
  refuse({ from, to }: Move): Move | undefined {
    this.#byFrom.delete(from);
    this.#byTo.delete(to);
    return this.#byTo.get(from);
  }

  leaves(key: string): Move | undefined {
    return this.#byFrom.get(key);
  }

  all(): Move[] {
    return [...this.#byFrom.values()];
  }
}

/** The moves that go in circles, each circle once; every move is looked at once, however long its chain is. */
function circlesOf(moving: Moving): Move[][] {
  const seen = new Set<Move>();
  return moving.all().flatMap((first) => {
    const path: Move[] = [];
    let next: Move | undefined = first;
    for (; next && !seen.has(next); next = moving.leaves(next.to)) {
      seen.add(next);
      path.push(next);
    }
    // A user ID is left and entered once: a way that comes back comes back to its beginning.
    return path.length > 0 && next === first ? [path] : [];
  });
}

const writesOf = (move: Move, users: ReadonlyMap<string, User>): number =>
  WRITES_OF_MOVE + WRITES_OF_TOKEN * users.get(move.from)!.tokens.length;

/**
 * The verdict on each rename, in the export's order. Left out is what is none: the user is gone here, or is another person by now.
 * @param renames of records that are no duplicates, so that no two have one `from` or one `to`
 * @param users by user key: those at `from` and at `to`
 */
export function planMoves(
  renames: readonly PlacedRename[],
  users: ReadonlyMap<string, User>,
  context: MovesContext,
): Move[] {
  const known = [...new Map(renames.map((rename) => [rename.to, rename])).values()].filter(({ from, externalId }) => {
    const user = users.get(from);
    return user?.externalId === externalId && user.source === context.source;
  });
  const moves = known.map(({ successor: _successor, ...rename }): Move => {
    return { ...rename, verdict: ownRefusal(users.get(rename.from)!, context) ?? 'moves' };
  });
  const verdicts = new Map(moves.map((move) => [move.from, move]));
  const moving = new Moving(moves);

  /** With the moves behind it, whose user IDs stay taken. */
  function refuse(move: Move, code: MoveRefusal): void {
    let why = code;
    for (let next: Move | undefined = move; next; next = moving.refuse(next)) {
      const holder = why === 'user.renamed' ? undefined : users.get(next.to);
      verdicts.set(next.from, { ...next, verdict: why, ...(holder ? { other: holderOf(holder) } : {}) });
      why = 'user.id_reused';
    }
  }

  for (const move of moving.all()) {
    const holder = users.get(move.to);
    if (!holder || moving.leaves(move.to) || !moving.leaves(move.from)) continue;
    refuse(move, holder.source === context.source ? 'user.id_reused' : 'user.other_source');
  }
  for (const circle of circlesOf(moving))
    if (circle.reduce((sum, one) => sum + writesOf(one, users), 0) > TRANSACTION_WRITES)
      for (const one of circle) if (moving.leaves(one.from)) refuse(one, 'user.renamed');
  return moves.map(({ from }) => verdicts.get(from)!);
}

/** Moves that are made in this order; those of a group in one transaction. */
export type MoveSequence = readonly (readonly Move[])[];

/** The allowed moves: a chain from its free end on, one by one; a circle at once. Sequences do not depend on each other. */
export function orderMoves(moves: readonly Move[]): MoveSequence[] {
  const moving = new Moving(moves);
  const entered = new Set(moving.all().map(({ to }) => to));
  const sequences: MoveSequence[] = [];
  for (const first of moving.all().filter(({ from }) => !entered.has(from))) {
    const chain: Move[] = [];
    for (let next: Move | undefined = first; next; next = moving.leaves(next.to)) chain.push(next);
    sequences.push(chain.reverse().map((move) => [move]));
  }
  for (const circle of circlesOf(moving)) sequences.push([circle]);
  return sequences;
}
