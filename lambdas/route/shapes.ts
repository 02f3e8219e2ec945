/** Schemas of answers, bound to the types of the code that makes them: when one changes alone, the types don't fit. */
import * as z from 'zod';
import { STEPS } from '#core/access/next-steps.ts';
import type { describeSession } from '#core/access/profile/profile.ts';
import { SESSION_SCOPES } from '#core/access/session.ts';
import type { Brand } from '#core/branding/colour.ts';
import { METHODS } from '#core/settings/expression.ts';
import { CONSOLES, LOGON_METHODS } from '#core/settings/methods.ts';

/** Stands for a field that may be missing, so that no two types fit each other by leaving one out. */
type Absent = { readonly absent: never };
type IsOptional<T, Key extends keyof T> =
  Record<never, never> extends Pick<T, Key> ? true : undefined extends T[Key] ? true : false;
/** A value as JSON carries it: what is undefined is not there. */
type Json<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean | null
    ? T
    : T extends readonly (infer Element)[]
      ? Json<Element>[]
      : {
          [Key in keyof T]-?: IsOptional<T, Key> extends true
            ? Json<Exclude<T[Key], undefined>> | Absent
            : Json<T[Key]>;
        };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** `answers<Made>()(schema)` compiles only while the schema says exactly what `Made` is. */
export const answers =
  <Made>() =>
  <S extends z.ZodType>(
    schema: S & (Same<Json<Made>, Json<z.output<S>>> extends true ? unknown : { differs: Json<Made> }),
  ): S =>
    schema;

export const isoTime = z.iso.datetime().describe('ISO 8601 in UTC');
const one = z.string().min(1).max(255);
/** Which user or token a route is about. Free text, therefore never in the path (PATH_FORMS). */
export const ofUser = { schema: z.strictObject({ userId: one }), means: { userId: 'User ID, in any case' } } as const;
export const ofToken = {
  schema: z.strictObject({ serial: one }),
  means: { serial: 'The whole serial number' },
} as const;
/** Where a page ended, as the answer before said: a sort key, which the table takes neither empty nor with more than 1,024 bytes. */
export const pageMark = z.string().regex(/^[\x21-\x7e]{1,200}$/u, 'is not one that an answer before gave');
/** The last moment of the year 9999: later ones have no text in ISO 8601 that is read everywhere. Unix milliseconds. */
export const LAST_MOMENT = Date.parse('9999-12-31T23:59:59Z');
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
    scope: z
      .enum(SESSION_SCOPES)
      .describe('`change-password`: good for nothing but PUT /api/me/password; `display`: but for counts of people'),
    expiresAt: isoTime.describe(
      'Its overall end (ISO 8601 in UTC); it ends earlier after `idleMinutes` without a request',
    ),
    idleMinutes: z.number(),
  }),
);

/** Whom a campaign tells. */
export const audience = z
  .strictObject({
    source: z.string().optional().describe('The people of this source'),
    listed: z.int().optional().describe('How many people its list names'),
    userId: z.string().optional().describe('One person'),
    again: z.literal(true).optional().describe('Also those who were told before'),
  })
  .describe('Of a campaign: whom it tells; with nothing of these the people of all sources');

const shades = z.strictObject({
  accent: z.string().describe('The shade that is used'),
  strong: z.string(),
  soft: z.string(),
  on: z.string().describe('Of text on it'),
  given: z.number().describe('The least contrast of the colour as it was given, to 1'),
  ratio: z.number().describe('The least contrast of the shade that is used, to 1'),
});
export const brandShape = answers<Brand>()(z.strictObject({ light: shades, dark: shades }));
