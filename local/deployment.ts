/**
 * The whole deployment on this machine: synthesizes the CDK app, starts an engine for each service, makes what the
 * templates name, and runs the functions, state machines and routes of the cloud assembly on them.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { bundleFunctions, CONSOLE_FILES, ROOT } from '#infra/bundle.ts';
import { serveActions } from './aws-json.ts';
import { createTables, startDynamoDb } from './dynamodb.ts';
import { Functions } from './functions.ts';
import { type Operator, startGateway } from './gateway.ts';
import { leftOut } from './honoured.ts';
import { Keys } from './keys.ts';
import { startMail } from './mail.ts';
import { pollQueues } from './queues.ts';
import { States } from './states.ts';
import { startStorage } from './storage.ts';
import { Assembly, REGION } from './template.ts';

/** Usual ports; a taken one gives way to the next free one. */
const PORTS = { api: 4380, inbox: 4381, storage: 4382, dynamodb: 4383, mail: 4384, keys: 4385, states: 4386 };

export type Deployment = {
  readonly apiUrl: string;
  readonly mailUrl: string;
  readonly region: string;
  readonly operator: Operator;
  readonly exportBucket: string;
  readonly endpoints: Readonly<Record<'s3' | 'sqs' | 'dynamodb' | 'ses' | 'kms' | 'sfn', string>>;
  readonly tables: readonly string[];
  /** The process that runs it. */
  readonly pid: number;
};

/** What stands in a JSON file that its owner alone may read; made at the first start. */
function kept<T>(file: string, make: () => T): T {
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(make()), { mode: 0o600 });
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** The ports of the start before (so that links in old mails still work), else the usual ones; a taken one gives way to the next free one. */
async function choosePorts(file: string): Promise<typeof PORTS> {
  const chosen: Record<string, number> = {};
  for (const [name, usual] of Object.entries(kept(file, () => PORTS))) {
    chosen[name] = await getPort({
      port: portNumbers(usual, 65_535),
      host: '127.0.0.1',
      exclude: Object.values(chosen),
    });
  }
  writeFileSync(file, JSON.stringify(chosen));
  return chosen as typeof PORTS;
}

/** @throws Error where a deployment of the same folder runs already. */
function refuseSecond(file: string): void {
  if (!existsSync(file)) return;
  const { pid, apiUrl } = JSON.parse(readFileSync(file, 'utf8')) as Deployment;
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Error(
    `it runs already, at ${apiUrl} (process ${pid}). Stop it there with Ctrl-C, or give this one a folder of its own: npm start -- --data DIR`,
  );
}

/** Starts everything; `data` keeps it all, `say` tells a person what goes on. `left` of the result: what is not honoured. */
export async function startDeployment(
  data: string,
  say: (line: string) => void,
): Promise<{ deployment: Deployment; left: string[]; stop: () => Promise<void> }> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = join(data, 'deployment.json');
  refuseSecond(file);
  say('Synthesizing the CDK app');
  // The CDK takes as long to load as the functions to bundle: side by side.
  const [{ createApp }] = await Promise.all([import('#infra/app.ts'), bundleFunctions()]);
  const directory = join(data, 'cdk.out');
  rmSync(directory, { recursive: true, force: true });
  createApp({ outdir: directory }).synth();
  // Just before they are taken, so that two deployments that start together rarely choose the same.
  const ports = await choosePorts(join(data, 'ports.json'));
  const host = (name: keyof typeof PORTS) => `127.0.0.1:${ports[name]}`;
  const url = (name: keyof typeof PORTS) => `http://${host(name)}`;
  const keys = new Keys(join(data, 'keys.json'));
  const hosts = { api: host('api'), queues: host('storage') };
  const assembly = new Assembly(directory, ['Stateful', 'Stateless'], { PublicOriginUrl: url('api') }, hosts, (name) =>
    keys.idOf(name),
  );
  const left = leftOut(assembly.resources);

  say('Starting the embedded engines: DynamoDB, S3, SQS, SES, KMS, Secrets Manager, Step Functions, Lambda');
  const [stopDynamoDb, storage, stopMail] = await Promise.all([
    startDynamoDb(ROOT, ports.dynamodb, join(data, 'dynamodb')),
    startStorage(ports.storage, join(data, 'storage'), assembly),
    startMail(ports.mail, ports.inbox, join(data, 'mail.json')),
    keys.create(assembly),
  ]);
  await createTables(url('dynamodb'), assembly);
  const operator = kept<Operator>(join(data, 'operator.json'), () => ({
    accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  }));
  const endpoints = {
    s3: url('storage'),
    sqs: url('storage'),
    dynamodb: url('dynamodb'),
    ses: url('mail'),
    kms: url('keys'),
    sfn: url('states'),
  };
  const functions = new Functions(assembly, join(data, 'logs'), {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.kms,
    ...Object.fromEntries(
      Object.entries(endpoints).map(([service, endpoint]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, endpoint]),
    ),
  });
  const states = new States(assembly, functions, endpoints.s3, join(data, 'executions'));
  const [keyServer, stateServer, gateway] = await Promise.all([
    serveActions(ports.keys, keys.actions),
    serveActions(ports.states, states.actions),
    startGateway(assembly, functions, {
      port: ports.api,
      operator,
      pages: CONSOLE_FILES,
      secret: (arn) => keys.secret(arn),
    }),
  ]);
  const stopPolling = pollQueues(assembly, functions, endpoints.sqs);
  states.resume();

  const tables = assembly.of('AWS::DynamoDB::Table').map(({ name }) => name);
  const exportBucket = assembly.outputs['ExportBucket']!;
  const deployment = {
    apiUrl: url('api'),
    mailUrl: url('inbox'),
    region: REGION,
    operator,
    exportBucket,
    endpoints,
    tables,
    pid: process.pid,
  };
  writeFileSync(file, JSON.stringify(deployment, null, 2), { mode: 0o600 });
  const stop = async () => {
    rmSync(file, { force: true });
    stopPolling();
    states.stop();
    await gateway.close();
    for (const server of [keyServer, stateServer]) server.close().closeAllConnections();
    await functions.stop();
    stopMail();
    await storage.stop();
    await stopDynamoDb();
  };
  return { deployment, left, stop };
}
