/**
 * Console Authentication Method: an expression over four methods with `/` (or), `+` (and) and parentheses; `+` binds
 * tighter. There is no "not", so more methods never satisfy less.
 */
import { invalid } from '#core/errors.ts';

export const METHODS = ['RSA_Password', 'LDAP_Password', 'SecurID_Native', 'OnDemand'] as const;
export type Method = (typeof METHODS)[number];

export type Expression =
  | { readonly kind: 'method'; readonly method: Method }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Expression[] };

/** Of an expression, in characters. */
export const MAX_EXPRESSION_LENGTH = 256;
const TOKEN_ALONE: Method = 'SecurID_Native';

/** Parses an expression. @throws LandfallError settings.expression, with the position (from 0) of what is wrong */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_EXPRESSION_LENGTH)
    throw wrong(MAX_EXPRESSION_LENGTH, `at most ${MAX_EXPRESSION_LENGTH} characters`);
  const words = [...text.matchAll(/\w+|[^\s\w]/gu)];
  let next = 0;
  const word = () => words[next]?.[0];
  const position = () => words[next]?.index ?? text.length;

  function list(kind: 'any' | 'all', sign: string, part: () => Expression): Expression {
    const of = [part()];
    while (word() === sign) {
      next++;
      of.push(part());
    }
    // Parentheses that change nothing leave no trace.
    return of.length === 1 ? of[0]! : { kind, of: of.flatMap((one) => (one.kind === kind ? one.of : [one])) };
  }
  const any = (): Expression => list('any', '/', all);
  const all = (): Expression => list('all', '+', one);
  function one(): Expression {
    if (word() === '(') {
      next++;
      const inner = any();
      if (word() !== ')') throw wrong(position(), 'a closing parenthesis');
      next++;
      return inner;
    }
    const method = METHODS.find((name) => name === word());
    if (!method) throw wrong(position(), `one of ${METHODS.join(', ')}, or an opening parenthesis`);
    next++;
    return { kind: 'method', method };
  }

  const expression = any();
  if (next < words.length) throw wrong(position(), '"/", "+" or the end');
  return expression;
}

function wrong(position: number, expected: string) {
  return invalid(
    'settings.expression',
    `The authentication method can't be read at character ${position + 1}: expected ${expected}. Example: RSA_Password/(LDAP_Password+SecurID_Native).`,
    { position },
  );
}

/** The expression as text, with parentheses only where they change the meaning. `parseExpression` reads it back as it was. */
export function printExpression(expression: Expression): string {
  if (expression.kind === 'method') return expression.method;
  const { kind, of } = expression;
  const parts = of.map((one) =>
    kind === 'all' && one.kind === 'any' ? `(${printExpression(one)})` : printExpression(one),
  );
  return parts.join(kind === 'any' ? '/' : '+');
}

/** Whether these methods, all of them proved, satisfy the expression. */
export function satisfiedBy(expression: Expression, methods: ReadonlySet<Method>): boolean {
  if (expression.kind === 'method') return methods.has(expression.method);
  return expression.kind === 'any'
    ? expression.of.some((part) => satisfiedBy(part, methods))
    : expression.of.every((part) => satisfiedBy(part, methods));
}

/** Whether some way to satisfy the expression is this method alone. */
export function includesAlone(expression: Expression, method: Method): boolean {
  return satisfiedBy(expression, new Set([method]));
}

/** The smallest sets of methods that satisfy the expression, fewest methods first: none contains another. */
export function ways(expression: Expression): Method[][] {
  const subsets = Array.from({ length: 2 ** METHODS.length }, (_, bits) =>
    METHODS.filter((_method, index) => bits & (1 << index)),
  ).sort((a, b) => a.length - b.length);
  const found: Method[][] = [];
  for (const subset of subsets) {
    const larger = found.some((way) => way.every((method) => subset.includes(method)));
    if (!larger && satisfiedBy(expression, new Set(subset))) found.push(subset);
  }
  return found;
}

/**
 * The expression with the token alone as one way: `old/SecurID_Native`, or the text itself where it is one already.
 * @throws LandfallError settings.expression
 */
export function withTokenAlone(text: string): { text: string; changed: boolean } {
  const expression = parseExpression(text);
  if (includesAlone(expression, TOKEN_ALONE)) return { text, changed: false };
  const minimal = ways(expression);
  const appended = `${printExpression(expression)}/${TOKEN_ALONE}`;
  // A value near the limit is rewritten to its ways, which always fit.
  const short = `${minimal.map((way) => way.join('+')).join('/')}/${TOKEN_ALONE}`;
  return {
    text: appended.length <= MAX_EXPRESSION_LENGTH ? appended : short,
    changed: true,
  };
}
