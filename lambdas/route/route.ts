/**
 * A route as one value: where it is, who may call it, what it takes and answers, and what it does. The gateway's list, the
 * guards, docs/openapi.json, the consoles' types and the tests read it; nothing of it is written a second time,
 * but for the callers in the table of routes.test.ts.
 */
import type * as z from 'zod';
import type { ApiErrorCode } from '#core/errors.ts';
import { type ActorOf, type Caller, prefixesOf } from './callers.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A schema and its name in components/schemas of the document and in the consoles' types. */
export type Shape<Schema extends z.ZodType = z.ZodType> = { readonly name: string; readonly schema: Schema };
export type Body<Schema extends z.ZodType = z.ZodType> = Shape<Schema> & { readonly example: z.input<Schema> };
export type Query<Schema extends z.ZodObject = z.ZodObject> = {
  readonly schema: Schema;
  /** What each parameter is for. */
  readonly means: Readonly<Record<Extract<keyof z.output<Schema>, string>, string>>;
};
export type Answer = {
  readonly status: 200 | 201 | 202 | 204;
  readonly means: string;
  readonly body?: Shape;
  /** Media types of an answer that is an image and no JSON. */
  readonly image?: readonly string[];
  /** Whether the answer sets the session's cookie, clears it, or (logon) sets it only when the logon is complete. */
  readonly cookie?: 'sets' | 'may set' | 'clears';
};

/**
 * What may stand in a path: characters that no gateway decodes, and at which none splits. API Gateway's HTTP API decodes a
 * path before it looks for a route, and cuts it at a `?` that it has decoded, so free text (user IDs, serial numbers)
 * would be another path there: it goes into the query.
 */
export const PATH_FORMS = { hex: /^[0-9a-f]{1,64}$/u } as const;
export type PathParam = {
  /** What the name in the path stands for. */
  readonly means: string;
  readonly form: keyof typeof PATH_FORMS;
};

/** 'id' of '/runs/{id}'. */
type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a handler gets, parsed and let in. Without a schema there is no body and no query; for everybody there is no actor. */
export type Call<Path extends string, C extends Caller, Q, B> = {
  /** Each in the form that the route names. */
  readonly params: Readonly<Record<Names<Path>, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The viewer's address; of an operator the address that API Gateway saw. */
  readonly source: string;
  /** Coarsely, such as "Firefox, Windows"; undefined where it is not known. */
  readonly browser?: string | undefined;
  /** Unix milliseconds, read once a request. */
  readonly now: number;
} & (C extends { by: 'everybody' } ? unknown : { readonly actor: ActorOf<C> }) &
  (Q extends z.ZodType ? { readonly query: z.output<Q> } : unknown) &
  (B extends z.ZodType ? { readonly body: z.output<B> } : unknown);

/** An image as it is answered. `immutable`: its address names its version, so that a browser may keep it. */
export type Image = { readonly bytes: Uint8Array; readonly type: string; readonly immutable: boolean };

/** A value as it may be answered: read only, so that what the rules return fits. */
type Sent<T> = T extends readonly (infer Element)[]
  ? readonly Sent<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Sent<T[Key]> }
    : T;
/** What a handler returns: the described body, and a cookie where one is described. The status is the described one. */
export type Reply<A extends Answer> = (A extends { body: Shape<infer Schema> }
  ? { readonly body: Sent<z.output<Schema>> }
  : { readonly body?: undefined }) &
  (A extends { image: readonly string[] } ? { readonly image: Image } : { readonly image?: undefined }) &
  (A extends { cookie: 'sets' | 'clears' }
    ? { readonly cookie: string }
    : A extends { cookie: 'may set' }
      ? { readonly cookie?: string }
      : { readonly cookie?: undefined });

/**
 * What a route does to credentials: passwords, answers, PINs, tokens and whose they are, addresses, roles (A7), or to what is asked for.
 * `kept`: nothing, or it only takes a way in away. `changed`: it needs a fresh logon, or IAM, and the rule for users with a role, which
 * core/administration/users/credentials.ts holds. `proved`: the body proves one's own present credential. A function: `changed` for some bodies.
 */
export type Credentials<Body = never> = 'kept' | 'changed' | 'proved' | ((body: Body) => boolean);
/** Must be said of every route that writes for a caller who has logged on. */
type OfCredentials<M extends Method, C extends Caller, B> = M extends 'GET'
  ? { readonly credentials?: 'kept' }
  : C extends { by: 'everybody' | 'operator' }
    ? { readonly credentials?: 'kept' }
    : { readonly credentials: Credentials<B extends z.ZodType ? z.output<B> : never> };

type Description<M extends Method, Path extends string, C extends Caller, A extends Answer, Q, B> = {
  /** operationId; under /api/operator with `operator` before it. */
  readonly id: string;
  readonly method: M;
  /** Below the caller's prefix (prefixesOf), such as "/runs/{id}". */
  readonly path: Path;
  readonly caller: C;
  readonly summary: string;
  readonly details?: string;
  readonly query?: Q extends z.ZodObject ? Query<Q> : undefined;
  readonly body?: B extends z.ZodType ? Body<B> : undefined;
  readonly answer: A;
  /** Codes beside those that follow from caller, method, query and body: see problemsOf in api/. */
  readonly errors: readonly ApiErrorCode[];
} & OfCredentials<M, C, B> &
  ([Names<Path>] extends [never]
    ? { readonly params?: undefined }
    : {
        readonly params: Readonly<Record<Names<Path>, PathParam>>;
      });

/** What is known of every route, whatever its types are. */
export type Described = {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly caller: Caller;
  readonly summary: string;
  readonly details?: string;
  readonly params?: Readonly<Record<string, PathParam>> | undefined;
  readonly query?: { readonly schema: z.ZodObject; readonly means: Readonly<Record<string, string>> } | undefined;
  readonly body?: (Shape & { readonly example: unknown }) | undefined;
  readonly answer: Answer;
  readonly credentials?: Credentials | undefined;
  readonly errors: readonly ApiErrorCode[];
};
/** `Deps`: the ports that its handler is given. */
export type Route<Deps> = Described & {
  readonly handle: (
    deps: Deps,
    call: never,
  ) => Promise<{ readonly body?: unknown; readonly image?: Image | undefined; readonly cookie?: string | undefined }>;
};

/** What the handlers of a list of routes are given, all together. */
export type DepsOf<Routes extends readonly Route<never>[]> = Routes[number] extends infer One
  ? (One extends Route<infer Deps> ? (deps: Deps) => void : never) extends (deps: infer All) => void
    ? All
    : never
  : never;

/**
 * The types of `handle` follow from the rest. A route without a caller, one that writes and says nothing of credentials, one that leaves a name of its path or a query
 * parameter without a word, and one that answers something else than it describes do not compile.
 */
export function route<
  const M extends Method,
  const Path extends string,
  const C extends Caller,
  const A extends Answer,
  Deps,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  described: Description<M, Path, C, A, Q, B> & {
    readonly handle: (deps: Deps, call: Call<Path, C, Q, B>) => Promise<Reply<A>>;
  },
): Route<Deps> {
  // The compiler has held `handle` against the rest; from here on only `serve` calls it, with what the guards have parsed.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return described as unknown as Route<Deps>;
}

/** Where a route stands, as the gateway names it: "GET /api/admin/settings", "GET /api/operator/settings". */
export const keysOf = ({ method, path, caller }: Described): string[] =>
  prefixesOf(caller).map((prefix) => `${method} ${prefix}${path}`);
