/** What is fuzzed: a reader, a family of them, or routes. */
import type { Random } from './random.ts';

export type Target = {
  readonly name: string;
  /** How many of its inputs are drawn for one of a target with weight 1. */
  readonly weight: number;
  /** A file's bytes, or JSON that says what is to be done. */
  draw(random: Random): Buffer | Promise<Buffer>;
  /** @throws Finding; any other error is one too */
  run(input: Buffer): Promise<void>;
  /** Whether a file that is given with --file could be meant for it. */
  readonly takesFiles: boolean;
  /** Whether an input is bytes of any form, which is made smaller by leaving out some. */
  readonly shrinks: boolean;
};

/** A target that reads files. */
export const reader = (name: string, weight: number, { draw, run }: Pick<Target, 'draw' | 'run'>): Target => ({
  name,
  weight,
  draw,
  run,
  takesFiles: true,
  shrinks: true,
});

/** A target whose input is a value: written as JSON, so that a finding can be printed and played again. */
export function acted<T>(
  name: string,
  weight: number,
  { draw, run }: { draw(random: Random): T; run(input: T): Promise<void> },
): Target {
  return {
    name,
    weight,
    draw: (random) => Buffer.from(JSON.stringify(draw(random))),
    run: (input) => run(JSON.parse(input.toString('utf8')) as T),
    takesFiles: false,
    shrinks: false,
  };
}
