import { OPERATOR_ROUTES } from '#cli/online/operator-routes.ts';

/** Where an operator with all policies asks for a route: as the command line does it. */
export const operatorsPath = (method: string, path: string): string =>
  `/api/operator${OPERATOR_ROUTES[`${method} ${path}`]?.byRank ? '/administer' : ''}${path}`;
