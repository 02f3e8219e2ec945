/** Explains a Console Authentication Method: its ways to log on, or where it is wrong, and what to know before saving it. */

import {
  type Expression,
  includesAlone,
  MAX_EXPRESSION_LENGTH,
  METHODS,
  type Method,
  parseExpression,
  satisfiedBy,
  ways,
} from '#core/settings/expression.ts';
import { isServed, openMethods } from '#core/settings/methods.ts';

export type Fault = {
  /** From 0, in characters. */
  readonly position: number;
  /** How many characters are wrong there; 0 where something is missing. */
  readonly length: number;
  readonly expected: 'method' | 'operator' | 'close' | 'shorter';
  /** The method that the administrator probably meant. */
  readonly meant?: Method;
};
export type Reading =
  | { readonly ways: readonly (readonly Method[])[]; readonly expression: Expression }
  | { readonly fault: Fault };

const WORD = /^\w+|^\S/u;
/** Whether the text before ends with a method or a closing parenthesis, so that an operator or the end must follow. */
const isComplete = (before: string): boolean => /[\w)]\s*$/u.test(before);
const opened = (text: string): number => text.split('(').length - text.split(')').length;

function faultAt(text: string, position: number): Fault {
  const before = text.slice(0, position);
  const word = WORD.exec(text.slice(position))?.[0] ?? '';
  const at = { position, length: word.length };
  if (text.length > MAX_EXPRESSION_LENGTH) return { position, length: text.length - position, expected: 'shorter' };
  if (isComplete(before)) return { ...at, expected: opened(before) > 0 ? 'close' : 'operator' };
  const meant = METHODS.find((method) => method.toLowerCase() === word.toLowerCase());
  return { ...at, expected: 'method', ...(meant ? { meant } : {}) };
}

export function readExpression(text: string): Reading {
  try {
    const expression = parseExpression(text);
    return { ways: ways(expression), expression };
  } catch (error) {
    const { facts } = error as { facts?: { position?: number } };
    if (typeof facts?.position !== 'number') throw error;
    return { fault: faultAt(text, facts.position) };
  }
}

export type Finding =
  /** No user can log on: every way needs a method that this console does not offer. */
  | 'closed'
  /** Some way needs a method that this console does not offer. */
  | 'unserved'
  /** One factor is enough where two were required. */
  | 'weaker'
  /** Administrators can log on with a password alone. */
  | 'password-alone'
  /** Users who were imported without a password can't log on. */
  | 'token-not-alone'
  /** The administrator who saves it could not log on again by the methods of the present session. */
  | 'yourself';

const fewest = (expression: Expression) => Math.min(...ways(expression).map(({ length }) => length));

/**
 * What an administrator should know before saving `next`.
 * @param own the methods of the administrator's own session; used for the Security Console only
 */
export function findingsOf(
  console: 'self-service' | 'security',
  before: Expression | undefined,
  next: Expression,
  own: readonly Method[],
): Finding[] {
  const nothing: ReadonlySet<Method> = new Set();
  const closed = openMethods(next, nothing).length === 0;
  const security = console === 'security';
  const found: [boolean, Finding][] = [
    [closed, 'closed'],
    [!closed && !ways(next).every((way) => way.every(isServed)), 'unserved'],
    [before !== undefined && fewest(before) > 1 && fewest(next) === 1, 'weaker'],
    [security && includesAlone(next, 'RSA_Password'), 'password-alone'],
    [!security && !closed && !includesAlone(next, 'SecurID_Native'), 'token-not-alone'],
    [security && !closed && !satisfiedBy(next, new Set(own)), 'yourself'],
  ];
  return found.flatMap(([holds, finding]) => (holds ? [finding] : []));
}
