/** Which methods a console's expression asks for, of those that this deployment can verify. */
import { type Expression, METHODS, type Method, parseExpression, ways } from './expression.ts';
import type { Settings } from './model.ts';

export const CONSOLES = ['self-service', 'security'] as const;
export type ConsoleName = (typeof CONSOLES)[number];

/** LDAP passwords stay in the directory, and on-demand tokencodes are not served. */
export const LOGON_METHODS = ['SecurID_Native', 'RSA_Password'] as const satisfies readonly Method[];
export type LogonMethod = (typeof LOGON_METHODS)[number];

/** Whether this deployment can verify the method. */
export const isServed = (method: Method): method is LogonMethod =>
  (LOGON_METHODS as readonly Method[]).includes(method);

/** Whether no way that this deployment can verify is one method alone. One that is not served lets no user in, so it is no way. */
export const asksForMore = (expression: Expression): boolean =>
  ways(expression).every((way) => way.length > 1 || !way.every(isServed));

export function expressionOf(settings: Pick<Settings, 'consoleAuthentication'>, console: ConsoleName): Expression {
  const { selfService, security } = settings.consoleAuthentication;
  return parseExpression(console === 'security' ? security : selfService);
}

/**
 * The methods to prove next on some way that can be completed, after those in `used`. Empty where the expression is
 * satisfied or out of reach.
 */
export function openMethods(expression: Expression, used: ReadonlySet<Method>): LogonMethod[] {
  const begun = (way: readonly Method[]) => [...used].every((method) => way.includes(method));
  const open = ways(expression).filter((way) => begun(way) && way.every(isServed));
  const isOpen = (method: Method): method is LogonMethod =>
    open.some((way) => way.includes(method)) && !used.has(method);
  // Ways are the smallest: one that is satisfied leaves nothing to prove.
  return METHODS.filter(isOpen);
}
