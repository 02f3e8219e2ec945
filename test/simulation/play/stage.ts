/** What actors have in common: the world that they act in, and a list of all that they asked for and what they were answered. */

import { operatorsPath } from '#test/support/operators.ts';
import type { ApiAnswer, ApiCall } from '../api.ts';
import type { PlayWorld as World } from './around.ts';
import type { Device, Packed } from './packages.ts';

/** A request, as its sender knows of it. */
export type Call = Omit<ApiCall, 'headers'> & {
  readonly who: string;
  readonly method: string;
  readonly path: string;
  readonly at: number;
  /** When the answer came. Infinity: it has not yet. */
  readonly until: number;
  /** 0: no answer yet. */
  readonly status: number;
  readonly answer: unknown;
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type Stage = {
  readonly world: World;
  readonly sources: readonly (readonly Packed[])[];
  readonly devices: ReadonlyMap<string, readonly Device[]>;
  readonly calls: readonly Call[];
  /** Keys of packages under uploads/ that were put there, in order. */
  readonly uploads: Map<string, Packed>;
  /** Of these, those that were deleted before they were read, or may have been. */
  readonly removed: Set<string>;
  /** When the mail account took no mails, or few. */
  readonly troubles: { readonly from: number; readonly to: number }[];
  /** Whether each run's way out has been tried. */
  isTried: boolean;
  /** What is wrong already while it happens. */
  readonly wrong: string[];
  ask(who: string, method: string, path: string, call?: ApiCall): Promise<ApiAnswer>;
};

export function createStage(world: World, sources: Stage['sources'], devices: Stage['devices']): Stage {
  const calls: Mutable<Call>[] = [];
  return {
    world,
    sources,
    devices,
    calls,
    uploads: new Map(),
    removed: new Set(),
    troubles: [],
    isTried: false,
    wrong: [],
    async ask(who, method, path, call = {}) {
      const { headers: _headers, ...given } = call;
      const noted: Mutable<Call> = {
        ...given,
        who,
        method,
        path,
        at: world.scheduler.now(),
        until: Number.POSITIVE_INFINITY,
        status: 0,
        answer: undefined,
      };
      calls.push(noted);
      const answer = await world.api(method, path, call);
      Object.assign(noted, { until: world.scheduler.now(), status: answer.status, answer: answer.body });
      return answer;
    },
  };
}

export const isDone = ({ status }: Pick<ApiAnswer, 'status'>): boolean => status >= 200 && status < 300;
/** It may have been done all the same. */
export const isUnknown = ({ status }: Pick<ApiAnswer, 'status'>): boolean =>
  status === 0 || status >= 500 || status === 429;
export const codeOf = ({ body }: Pick<ApiAnswer, 'body'>): string | undefined =>
  (body as { readonly code?: string } | undefined)?.code;

const PATIENT = 5;

/**
 * As an operator at the command line: what can't be answered is asked again, in its own time. A repeated request that writes may find that it was
 * done already: its refusal is taken as it is.
 */
export async function asked(
  stage: Stage,
  who: string,
  method: string,
  path: string,
  call: ApiCall = {},
  tries = PATIENT,
): Promise<ApiAnswer> {
  const { scheduler } = stage.world;
  for (let left = tries - 1; ; left--) {
    const answer = await stage.ask(who, method, operatorsPath(method, path), call);
    if (!isUnknown(answer) || left === 0) return answer;
    await scheduler.sleep(500 + scheduler.random(15_000));
  }
}
export const get = async <T>(
  stage: Stage,
  who: string,
  path: string,
  query: Record<string, string> = {},
): Promise<T | undefined> => {
  const answer = await asked(stage, who, 'GET', path, { query });
  return isDone(answer) ? (answer.body as T) : undefined;
};
