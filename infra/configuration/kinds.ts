/**
 * The kinds of values that a configuration has. A value comes from a file, as what it is, or from the command line, as text: a kind takes both.
 * `allowed` says what it takes, in an error and in docs/configuration.md.
 */
import * as z from 'zod';

/** `names`: of an object, those that it may have. */
export type Kind<T> = { readonly schema: z.ZodType<T>; readonly allowed: string; readonly names?: readonly string[] };
/** What is known of a value beside its schema. `otherwise`: what becomes of it where it is not given. */
export type About = Omit<Kind<unknown>, 'schema'> & { readonly what: string; readonly otherwise: string };

const WHOLE = /^\s*-?\d+\s*$/u;

/** @param unit as in "a whole number of days" */
export function whole(min: number, max: number, unit = ''): Kind<number> {
  const schema = z.preprocess(
    (given) => (typeof given === 'string' && WHOLE.test(given) ? Number(given) : given),
    z.int().min(min).max(max),
  );
  return { schema, allowed: `a whole number${unit && ` of ${unit}`} from ${min} to ${max}` };
}

/** One of these numbers, and no other: as CloudWatch Logs has them. */
export function oneOf(numbers: readonly number[], unit: string): Kind<number> {
  const schema = z.preprocess(
    (given) => (typeof given === 'string' && WHOLE.test(given) ? Number(given) : given),
    z.literal(numbers),
  );
  return { schema, allowed: `one of these numbers of ${unit}: ${numbers.join(', ')}` };
}

export function text(pattern: RegExp, allowed: string): Kind<string> {
  return { schema: z.string().regex(pattern), allowed };
}

export const flag: Kind<boolean> = {
  schema: z.preprocess((given) => (given === 'true' ? true : given === 'false' ? false : given), z.boolean()),
  allowed: 'true or false',
};

/** An object of names and values, or its JSON text. */
export function object<T>(schema: z.ZodType<T>, names: readonly string[], allowed: string): Kind<T> {
  const parsed = z.preprocess((given, context) => {
    if (typeof given !== 'string') return given;
    try {
      return JSON.parse(given) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON: an object of names and values is asked for.' });
      return z.NEVER;
    }
  }, schema);
  return { schema: parsed, allowed, names };
}

const abouts = new WeakMap<z.ZodType, About>();

/** @throws Error for a schema that `withDefault` or `optional` did not make */
export function aboutOf(schema: z.ZodType): About {
  const about = abouts.get(schema);
  if (!about) throw new Error('A value of the configuration is not described.');
  return about;
}

const described = <S extends z.ZodType>(schema: S, about: About): S => {
  abouts.set(schema, about);
  return schema;
};

/** A value that each deployment has. */
export function withDefault<T>({ schema, ...about }: Kind<T>, fallback: NoInfer<T>, what: string) {
  const otherwise = typeof fallback === 'object' ? 'none' : String(fallback);
  return described(
    z.prefault(schema, () => fallback),
    { ...about, what, otherwise },
  );
}

/** A value that a deployment may be without. @param otherwise what it does then */
export function optional<T>({ schema, ...about }: Kind<T>, otherwise: string, what: string) {
  return described(schema.optional(), { ...about, what, otherwise });
}
