/**
 * The API in one process: each function's own handler (lambdas/<function>/index.ts) with its real adapters and the SDK, on the simulated
 * services of AWS. Nothing goes to a network, so that a worker that is ended leaves nothing behind.
 */
import '#test/support/cheap-hashes.ts';
import { syncBuiltinESMExports } from 'node:module';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { noteImported } from '#adapters/runs/sources.ts';
import { faultsOf } from '#api/check.ts';
import { ROLES, type Role } from '#core/directory/model.ts';
import { codeOf } from '#core/tokens/codes.ts';
import type { HttpEvent, HttpResult } from '#lambdas/route/http.ts';
import { keysOf } from '#lambdas/route/route.ts';
import { ROUTES } from '#lambdas/routes.ts';
import { simulated } from '#test/simulation/client.ts';
import { DynamoDb, EXACT } from '#test/simulation/services/dynamodb/dynamodb.ts';
import { createEvents } from '#test/simulation/services/events.ts';
import { Kms } from '#test/simulation/services/kms/kms.ts';
import { S3 } from '#test/simulation/services/s3/s3.ts';
import { Secrets } from '#test/simulation/services/secrets.ts';
import type { Service, WireRequest } from '#test/simulation/services/service.ts';
import { Ses } from '#test/simulation/services/ses/ses.ts';
import { createSfn, type Execution } from '#test/simulation/services/sfn.ts';
import { Sqs } from '#test/simulation/services/sqs/sqs.ts';
import { createTables } from '#test/support/dynamodb.ts';
import { UNREACHED } from '#test/support/throttles.ts';
import { goodPackage, PACKER } from './drawn/package.ts';
import { must } from './finding.ts';
import { Random } from './random.ts';

export type Caller = Role | 'user' | 'operator' | 'none';
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
};

const ACCOUNT = '123456789012';
const arnOf = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${ACCOUNT}:${rest}`;
export const ORIGIN_SECRET = 'origin-secret-of-the-fuzzer';
const SECRETS = {
  peppers: { current: 'p1', p1: 'pepper-of-the-fuzzer' },
  sessions: { current: 's1', s1: 'session-key-of-the-fuzzer' },
  origin: { current: 'o1', o1: ORIGIN_SECRET },
};
const KEYS = { 'export-key': 'RSA_4096', 'seed-key': 'SYMMETRIC_DEFAULT', 'audit-key': 'ECC_NIST_P256' } as const;
const VARIABLES: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'fuzz',
  AWS_SECRET_ACCESS_KEY: 'fuzz',
  PEPPER_SECRET_ARN: arnOf('secretsmanager', 'secret:peppers'),
  SESSION_SECRET_ARN: arnOf('secretsmanager', 'secret:sessions'),
  ORIGIN_SECRET_ARN: arnOf('secretsmanager', 'secret:origin'),
  EXPORT_KEY_ID: arnOf('kms', 'key/export-key'),
  SEED_KEY_ID: arnOf('kms', 'key/seed-key'),
  AUDIT_KEY_ID: arnOf('kms', 'key/audit-key'),
  EXPORT_BUCKET: 'exports',
  REPORT_BUCKET: 'reports',
  MAIL_QUEUE_URL: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/mail`,
  MIGRATION_MACHINE_ARN: arnOf('states', 'stateMachine:migration'),
  CAMPAIGN_MACHINE_ARN: arnOf('states', 'stateMachine:campaign'),
  EVENT_BUS_NAME: 'landfall',
  CONFIGURATION_SET: 'landfall',
  PUBLIC_ORIGIN: 'https://logon.example.com',
  MAX_CONCURRENCY: '5',
};

/** Executions that are under way for ever: what they would do is not the API's. */
function machines() {
  const executions = new Map<string, Execution>();
  return {
    start(stateMachineArn: string, name: string, input: string) {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const started = { executionArn, stateMachineArn, name, input, startDate: Date.now(), status: 'RUNNING' };
      if (!executions.has(executionArn)) executions.set(executionArn, started);
      return executions.get(executionArn)!;
    },
    describe: (executionArn: string) => executions.get(executionArn),
    stop: (executionArn: string) => executions.get(executionArn),
  };
}

function services(): Readonly<Record<string, Service>> {
  const random = new Random('services');
  const world = { now: () => Date.now(), random: (below: number) => random.below(below) };
  const never = () => false;
  const secrets = Object.entries(SECRETS).map(([name, ring]) => [
    arnOf('secretsmanager', `secret:${name}`),
    JSON.stringify(ring),
  ]);
  const keys = Object.entries(KEYS).map(([name, spec]) => [arnOf('kms', `key/${name}`), spec] as const);
  return {
    dynamodb: new DynamoDb(world, EXACT),
    s3: new S3(world, { exports: { kms: true }, reports: { kms: true } }, () => undefined, never),
    sqs: new Sqs(world, { mail: {} }, never),
    ses: new Ses(world, { day: 50_000, second: 100, sets: { landfall: {} } }),
    kms: new Kms(world, Object.fromEntries(keys)),
    secretsmanager: new Secrets(world, Object.fromEntries(secrets) as Record<string, string>, never),
    states: createSfn(world, machines(), never),
    events: createEvents(world, ['landfall']),
  };
}

let current: Readonly<Record<string, Service>> = {};
const handle = (request: WireRequest) => {
  const service = current[request.service];
  must(service !== undefined, 'a call of a service that is not simulated', () => request.service);
  return service.handle(request);
};

type Handler = (event: HttpEvent, context: never) => Promise<HttpResult>;
let handlers: ReadonlyMap<string, Handler> | undefined;
/** The last lines of the functions' log: an answer 500 says nothing of its cause. */
export const logLines: string[] = [];

async function load(): Promise<ReadonlyMap<string, Handler>> {
  syncBuiltinESMExports();
  Object.assign(process.env, VARIABLES);
  globalThis.fetch = () => Promise.reject(new Error('There is no network.'));
  for (const stream of [process.stdout, process.stderr])
    stream.write = (chunk: unknown) => {
      logLines.push(String(chunk));
      if (logLines.length > 20) logLines.shift();
      return true;
    };
  const { requestHandler } = new DynamoDBClient({}).config;
  Object.assign(Object.getPrototypeOf(requestHandler) as object, { handle: simulated({ handle }).handle });
  const all = Object.entries(ROUTES).map(async ([name, routes]) => {
    const { handler } = (await import(`../../lambdas/${name}/index.ts`)) as { handler: Handler };
    return routes.flatMap(keysOf).map((key) => [key, handler] as const);
  });
  return new Map((await Promise.all(all)).flat());
}

/** Calls a route as API Gateway does. */
export async function callRoute(event: HttpEvent): Promise<Answer> {
  handlers ??= await load();
  const handler = handlers.get(event.routeKey);
  must(handler !== undefined, 'a route without a function', () => event.routeKey);
  const { statusCode: status, body, headers, cookies = [], isBase64Encoded } = await handler(event, {} as never);
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('latin1') : body;
  return { status, text, headers, cookies };
}

/** What is wrong with an answer; empty where it is one that its route describes. */
export function wrongWith(key: string, { status, text, headers, cookies }: Answer): string[] {
  const contentType = headers['content-type'];
  let body: unknown;
  try {
    body = text === '' ? undefined : contentType?.includes('json') ? JSON.parse(text) : text;
  } catch {
    return ['the answer is not the JSON that it says it is'];
  }
  return faultsOf(key, { status, body, contentType, cookies });
}

export const eventOf = (
  key: string,
  caller: Caller,
  cookie: string | undefined,
  more: Partial<HttpEvent> = {},
): HttpEvent => {
  const [method = '', path = ''] = key.split(' ');
  const operator = caller === 'operator' ? { authorizer: { iam: { userArn: arnOf('iam', 'user/operator') } } } : {};
  return {
    routeKey: key,
    rawPath: path,
    headers: {
      'content-type': 'application/json',
      'x-landfall': '1',
      'x-landfall-origin': ORIGIN_SECRET,
      'x-landfall-viewer': '192.0.2.1',
    },
    ...(cookie === undefined ? {} : { cookies: [cookie] }),
    requestContext: { requestId: 'r', http: { method, sourceIp: '198.51.100.1' }, ...operator },
    ...more,
  };
};

async function done(
  key: string,
  caller: Caller,
  body: object,
  query?: Record<string, string>,
  cookie?: string,
): Promise<Answer> {
  const more = {
    ...(key.startsWith('GET') ? {} : { body: JSON.stringify(body) }),
    ...(query ? { queryStringParameters: query } : {}),
  };
  const answer = await callRoute(eventOf(key, caller, cookie, more));
  must(
    answer.status < 300,
    'the world of the routes can not be made',
    () => `${key}: ${answer.status} ${answer.text}\n${logLines.join('')}`,
  );
  return answer;
}

/** What stands in a request for something that the world has: replaced when the request is sent. */
export type Known = { readonly run: string; readonly etag: string };
export const PACKAGE_KEY = 'staged/0/export.zip';

/** A trusted packer, a package of the source `old`, and a run that is under way for ever. */
async function imported(storage: S3): Promise<Known> {
  await done('POST /api/operator/packers', 'operator', { name: 'packer', publicKey: PACKER.publicKey });
  const { etag: quoted } = storage.store.put('exports', PACKAGE_KEY, goodPackage(Date.now()));
  const etag = quoted.replaceAll('"', '');
  await noteImported('old', '0'.repeat(32), Date.now() - 86_400_000);
  const { text } = await done('POST /api/operator/administer/runs', 'operator', {
    key: PACKAGE_KEY,
    etag,
    kind: 'import',
    tell: 'none',
  });
  return { run: (JSON.parse(text) as { id: string }).id, etag };
}

/** A deployment with an administrator of each role and a user, each logged on, and a run. @returns their cookies, and what it has */
export async function newWorld(): Promise<{
  readonly cookies: Readonly<Partial<Record<Caller, string>>>;
  readonly known: Known;
}> {
  handlers ??= await load();
  current = services();
  await createTables();
  const { version } = JSON.parse((await done('GET /api/operator/settings', 'operator', {})).text) as {
    version: number;
  };
  const way = 'RSA_Password/SecurID_Native';
  await done('PATCH /api/operator/settings', 'operator', {
    version,
    settings: {
      consoleAuthentication: { selfService: way, security: way },
      internalDatabase: { passwordRequired: false },
      selfServiceFeatures: { forgotPasswordLink: true },
      throttles: UNREACHED,
    },
  });
  const cookies: Partial<Record<Caller, string>> = {};
  for (const [index, userId] of [...ROLES, 'user' as const].entries()) {
    const seed = Buffer.alloc(20, index + 1);
    const shape = { serial: `20000000000${index}`, algorithm: 'hotp-sha1', digits: 6, interval: 0 } as const;
    const token = { ...shape, seed: seed.toString('base64'), counter: 0, pinStyle: 'none', enabled: true };
    const role = userId === 'user' ? 'help-desk' : userId;
    await done('POST /api/operator/break-glass', 'operator', { userId, role, email: `${userId}@corp.example`, token });
    if (userId === 'user') {
      const user = JSON.parse((await done('GET /api/operator/user', 'operator', {}, { userId })).text) as {
        version: number;
      };
      await done('PATCH /api/operator/administer/user', 'operator', { version: user.version, role: null }, { userId });
    }
    const console = userId === 'user' ? 'self-service' : 'security';
    const logon = { console, userId, method: 'SecurID_Native', secret: codeOf(shape, seed, 0) };
    const { cookies: set } = await done('POST /api/logon', 'none', logon);
    cookies[userId] = set[0]!.split(';')[0]!;
  }
  return { cookies, known: await imported(current['s3'] as S3) };
}
