/** How far people have come, added up over sources. */
import { MILESTONES, type Milestone, STAGES, STUCK, type Stage, type Stuck } from '#core/journey/stages.ts';
import type { SourceTotals } from './shapes.ts';

/** Users who were made here came from no source: the migration does not count them. */
export const MADE_HERE = '';
export type Summed = {
  readonly people: number;
  readonly stages: Readonly<Record<Stage, number>>;
  readonly stuck: Readonly<Record<Stuck, number>>;
  readonly reached: Readonly<Record<Milestone, number>>;
};

const table = <K extends string>(
  keys: readonly K[],
  of: readonly { readonly [name: string]: number }[],
): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, of.reduce((sum, one) => sum + (one[key] ?? 0), 0)])) as Record<K, number>;

export function summed(sources: readonly SourceTotals[]): Summed {
  return {
    people: sources.reduce((sum, { people }) => sum + people, 0),
    stages: table(
      STAGES,
      sources.map(({ stages }) => stages),
    ),
    stuck: table(
      STUCK,
      sources.map(({ stuck }) => stuck),
    ),
    reached: table(
      MILESTONES,
      sources.map(({ reached }) => reached),
    ),
  };
}

/** @param source undefined: all that were imported */
export const ofSource = (sources: readonly SourceTotals[], source: string | undefined): Summed =>
  summed(sources.filter((one) => (source === undefined ? one.source !== MADE_HERE : one.source === source)));

export type Step = {
  readonly milestone: Milestone;
  /** How many have come this far, or further. */
  readonly far: number;
  /** How many stand here now and can go on. */
  readonly here: number;
  /** How many stand here and are stuck. */
  readonly stuck: number;
};

/**
 * The funnel: each step holds those of the steps behind it.
 * @param questions whether users need security questions; a temporary password is no step, it leads past all of them
 */
export function funnelOf({ stages, reached }: Summed, questions: boolean): Step[] {
  const steps = MILESTONES.map((milestone, place) => ({
    milestone,
    far: MILESTONES.slice(place).reduce((sum, one) => sum + reached[one], 0),
    here: stages[milestone],
    stuck: reached[milestone] - stages[milestone],
  }));
  return steps.filter(
    ({ milestone, here, stuck }) =>
      milestone !== 'temporary-password' && (milestone !== 'questions' || questions || here + stuck > 0),
  );
}

/** Rounded down to a tenth, so that all are there only at 100. */
export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.floor((part * 1000) / whole) / 10;
