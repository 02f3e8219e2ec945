/** How a route is described. Everything about the API that a client must know stands in api/routes/, one file a function. */
import type * as z from 'zod';
import type { Role } from '#core/directory/model.ts';
import type { ProblemCode } from './problems.ts';

/**
 * Who may call. `session` names a user's session; `changingPassword`: also one that is good for nothing but a new password.
 * `role`: a session of the Security Console with at least this role, or any operator. Operators alone: the route stands
 * under /api/operator/ only.
 */
export type Access =
  | { readonly by: 'everybody' }
  | { readonly by: 'session'; readonly changingPassword: boolean }
  | { readonly by: 'role'; readonly role: Role };

export type Shape = {
  /** In components/schemas. */
  readonly name: string;
  readonly schema: z.ZodType;
};
export type Answer = {
  readonly status: 200 | 201 | 202 | 204;
  readonly means: string;
  readonly body?: Shape;
  /** Whether the answer sets the session's cookie, clears it, or (logon) sets it only when the logon is complete. */
  readonly cookie?: 'sets' | 'may set' | 'clears';
};
export type Operation = {
  /** operationId; under /api/operator/ with `operator` before it. */
  readonly id: string;
  readonly summary: string;
  readonly details?: string;
  readonly access: Access;
  /** Path parameters by name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query parameters: their schema, and what each is for. */
  readonly query?: { readonly schema: z.ZodObject; readonly means: Readonly<Record<string, string>> };
  readonly request?: Shape & { readonly example: unknown };
  readonly answer: Answer;
  /** Beside those that follow from access, method and request: see problemsOf. */
  readonly problems: readonly ProblemCode[];
};
/** By route, as the function's handler names it: "POST /api/logon"; administrators' ones without prefix: "GET /settings". */
export type Operations = Readonly<Record<string, Operation>>;
