/** Schemas of answers, bound to the types of the code that makes them: when one changes alone, the types don't fit. */
import * as z from 'zod';
import { LOGON_METHODS } from '#core/access/methods.ts';
import { STEPS } from '#core/access/next-steps.ts';
import type { describeSession } from '#core/access/profile/profile.ts';
import { CONSOLES } from '#core/access/session.ts';
import { METHODS } from '#core/settings/expression.ts';

type Flat<T> = { [Key in keyof T]: T[Key] };
/** A value as JSON carries it: what is undefined is not there. */
type Json<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean | null
    ? T
    : T extends readonly (infer Element)[]
      ? Json<Element>[]
      : Flat<
          { -readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: Json<T[Key]> } & {
            -readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Json<Exclude<T[Key], undefined>>;
          }
        >;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `answers<Made>()(schema)` compiles only while the schema says exactly what `Made` is. */
export const answers =
  <Made>() =>
  <S extends z.ZodType>(
    schema: S & (Same<Json<Made>, Json<z.output<S>>> extends true ? unknown : { differs: Json<Made> }),
  ): S =>
    schema;

export const isoTime = z.iso.datetime().describe('ISO 8601 in UTC');
export const unixTime = z.int().describe('Unix milliseconds');
export const challenge = z.string().describe('Secret of this step. It works once, for a few minutes.');
export const nextSteps = z
  .array(z.enum(STEPS))
  .describe('What is left of the procedure that a newly arrived user goes through, in order');
export const logonMethods = z.array(z.enum(LOGON_METHODS));
export const session = answers<ReturnType<typeof describeSession>>()(
  z.strictObject({
    console: z.enum(CONSOLES),
    methods: z.array(z.enum(METHODS)).describe('Proved at the logon'),
    scope: z.enum(['full', 'change-password']).describe('`change-password`: good for nothing but PUT /api/me/password'),
    expiresAt: isoTime.describe(
      'Its overall end (ISO 8601 in UTC); it ends earlier after `idleMinutes` without a request',
    ),
    idleMinutes: z.number(),
  }),
);
