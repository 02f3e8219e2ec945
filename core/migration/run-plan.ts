/**
 * What PlanRun leaves for the parts of a run: which lines are duplicates of earlier ones, which persons move to another user
 * ID, and who is gone. Preview and import obey this one answer. The objects lie under plans/ and are removed at the run's end.
 */
import * as z from 'zod';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';

/** Why a person is not moved. `user.has_role`, `record.older`: as where nothing moves. */
const MOVE_REFUSALS = ['user.renamed', 'user.id_reused', 'user.other_source', 'user.has_role', 'record.older'] as const;
export type MoveRefusal = (typeof MOVE_REFUSALS)[number];

/** The person that has a key already; `source` is absent where the user was made here. */
export type Holder = { readonly userId: string; readonly name?: string; readonly source?: string };

/** A person of the source who has another user ID in this export. */
export type Move = {
  /** The record that says so. */
  readonly part: number;
  readonly line: number;
  /** User keys. */
  readonly from: string;
  readonly to: string;
  /** As the record writes it. */
  readonly userId: string;
  readonly externalId: string;
  readonly verdict: 'moves' | MoveRefusal;
  /** Who holds `to` and stays there. */
  readonly other?: Holder;
};

/** What PlanRun says of one line of a part. */
export type LinePlan = {
  /** An earlier record of the export has its user key or externalId: the whole record is rejected. */
  readonly user?: 'user.duplicate';
  /** keyHash of each serial that an earlier record of the export brings: `token.duplicate`. */
  readonly tokens?: readonly string[];
  /** This line's person is at `move.from` now; MoveUsers brings it to `move.to` where the verdict is `moves`. */
  readonly move?: Move;
};
export type PartPlan = {
  /** By the line's number. */
  readonly lines: Readonly<Record<string, LinePlan>>;
  /** User keys of this part's lines whose holder moves away in this run: the key is free for the line's own person. */
  readonly vacated: readonly string[];
};

const pad = (number: number): string => String(number).padStart(6, '0');
/** Names under plans/. */
export const partPlanName = (run: string, part: number): string => `${run}.duplicates/${pad(part)}.json`;
export const movesName = (run: string): string => `${run}.moves.json`;
export const workName = (run: string): string => `${run}.work.jsonl`;
export const leaversName = (run: string, chunk: number): string => `${run}.leavers/${pad(chunk)}.json`;

/** Of the objects of a run: these say something of persons, and are removed when nothing is left to be decided. */
const OF_PERSONS = /^(?:keys\/|sorted\/|compare\/|duplicates\/|leavers\/|moves\.json$|only\.json$)/u;
/** @param name under plans/ */
export const isOfPersons = (run: string, name: string): boolean =>
  name.startsWith(`${run}.`) && OF_PERSONS.test(name.slice(run.length + 1));

const text = z.string();
const move: z.ZodType<Move> = z.object({
  part: z.int(),
  line: z.int(),
  from: text,
  to: text,
  userId: text,
  externalId: text,
  verdict: z.enum(['moves', ...MOVE_REFUSALS]),
  other: z.object({ userId: text, name: text.exactOptional(), source: text.exactOptional() }).exactOptional(),
} satisfies Shape<Move>);
const moves = z.array(move);
const partPlan: z.ZodType<PartPlan> = z.object({
  lines: z.record(
    text,
    z.object({
      user: z.literal('user.duplicate').exactOptional(),
      tokens: z.array(text).exactOptional(),
      move: move.exactOptional(),
    } satisfies Shape<LinePlan>),
  ),
  vacated: z.array(text),
} satisfies Shape<PartPlan>);

export type ReadPlan = (name: string) => Promise<string | undefined>;

/** Of a part of which nothing is to be said: PlanRun writes no object for it. */
export const NOTHING: PartPlan = { lines: {}, vacated: [] };

/** @throws LandfallError stored.damaged */
export async function readPartPlan(readPlan: ReadPlan, run: string, part: number): Promise<PartPlan> {
  const name = partPlanName(run, part);
  const found = await readPlan(name);
  return found === undefined ? NOTHING : readStoredJson(partPlan, found, name);
}

/** Every move of the run, refused ones too; none where the run has none. @throws LandfallError stored.damaged */
export async function readMoves(readPlan: ReadPlan, run: string): Promise<readonly Move[]> {
  const found = await readPlan(movesName(run));
  return found === undefined ? [] : readStoredJson(moves, found, movesName(run));
}

/** Whether an earlier record of the export brings this serial. */
export const isDuplicateToken = (plan: PartPlan, line: number, serial: string): boolean =>
  plan.lines[String(line)]?.tokens?.includes(keyHash(serial)) === true;
