/** Which people a list holds, and how they are read: one list of the API, or one after another. */

import { MILESTONES, type Milestone, STAGES, STUCK, type Stage, type Stuck } from '#core/journey/stages.ts';
import { get } from '../../../shared/http/api.ts';
import type { People } from '../../../shared/http/api-types.ts';
import type { ListedPerson } from '../../people/shapes.ts';
import { type ChosenSource, queryOf } from '../../people/source.ts';

/**
 * `stage`, `stuck`: as the API asks. `from`: who came this far or further. `at`: of the stuck, who stand at this milestone.
 */
export type ListOf = {
  readonly stage?: Stage;
  readonly stuck?: Stuck;
  readonly from?: Milestone;
  readonly at?: Milestone;
};

const oneOf = <T extends string>(known: readonly T[], text: string | undefined): T | undefined =>
  known.find((one) => one === text);

/** What an address asks for; what it can't mean is left out. */
export function listOf({ stage, stuck, from, at }: Readonly<Record<string, string>>): ListOf {
  const found = {
    stuck: oneOf(STUCK, stuck),
    stage: oneOf(STAGES, stage),
    from: oneOf(MILESTONES, from),
    at: oneOf(MILESTONES, at),
  };
  if (found.stuck) return { stuck: found.stuck };
  if (found.stage === 'stuck' && found.at) return { stage: 'stuck', at: found.at };
  if (found.stage) return { stage: found.stage };
  // Who was imported is everyone.
  return found.from && found.from !== 'imported' ? { from: found.from } : {};
}

/** The lists of the API that hold them, in their order. */
export function partsOf({ stage, stuck, from }: ListOf): readonly Readonly<Record<string, string>>[] {
  if (stuck) return [{ stuck }];
  if (stage) return [{ stage }];
  if (!from) return [{}];
  return [...MILESTONES.slice(MILESTONES.indexOf(from)), 'stuck'].map((one) => ({ stage: one }));
}

type Meant = Pick<ListedPerson, 'stage' | 'reached' | 'madeHere'>;

/** Whether a person of these lists is meant: without a source those who were imported, as the overview counts them. */
export function isMeant({ from, at }: ListOf, source: ChosenSource, { stage, reached, madeHere }: Meant): boolean {
  if (source === undefined && madeHere) return false;
  if (stage !== 'stuck') return true;
  if (at) return reached === at;
  return !from || MILESTONES.indexOf(reached) >= MILESTONES.indexOf(from);
}

type Page = {
  readonly items: readonly ListedPerson[];
  readonly next?: string | undefined;
  readonly more: boolean;
};

/** The path of a page, and what its answer is. `next`: which list, and where in it. */
export function pages(of: ListOf, source: ChosenSource, limit: number) {
  const parts = partsOf(of);
  const placeOf = (next: string | undefined): [number, string | undefined] => {
    if (next === undefined) return [0, undefined];
    const [, part = '0', rest = ''] = /^(\d+) (.*)$/su.exec(next) ?? [];
    return [Number(part), rest || undefined];
  };
  return {
    path(next?: string): string {
      const [part, rest] = placeOf(next);
      return `admin/people${queryOf({ ...parts[part], limit, next: rest }, source)}`;
    },
    /** @param asked the `next` that the page was asked with */
    page({ people, next, more }: People, asked: string | undefined): Page {
      const [part] = placeOf(asked);
      const items = people.filter((one) => isMeant(of, source, one));
      if (next !== undefined) return { items, next: `${part} ${next}`, more: false };
      // Help desk sees the first people of a list alone.
      if (more) return { items, more };
      return { items, next: part + 1 < parts.length ? `${part + 1} ` : undefined, more: false };
    },
  };
}

/** All people of a list, page by page. @param tell how many have been read */
export async function readAll(
  of: ListOf,
  source: ChosenSource,
  signal: AbortSignal,
  tell: (read: number) => void,
): Promise<ListedPerson[]> {
  const { path, page } = pages(of, source, 1000);
  const found: ListedPerson[] = [];
  let next: string | undefined;
  do {
    const { items, next: after } = page(await get<People>(path(next), signal), next);
    found.push(...items);
    tell(found.length);
    next = after;
  } while (next !== undefined);
  return found;
}
