/** Which run an event is about: a state's input, a part of a Map, or EventBridge's event on the end of an execution. */
import * as z from 'zod';
import { failedExecution } from '#core/migration/runs/execution-failure.ts';
import type { Scope } from './scope.ts';

/** A run's id; those of a release before have the same form. */
const attempted = z.object({ migration: z.string().regex(/^[0-9a-f]{8,64}$/u), attempt: z.number().optional() });
const ofPart = z.object({
  run: attempted,
  part: z.object({ index: z.number().optional(), part: z.number().optional() }).optional(),
  range: z.object({ number: z.number() }).optional(),
});

const named = ({ migration, attempt }: z.infer<typeof attempted>): Scope => ({
  run: migration,
  ...(attempt === undefined ? {} : { attempt }),
});

/** Nothing of an event that names no run: a batch of a queue or a stream, a schedule. */
export function runOf(event: unknown): Scope {
  const state = attempted.safeParse(event);
  if (state.success) return named(state.data);
  const inMap = ofPart.safeParse(event);
  if (inMap.success) {
    const { run, part, range } = inMap.data;
    const number = part?.index ?? part?.part;
    return {
      ...named(run),
      ...(number === undefined ? {} : { part: number }),
      ...(range === undefined ? {} : { range: range.number }),
    };
  }
  const ended = failedExecution(event);
  return ended ? named(ended) : {};
}
