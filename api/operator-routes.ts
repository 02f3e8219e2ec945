/** What the command line knows of the routes: at which of them it may act as super-administrator, and the policies that hold each. */
import { isAdministering, isOperators, type OperatorPolicy, policiesOf } from '#lambdas/route/callers.ts';
import { BY_KEY } from '#lambdas/routes.ts';

type Known = { readonly policies: readonly OperatorPolicy[]; readonly byRank: boolean };

/** By "METHOD /path", below the prefix. */
function operatorRoutes(): Readonly<Record<string, Known>> {
  const found: Record<string, Known> = {};
  for (const [key, { caller, method, path }] of BY_KEY) {
    if (!isOperators(key)) continue;
    const name = `${method} ${path}`;
    const policies = [...(found[name]?.policies ?? []), ...policiesOf(key, caller)];
    found[name] = { policies: [...new Set(policies)], byRank: isAdministering(key) };
  }
  return found;
}

/** The text of cli/online/operator-routes.ts. */
export function operatorRoutesFile(): string {
  const lines = Object.entries(operatorRoutes()).map(([name, { policies, byRank }]) => {
    const list = policies.map((one) => `'${one}'`).join(', ');
    return `  '${name}': { policies: [${list}], byRank: ${byRank} },`;
  });
  return [
    '/** The routes of operators, each with the policies that hold it. Written by `npm run generate`. */',
    'export type OperatorRoute = { readonly policies: readonly string[]; readonly byRank: boolean };',
    '',
    'export const OPERATOR_ROUTES: Readonly<Record<string, OperatorRoute>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
