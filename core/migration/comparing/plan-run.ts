/**
 * PlanRun: what the comparison of the whole export means for each part. The answers lie under plans/ and hold until the run has
 * ended: once a person was moved, a later attempt goes on with the same plan.
 */

import * as z from 'zod';
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import type { User } from '#core/directory/model.ts';
import { isTouchedUser } from '#core/directory/touched.ts';
import { invalid, LandfallError } from '#core/errors.ts';
import { readStoredJson } from '#core/stored.ts';
import type { MigrationRun, PlannedLeavers, PlannedRun } from '../run.ts';
import {
  type LinePlan,
  leaversName,
  type Move,
  movesName,
  type PartPlan,
  partPlanName,
  type ReadPlan,
  workName,
} from '../run-plan.ts';
import { readWave } from '../wave.ts';
import { type Collision, type PlacedRename, readComparison } from './comparison.ts';
import { findDuplicates } from './duplicates.ts';
import { type Gone, goneOf } from './gone.ts';
import { forgetMoves } from './move-users.ts';
import { type MovesContext, planMoves } from './plan-moves.ts';
import type { ReadPlanRange } from './sorted-chunk.ts';
import { readSorted } from './sorted-keys.ts';

export type PlanRunPorts = {
  readPlan: ReadPlan;
  readPlanRange: ReadPlanRange;
  putPlan(name: string, body: string): Promise<void>;
  readUsers(keys: readonly string[]): Promise<Map<string, User>>;
};
export type PlanCounts = { readonly duplicates: number; readonly moves: number; readonly gone: number };

/** Of a part that reports them: so many records as a part of a package has by default, or fewer. */
const LEAVERS_OF_PART = 500;
const USERS_AT_ONCE = 1_000;
const AT_ONCE = 32;

/**
 * What one run can plan, in the memory and the time of its function: records that name the same keys, people who have another user ID, and
 * people, ids and tokens that a range does not find in the export.
 */
export const LIMITS_OF_PLAN = { duplicates: 500_000, renames: 200_000, missing: 10_000_000 } as const;
export type LimitsOfPlan = Readonly<Record<keyof typeof LIMITS_OF_PLAN, number>>;
type Limited = keyof LimitsOfPlan;

/** Written before the first person is moved: the plan that the run has begun to carry out. */
const begunName = (run: string): string => `${run}.begun.json`;
const begun = z.object({ generation: z.int(), parts: z.int(), records: z.int() });
/** The parts that the newest plan says something of. */
const plannedName = (run: string): string => `${run}.planned.json`;
const numbers = z.array(z.int());

type Work = Pick<MigrationRun, 'plan' | 'parts' | 'records'>;
const workOf = (run: string, { parts, records }: Omit<Work, 'plan'>): Work => ({
  plan: `plans/${workName(run)}`,
  parts,
  records,
});

/** From here on this attempt's plan is the run's. */
export const keepPlan = (ports: Pick<PlanRunPorts, 'putPlan'>, run: PlannedRun): Promise<void> =>
  ports.putPlan(
    begunName(run.migration),
    JSON.stringify({ generation: run.generation, parts: run.parts, records: run.records }),
  );

async function keptPlan(ports: PlanRunPorts, run: MigrationRun): Promise<Work | undefined> {
  const name = begunName(run.migration);
  const found = await ports.readPlan(name);
  const kept = found === undefined ? undefined : readStoredJson(begun, found, name);
  return kept?.generation === run.generation ? workOf(run.migration, kept) : undefined;
}

/** What concerns each part, by its number. */
function plansOfParts(
  duplicates: ReturnType<typeof findDuplicates>,
  moves: readonly Move[],
  renames: readonly PlacedRename[],
): Map<number, PartPlan> {
  const plans = new Map<number, { lines: Record<string, LinePlan>; vacated: string[] }>();
  const planOf = (part: number) => {
    const plan = plans.get(part) ?? { lines: {}, vacated: [] };
    plans.set(part, plan);
    return plan;
  };
  for (const { part, line, ...duplicate } of duplicates) planOf(part).lines[line] = duplicate;
  const successors = new Map(renames.map(({ from, successor }) => [from, successor]));
  for (const move of moves) {
    const { lines } = planOf(move.part);
    lines[move.line] = { ...lines[move.line], move };
    const successor = successors.get(move.from);
    if (successor && move.verdict === 'moves') planOf(successor[0]).vacated.push(move.from);
  }
  return plans;
}

async function writePartPlans(ports: PlanRunPorts, run: string, plans: ReadonlyMap<number, PartPlan>): Promise<void> {
  const before = await ports.readPlan(plannedName(run));
  const stale = before === undefined ? [] : readStoredJson(numbers, before, plannedName(run));
  const parts = [...new Set([...stale, ...plans.keys()])];
  await ports.putPlan(plannedName(run), JSON.stringify(parts));
  await mapLimited(parts, AT_ONCE, (part) =>
    ports.putPlan(partPlanName(run, part), JSON.stringify(plans.get(part) ?? { lines: {}, vacated: [] })),
  );
}

/** Those who are gone, in lists of a part's size, each written once it is full. */
class Leavers {
  readonly parts: PlannedLeavers[] = [];
  #waiting: Gone[] = [];
  readonly #run: MigrationRun;
  readonly #ports: Pick<PlanRunPorts, 'putPlan'>;

  constructor(run: MigrationRun, ports: Pick<PlanRunPorts, 'putPlan'>) {
    this.#run = run;
    this.#ports = ports;
  }

  async add(gone: readonly Gone[]): Promise<void> {
    const all = [...this.#waiting, ...gone];
    const full = all.length - (all.length % LEAVERS_OF_PART);
    this.#waiting = all.slice(full);
    await this.#write(all.slice(0, full));
  }

  async end(): Promise<void> {
    await this.#write(this.#waiting);
  }

  async #write(gone: readonly Gone[]): Promise<void> {
    const begin = this.parts.length + 1;
    const lists = chunksOf(gone, LEAVERS_OF_PART).map((list, index) => {
      const chunk = begin + index;
      const object = leaversName(this.#run.migration, chunk);
      return { list, part: { kind: 'leavers' as const, index: this.#run.parts + chunk, object, records: list.length } };
    });
    await mapLimited(lists, AT_ONCE, ({ list, part }) => this.#ports.putPlan(part.object, JSON.stringify(list)));
    for (const { part } of lists) this.parts.push(part);
  }
}

/** What the ranges have found, while it is no more than a run can plan. */
class Found {
  readonly collisions: Collision[] = [];
  readonly renames: PlacedRename[] = [];
  /** By the range's number. */
  readonly missing: number[] = [];
  readonly #counts: Record<Limited, number> = { duplicates: 0, renames: 0, missing: 0 };
  readonly #limits: LimitsOfPlan;

  constructor(limits: LimitsOfPlan) {
    this.#limits = limits;
  }

  add(collisions: readonly Collision[], renames: readonly PlacedRename[], missing: number): void {
    const places = collisions.reduce((sum, one) => sum + one.places.length, 0);
    // Counted to the end, and kept no longer than it is of use.
    if (this.#counts.duplicates + places <= this.#limits.duplicates)
      for (const collision of collisions) this.collisions.push(collision);
    if (this.#counts.renames + renames.length <= this.#limits.renames)
      for (const rename of renames) this.renames.push(rename);
    this.missing.push(missing);
    this.#counts.duplicates += places;
    this.#counts.renames += renames.length;
    this.#counts.missing += missing;
  }

  /** @throws LandfallError run.plan_too_large */
  check(): void {
    for (const [kind, limit] of Object.entries(this.#limits) as [Limited, number][]) {
      const count = this.#counts[kind];
      if (count > limit)
        throw invalid('run.plan_too_large', `${TOO_MANY[kind]} Nothing was written.`, { kind, count, limit });
    }
  }
}

const TOO_MANY: Readonly<Record<Limited, string>> = {
  duplicates: 'Too many records of the export name the same users or tokens. Correct the source, and pack it again.',
  renames:
    'Too many people have another user ID in the export. Import them in waves, or give the source the user IDs that its people have here.',
  missing:
    'Too many people and tokens of the source are not in the export. Look whether it was packed in full, with the user IDs and immutable ids that its people have; import it in waves.',
};

/** @param only the wave: no one else is moved */
async function readFound(
  { readPlan }: Pick<PlanRunPorts, 'readPlan'>,
  run: string,
  of: number,
  only: ReadonlySet<string> | undefined,
  limits: LimitsOfPlan,
): Promise<Found> {
  const found = new Found(limits);
  for (const ranges of chunksOf(
    Array.from({ length: of }, (_, range) => range),
    AT_ONCE,
  ))
    for (const one of await Promise.all(ranges.map((range) => readComparison(readPlan, run, range))))
      found.add(
        one.collisions,
        one.renames.filter(({ to }) => !only || only.has(to)),
        one.missing,
      );
  found.check();
  return found;
}

type Moved = ReadonlyMap<string, { readonly key: string; readonly userId: string }>;
const moved = (moves: readonly Move[]): Moved =>
  new Map(
    moves.filter(({ verdict }) => verdict === 'moves').map(({ from, to, userId }) => [from, { key: to, userId }]),
  );

/** A token that is gone may be that of a person who moves: its line says the same before and after. */
function withMove(one: Gone, moves: Moved): Gone {
  const to = 'holder' in one && one.holder !== undefined ? moves.get(one.holder) : undefined;
  return to ? { ...one, to } : one;
}

async function usersOf(ports: PlanRunPorts, renames: readonly PlacedRename[]): Promise<Map<string, User>> {
  const users = new Map<string, User>();
  const keys = [...new Set(renames.flatMap(({ from, to }) => [from, to]))];
  for (const chunk of chunksOf(keys, USERS_AT_ONCE))
    for (const [key, user] of await ports.readUsers(chunk)) users.set(key, user);
  return users;
}

const contextOf = ({ sourceName, policy, older, options = {} }: MigrationRun): MovesContext => ({
  source: sourceName,
  corrects: policy === 'correct',
  older,
  applyToTouched: options.applyToTouched === true,
  touched: isTouchedUser,
});

/** Whether the changes are looked at before the first write: a first import has none, and a yes need not be asked for twice. */
const asksFirst = ({ dryRun, people, policy, options = {} }: MigrationRun): boolean =>
  !dryRun && people > 0 && policy === 'correct' && options.confirmed !== true;

/**
 * @param limits other than the usual (tests)
 * @returns the state with the plan that the next states work on: the package's parts and those who are gone
 * @throws LandfallError directory.busy (retryable), stored.damaged, run.wave_missing, run.plan_too_large
 */
export async function planRun(
  ports: PlanRunPorts,
  run: MigrationRun,
  limits: LimitsOfPlan = LIMITS_OF_PLAN,
): Promise<{ readonly run: PlannedRun; readonly counts: PlanCounts }> {
  const id = run.migration;
  const kept = await keptPlan(ports, run);
  // What was begun is carried on with: it has been looked at.
  if (kept) return { run: { ...run, ...kept, asks: false }, counts: { duplicates: 0, moves: 0, gone: 0 } };
  const only = run.options?.only ? await readWave(ports.readPlan, id) : undefined;
  const { of, unknown } = await readSorted(ports.readPlan, id);
  const { collisions, renames, missing } = await readFound(ports, id, of, only, limits);
  const duplicates = findDuplicates(collisions);
  const lost = new Set(duplicates.flatMap(({ part, line, user }) => (user ? [`${part}/${line}`] : [])));
  const mine = renames.filter(({ part, line }) => !lost.has(`${part}/${line}`));
  const moves = planMoves(mine, await usersOf(ports, mine), contextOf(run));
  const leavers = new Leavers(run, ports);
  const to = moved(moves);
  for await (const gone of goneOf(ports.readPlanRange, id, missing, unknown.users > 0))
    await leavers.add(gone.map((one) => withMove(one, to)));
  await leavers.end();
  await writePartPlans(ports, id, plansOfParts(duplicates, moves, mine));
  await ports.putPlan(movesName(id), JSON.stringify(moves));
  await forgetMoves(ports, id);
  const parts = await ports.readPlan(run.plan.replace('plans/', ''));
  if (parts === undefined) throw new LandfallError('stored.damaged', { facts: { item: run.plan, field: '' } });
  await ports.putPlan(workName(id), `${parts}${leavers.parts.map((part) => `${JSON.stringify(part)}\n`).join('')}`);
  const gone = leavers.parts.reduce((sum, { records }) => sum + records, 0);
  const work = workOf(id, { parts: run.parts + leavers.parts.length, records: run.records + gone });
  return {
    run: { ...run, ...work, asks: asksFirst(run) },
    counts: { duplicates: duplicates.length, moves: moves.length, gone },
  };
}
