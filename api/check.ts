/** Whether an answer is one that the document describes: what integration tests ask of every answer they get. */
import { isOperators } from '#lambdas/route/callers.ts';
import { factsOf, type ProblemCode, statusesOf } from './problems.ts';
import { OPERATIONS, problemsOf } from './routes.ts';

export type Answered = {
  readonly status: number;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
  readonly contentType: string | undefined;
  /** Set-Cookie headers. */
  readonly cookies: readonly string[];
};

const PATTERNS = Object.keys(OPERATIONS).map((route) => {
  const [method, template = ''] = route.split(' ');
  const path = template.replaceAll('.', '\\.').replace(/\{\w+\}/gu, '[^/]+');
  return { route, pattern: new RegExp(`^${method} ${path}(\\?|$)`, 'u') };
});

/** The described route that serves a request, if any: a literal one before one with parameters. */
export function routeOf(method: string, path: string): string | undefined {
  return PATTERNS.filter(({ pattern }) => pattern.test(`${method} ${path}`)).sort(
    (a, b) => Number(a.route.includes('{')) - Number(b.route.includes('{')),
  )[0]?.route;
}

/** What is wrong with an answer of this route; empty where it is as described. */
export function faultsOf(route: string, answer: Answered): string[] {
  const operation = OPERATIONS[route];
  if (!operation) return ['the route is not described'];
  const { status, body, contentType = '', cookies } = answer;
  if (status >= 400) {
    if (isOperators(route) && status === 403 && !contentType.startsWith('application/problem+json')) return [];
    return problemFaults(answer, problemsOf(route, operation));
  }
  const { answer: described } = operation;
  const faults: string[] = [];
  if (status !== described.status) faults.push(`status ${described.status} is described`);
  if (!described.cookie && cookies.length > 0) faults.push('no cookie is described');
  if (described.cookie === 'sets' && cookies.length === 0) faults.push('a cookie is described');
  if (described.image)
    return described.image.includes(contentType) ? faults : [...faults, `no ${contentType} is described`];
  if (!described.body) return body === undefined ? faults : [...faults, 'no body is described'];
  if (!contentType.startsWith('application/json')) faults.push('application/json is described');
  const parsed = described.body.schema.safeParse(body);
  return parsed.success ? faults : [...faults, ...parsed.error.issues.map((issue) => JSON.stringify(issue))];
}

function problemFaults({ status, body, contentType = '' }: Answered, codes: readonly ProblemCode[]): string[] {
  const { code, type, title, ...facts } = (body ?? {}) as Record<string, unknown>;
  const known = codes.find((one) => one === code);
  if (!known) return [`the code ${String(code)} is not described for this route`];
  const faults: string[] = [];
  if (!statusesOf(known).includes(status)) faults.push(`${known} is described with status ${statusesOf(known)}`);
  if (facts['status'] !== status) faults.push('the problem names another status');
  if (type !== `urn:landfall:${known}` || typeof title !== 'string') faults.push('type or title are not as described');
  if (!contentType.startsWith('application/problem+json')) faults.push('application/problem+json is described');
  const described = factsOf(known);
  for (const fact of Object.keys(facts))
    if (fact !== 'status' && !described.includes(fact)) faults.push(`${known} is not described to hold ${fact}`);
  return faults;
}

/** @throws Error naming what is not as described */
export function checkAnswer(route: string, answer: Answered): void {
  const faults = faultsOf(route, answer);
  if (faults.length > 0)
    throw new Error(`${route} answered ${answer.status} otherwise than its route describes:\n${faults.join('\n')}`);
}
