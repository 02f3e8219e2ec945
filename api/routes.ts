/** The routes by their keys, such as "GET /api/admin/settings", in the order of the document, and what follows from each. */
import { isOperators } from '#lambdas/route/callers.ts';
import type { Described } from '#lambdas/route/route.ts';
import { BY_KEY } from '#lambdas/routes.ts';
import type { ProblemCode } from './problems.ts';

/** Users' routes first, then administrators' ones, under each of their prefixes. */
const PREFIXES = [' /api/', ' /api/admin/', ' /api/operator/'];
const rank = (key: string) => PREFIXES.findLastIndex((prefix) => key.includes(prefix));

export const OPERATIONS: Readonly<Record<string, Described>> = Object.fromEntries(
  [...BY_KEY].sort(([a], [b]) => rank(a) - rank(b)),
);

/** Every code that a route may answer with: its own, and those that follow from caller, method, query and body. */
export function problemsOf(
  key: string,
  { caller, method, params, body, query, credentials = 'kept', errors }: Described,
): ProblemCode[] {
  const writes = method !== 'GET';
  const session = caller.by !== 'everybody' && !isOperators(key);
  return [
    ...new Set<ProblemCode>([
      ...(body ? (['request.invalid', 'request.not_json', 'request.content_type', 'request.too_large'] as const) : []),
      ...(query || params ? (['request.invalid'] as const) : []),
      'request.forbidden',
      ...(writes && !isOperators(key) ? (['request.header_missing'] as const) : []),
      ...(session ? (['session.required'] as const) : []),
      ...(session && !(caller.by === 'session' && caller.changingPassword)
        ? (['session.change_password'] as const)
        : []),
      ...(session && caller.by === 'session' && !caller.enrolling ? (['session.answers_missing'] as const) : []),
      ...(session && (caller.by === 'role' || caller.by === 'administrator') ? (['role.required'] as const) : []),
      ...(session && credentials !== 'kept' && credentials !== 'proved' ? (['session.not_fresh'] as const) : []),
      ...errors,
      'internal',
    ]),
  ];
}
