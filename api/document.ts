/** The OpenAPI 3.1 document, made from the routes of the functions. */
import { type Caller, isAdministering, isOperators, operatorsRole, policiesOf } from '#lambdas/route/callers.ts';
import type { Answer, Described } from '#lambdas/route/route.ts';
import { meaningOf, type ProblemCode, statusesOf } from './problems.ts';
import { OPERATIONS, problemsOf } from './routes.ts';
import { componentSchemas, parametersOf, reference } from './schemas.ts';

type Node = Record<string, unknown>;

const INFO = `Landfall moves users and their tokens to a new deployment and gets each of them a password again, by self-service.

Bodies are JSON. An error is a problem (RFC 9457, application/problem+json); decide by its \`code\` and \`status\`. Answers may gain fields; requests with a field that is not described are refused. No answer may be stored (\`cache-control: no-store\`), except the logo by its version. docs/api.md tells the journeys.`;

const TAGS = [
  ['Logon', 'Sessions: beginning, using and ending them.'],
  ['Account', 'One’s own account, by a session.'],
  ['Forgot password', 'From a user ID to a new password, without a session.'],
  ['Administration', 'For a session of the Security Console.'],
  ['Operators', 'The same for callers whom IAM allows, signed with SigV4; the audit’s actor is the caller’s ARN.'],
] as const;

function tagOf(route: string): (typeof TAGS)[number][0] {
  if (isOperators(route)) return 'Operators';
  if (route.includes(' /api/admin/')) return 'Administration';
  if (route.includes(' /api/me')) return 'Account';
  return route.includes(' /api/forgot-password') ? 'Forgot password' : 'Logon';
}

/** Who may call, in a sentence. */
function whoMay(route: string, caller: Caller): string {
  if (isOperators(route) || caller.by === 'operator')
    return `Operators whom IAM allows execute-api:Invoke on this route, signed with SigV4: those with the policy ${policiesOf(route, caller).join(' or ')}. They act as ${operatorsRole(route, caller)}.`;
  if (caller.by === 'everybody') return 'Everybody.';
  if (caller.by === 'role' || caller.by === 'administrator')
    return `A session of the Security Console whose user has the role ${caller.role} or a higher one${caller.display ? ', also that of a display' : ''}.`;
  const also = [
    caller.changingPassword ? 'one that is good for nothing but a new password' : '',
    caller.enrolling ? 'at the first logon, before the security questions are answered' : '',
  ].filter(Boolean);
  return `${['A session of a user', ...also.map((one) => `also ${one}`)].join(', ')}.`;
}

function security(route: string, { by }: Caller): Node[] {
  if (isOperators(route)) return [{ sigv4: [] }];
  if (route === 'POST /api/logoff') return [{ session: [] }, {}];
  return by === 'everybody' ? [] : [{ session: [] }];
}

const COOKIES = {
  sets: 'The session: `__Host-landfall=…; Path=/; HttpOnly; Secure; SameSite=Strict`',
  'may set': 'The session, where the answer holds `session`',
  clears: 'Takes the session’s cookie away',
};

function success({ status, means, body, image, cookie }: Answer): Node {
  return {
    [status]: {
      description: means,
      ...(cookie ? { headers: { 'set-cookie': { description: COOKIES[cookie], schema: { type: 'string' } } } } : {}),
      ...(body ? { content: { 'application/json': { schema: reference(body.name) } } } : {}),
      ...(image ? { content: Object.fromEntries(image.map((type) => [type, {}])) } : {}),
    },
  };
}

const problemIn = (codes: readonly ProblemCode[], description: string): Node => ({
  description,
  content: {
    'application/problem+json': {
      schema: { allOf: [reference('Problem'), { properties: { code: { enum: codes } } }] },
    },
  },
});
const meaning = (code: ProblemCode) => `\`${code}\`: ${meaningOf(code)}`;
/** API Gateway itself refuses what is not signed. */
const UNSIGNED = 'Without a valid signature API Gateway answers by itself: `{"message": …}` as application/json.';

/** One entry a status. Of a single code: the component of its name. */
function failures(route: string, codes: readonly ProblemCode[]): Node {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes)
    for (const status of statusesOf(code)) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => {
      const unsigned = isOperators(route) && status === 403 ? [UNSIGNED] : [];
      if (some.length === 1 && unsigned.length === 0) return [status, { $ref: `#/components/responses/${some[0]}` }];
      return [status, problemIn(some, [...some.map(meaning), ...unsigned].join('\n\n'))];
    }),
  );
}

/** Those that `failures` points at. */
function singleProblems(paths: unknown): Node {
  const used = [...JSON.stringify(paths).matchAll(/#\/components\/responses\/([\w.-]+)/gu)].map((match) => match[1]);
  const codes = [...new Set(used as ProblemCode[])].sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(codes.map((code) => [code, problemIn([code], meaning(code))]));
}

function operationOf(route: string, operation: Described): Node {
  const { id, summary, details, caller, body } = operation;
  const operatorId = `${isAdministering(route) ? 'administer' : 'operator'}${id[0]!.toUpperCase()}${id.slice(1)}`;
  const header = !route.startsWith('GET ') && !isOperators(route);
  const parameters = [...parametersOf(operation), ...(header ? [{ $ref: '#/components/parameters/xLandfall' }] : [])];
  const who = whoMay(route, caller);
  return {
    operationId: isOperators(route) ? operatorId : id,
    tags: [tagOf(route)],
    summary,
    description: details === undefined ? `For: ${who}` : `${details}\n\nFor: ${who}`,
    'x-landfall-access': isOperators(route)
      ? { by: 'operator', policies: policiesOf(route, caller), role: operatorsRole(route, caller) }
      : caller,
    security: security(route, caller),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: reference(body.name), example: body.example } },
          },
        }
      : {}),
    responses: { ...success(operation.answer), ...failures(route, problemsOf(route, operation)) },
  };
}

/** @param version of the product */
export function openApi(version: string): Node {
  const paths: Record<string, Node> = {};
  for (const [route, operation] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route, operation) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Landfall', version, description: INFO, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [
      {
        url: '/',
        description:
          'The origin of the consoles. Operators call the API’s own endpoint (the stack’s output ApiEndpoint).',
      },
    ],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: componentSchemas(),
      responses: singleProblems(paths),
      parameters: {
        xLandfall: {
          name: 'x-landfall',
          in: 'header',
          required: true,
          description: 'On every request that changes something: a page of another origin can’t add it.',
          schema: { type: 'string', examples: ['1'] },
        },
      },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-landfall',
          description: 'A session: POST /api/logon sets the cookie, POST /api/logoff ends it at once.',
        },
        sigv4: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4 for the service execute-api.',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  };
}
