/** All operations by the route that the template has, such as "GET /api/admin/settings". */
import type { Operation, Operations } from './model.ts';
import type { ProblemCode } from './problems.ts';
import { administrationOperations } from './routes/administration.ts';
import { consoleOperations } from './routes/console.ts';
import { forgotPasswordOperations } from './routes/forgot-password.ts';
import { logoffOperations, logonOperations } from './routes/logon.ts';
import { meOperations } from './routes/me.ts';
import { meTokenOperations } from './routes/me-tokens.ts';
import { migrationOperations } from './routes/migrations.ts';
import { tokenOperations } from './routes/tokens.ts';
import { createAdminOperations, userOperations } from './routes/users.ts';

/** Administrators' routes stand under both prefixes, as lambdas/admin.ts has them. */
const underBoth = (operations: Operations): Operations =>
  Object.fromEntries(
    ['/api/admin', '/api/operator'].flatMap((prefix) =>
      Object.entries(operations).map(([route, operation]) => [route.replace(' /', ` ${prefix}/`), operation]),
    ),
  );

export const OPERATIONS: Operations = {
  ...consoleOperations,
  ...logonOperations,
  ...logoffOperations,
  ...meOperations,
  ...meTokenOperations,
  ...forgotPasswordOperations,
  ...underBoth({ ...migrationOperations, ...userOperations, ...tokenOperations, ...administrationOperations }),
  ...createAdminOperations,
};

export const isOperators = (route: string): boolean => route.includes(' /api/operator/');

/** Every code that a route may answer with. */
export function problemsOf(route: string, operation: Operation): ProblemCode[] {
  const { access, request, query, problems } = operation;
  const writes = !route.startsWith('GET ');
  const session = access.by !== 'everybody' && !isOperators(route);
  return [
    ...new Set<ProblemCode>([
      ...(request
        ? (['request.invalid', 'request.not_json', 'request.content_type', 'request.too_large'] as const)
        : []),
      ...(query ? (['request.invalid'] as const) : []),
      'request.forbidden',
      ...(writes && !isOperators(route) ? (['request.header_missing'] as const) : []),
      ...(session ? (['session.required'] as const) : []),
      ...(session && !(access.by === 'session' && access.changingPassword)
        ? (['session.change_password'] as const)
        : []),
      ...(session && access.by === 'role' ? (['role.required'] as const) : []),
      ...problems,
      'internal',
    ]),
  ];
}
