/** Which faults a seed has. */
import { drawFaults, type Faults, NONE } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';

export const KINDS = Object.keys(NONE) as readonly (keyof Faults)[];
/** `given`: the same for every seed. `only`: of what is drawn. */
export type Mix = { readonly given?: Faults; readonly only?: readonly (keyof Faults)[] };

/** @param only kinds with commas between @throws where there is no such kind */
export function mixOf(given: Partial<Faults> | undefined, only: string | undefined): Mix {
  const kinds = only?.split(',');
  const unknown = kinds?.find((kind) => !KINDS.some((known) => known === kind));
  if (unknown !== undefined) throw new Error(`There is no fault ${unknown}: ${KINDS.join(', ')}.`);
  return {
    ...(given ? { given: { ...NONE, ...given } } : {}),
    ...(kinds ? { only: KINDS.filter((kind) => kinds.includes(kind)) } : {}),
  };
}

export function faultsOf({ given, only }: Mix, scheduler: Scheduler): Faults {
  if (given) return given;
  const drawn = drawFaults(scheduler);
  return only ? { ...NONE, ...Object.fromEntries(only.map((kind) => [kind, drawn[kind]])) } : drawn;
}
