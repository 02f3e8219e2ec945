/**
 * The whole deployment on this machine: synthesizes the CDK app, starts an engine for each service, makes what the
 * templates name, and runs the functions, state machines and routes of the cloud assembly on them.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { createClient } from '#cli/online/client.ts';
import { readState, writeState } from '#cli/sample/state-file.ts';
import { readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { leftOut } from '#infra/cloud-assembly/supported-properties.ts';
import { synthesize } from '#infra/synth/synth.ts';
import { ACCOUNT, nameIn, REGION } from './aws/names.ts';
import { callAction, serveActions } from './aws-json.ts';
import { startControl } from './backup/control.ts';
import { finishRestore, RESTORED } from './backup/restored.ts';
import { startDynamoDb } from './dynamodb.ts';
import { createEvents } from './events.ts';
import { startExpiry } from './expiry.ts';
import {
  checkDatabases,
  checkFolder,
  emptyFolder,
  holdFolder,
  makeFolder,
  markFolder,
  watchDisk,
} from './folder/folder.ts';
import { endOrphans } from './folder/orphan.ts';
import { deployFunctions } from './functions.ts';
import { startGateway } from './gateway.ts';
import { startIam } from './iam/iam.ts';
import { operatorsIn } from './iam/operators.ts';
import { openKeys } from './keys.ts';
import { startMail } from './mail.ts';
import { choosePorts, type Ports } from './ports.ts';
import { pollQueues } from './queues.ts';
import { endRestore } from './restored.ts';
import { runSchedules } from './schedules.ts';
import type { Operator } from './signature.ts';
import { createStates } from './states.ts';
import { startStorage } from './storage.ts';
import { readStreams, streamArn } from './streams.ts';

/** What deployment.json says while it runs. `pid`: the process that runs it. */
export type Deployment = Awaited<ReturnType<typeof startDeployment>>['deployment'];

const newOperator = () => ({ accessKeyId: 'LANDFALLOPERATOR', secretAccessKey: randomBytes(30).toString('base64') });

type Say = (line: string) => void;
const operatorSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
/** The operator's key; the first start makes it. */
function readOperator(file: string, say: Say): Operator {
  const found = readState(file, operatorSchema, say);
  const operator = found ?? newOperator();
  if (!found) writeState(file, JSON.stringify(operator));
  return operator;
}

type Options = {
  readonly reset: boolean;
  readonly assembly?: string | undefined;
  /** Gives the address by which functions reach the tables, in place of the engine's own: a measurement stands between. */
  readonly tablesAt?: (engine: string) => Promise<string>;
};

/**
 * Starts everything. `data`: the folder of all its files, emptied first with `reset`. `assembly`: a folder to read the cloud assembly
 * from. `say` reports progress to the user. `unsupported` of the result: what of the template is left out. @throws Error that says what to do
 */
export async function startDeployment(data: string, options: Options, say: Say) {
  const at = (...path: string[]) => join(data, ...path);
  makeFolder(data, say);
  const free = await holdFolder(data);
  // Of a deployment that was killed.
  await endOrphans(at('dynamodb'));
  if (options.reset) emptyFolder(data);
  finishRestore(data, say);
  const mark = checkFolder(data, say);
  const databases = checkDatabases(data, mark, say);
  // Looked at beside the synth, and refused after it.
  databases.catch(() => undefined);
  rmSync(at('deployment.json'), { force: true });
  rmSync(at('cdk.out'), { recursive: true, force: true });
  const cloud = options.assembly ?? at('cdk.out');
  say(options.assembly ? `Reading the cloud assembly in ${cloud}` : 'Synthesizing the CDK app');
  if (!options.assembly) await synthesize(cloud, at('cdk.out', 'build'));
  await databases;
  // Just before they are used, so that two deployments that start together rarely choose the same ports.
  const ports = await choosePorts(at('ports.json'), say);
  const url = (name: keyof Ports) => `http://127.0.0.1:${ports[name]}`;
  const [storageUrl, servicesUrl] = [url('storage'), url('services')];
  const aws = { s3: storageUrl, sqs: storageUrl, dynamodb: url('dynamodb'), ses: url('mail') };
  const endpoints = { ...aws, kms: servicesUrl, sfn: servicesUrl, eventbridge: servicesUrl };
  const attributes = {
    'AWS::SQS::Queue.Ref': (name: string) => `${storageUrl}/${ACCOUNT}/${name}`,
    'AWS::DynamoDB::Table.StreamArn': streamArn,
    'AWS::ApiGatewayV2::Api.ApiEndpoint': () => url('api'),
    'AWS::CloudFront::Distribution.DomainName': () => `127.0.0.1:${ports.api}`,
    'AWS::S3::Bucket.RegionalDomainName': (name: string) => `${name}.s3.localhost:${ports.storage}`,
  };
  const variables = { PUBLIC_ORIGIN: url('api') };
  const target = { region: REGION, account: ACCOUNT, parameters: {}, variables, attributes };
  const assembly = readAssembly(cloud, ['Stateful', 'Stateless'], target);
  const unsupported = leftOut(assembly.resources);

  say('Starting the embedded engines: DynamoDB, S3, SQS, SES, KMS, Secrets Manager, Step Functions, Lambda');
  const iam = startIam(assembly, at('logs'), say);
  const { permits } = iam;
  const publish = (topicArn: string, message: string, configurationSet: string) => {
    permits.publish(configurationSet, topicArn);
    storage.publish(nameIn(topicArn), message);
  };
  const [dynamoDb, storage, mail, { actions, secret }] = await Promise.all([
    startDynamoDb(ports.dynamodb, at('dynamodb'), assembly),
    startStorage(ports.storage, at('storage'), assembly, say, iam),
    startMail(assembly, {
      port: ports.mail,
      inboxPort: ports.inbox,
      file: at('mails.ndjson'),
      accountFile: at('mail-account.json'),
      publish,
      refuse: iam.refuseMail,
      say,
    }),
    openKeys(at('keys.json'), assembly),
  ]);
  const operator = readOperator(at('operator.json'), say);
  // As on AWS, each bucket has a host of its own there, which alone the pages' policy names; at an IP address the SDK would put it into the path.
  const s3 = `http://s3.localhost:${ports.storage}`;
  const front = await iam.startFront((await options.tablesAt?.(endpoints.dynamodb)) ?? endpoints.dynamodb);
  const reached = { ...endpoints, s3, dynamodb: front.url, secrets_manager: servicesUrl };
  const serviceVariables = Object.entries(reached).map(([service, endpoint]) => {
    return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, endpoint] as const;
  });
  // All have one clock. The SDK would take another one's date, such as the engine's, for the better one, and sign by it where the clock is set.
  const oneClock = { AWS_DISABLE_CLOCK_SKEW_CORRECTION: 'true' };
  const shared = { AWS_REGION: REGION, ...oneClock, ...Object.fromEntries(serviceVariables) };
  // What is compiled is kept by the paths of files: those of an assembly that is synthesized here are new each time.
  const compiled = options.assembly === undefined ? undefined : process.env['NODE_COMPILE_CACHE'];
  const invoke = deployFunctions(assembly, at('logs'), shared, iam.sessions, { compiled });
  const opened = Promise.withResolvers<void>();
  const states = createStates(assembly, { invoke, s3: endpoints.s3, permits }, at('executions'), say);
  const [services, gateway] = await Promise.all([
    serveActions(
      ports.services,
      { ...actions, ...states.actions, ...createEvents(assembly, at('logs', 'events.log')) },
      iam.permitAction,
    ),
    startGateway(assembly, invoke, {
      port: ports.api,
      operator,
      secret,
      permits,
      others: operatorsIn(at('operators'), assembly),
      opened: opened.promise,
    }),
  ]);
  const asOperator = { apiUrl: url('api'), region: REGION, credentials: operator };
  const exportBucket = assembly.outputs['ExportBucket']!;
  // Before a user is answered, and before anything mails.
  await endRestore(at(RESTORED), createClient({ ...asOperator, exportBucket }), say);
  opened.resolve();
  const stopPolling = pollQueues(assembly, invoke, endpoints.sqs, permits);
  const stopReading = readStreams(assembly, invoke, {
    endpoint: endpoints.dynamodb,
    file: at('streams.json'),
    permits,
    say,
  });
  states.resume();
  // Before it answers: what a release before has left in the folder is upgraded as far as the first round gets.
  const stopSchedules = await runSchedules(assembly, invoke, permits);
  const stopExpiry = startExpiry({ assembly, data, endpoints, storage, states, mail }, say);

  const stopWatching = watchDisk(data, say);
  const asked = {
    dynamodb: (signal: AbortSignal) => callAction(endpoints.dynamodb, 'DynamoDB_20120810.ListTables', {}, signal),
    s3: (signal: AbortSignal) => fetch(`${storageUrl}/health`, { signal }),
    api: (signal: AbortSignal) => fetch(url('api'), { signal }),
  };
  const { control, stop: stopControl } = await startControl({ data, pid: dynamoDb.pid, asked });
  const allEndpoints = { ...endpoints, secretsmanager: servicesUrl };
  const where = {
    apiUrl: url('api'),
    mailUrl: url('inbox'),
    region: REGION,
    endpoints: allEndpoints,
    pid: process.pid,
    control,
  };
  const tables = assembly.of('AWS::DynamoDB::Table').map(({ name }) => name);
  const deployment = { ...where, operator, exportBucket, tables };
  markFolder(data, true);
  writeState(at('deployment.json'), JSON.stringify(deployment, null, 2));
  const stop = async () => {
    rmSync(at('deployment.json'), { force: true });
    stopControl();
    stopWatching();
    stopSchedules();
    stopExpiry();
    stopPolling();
    stopReading();
    states.stop();
    // First the two that call the others.
    await Promise.all([gateway.close(), services.close()]);
    await Promise.all([mail.stop(), storage.stop(), front.stop(), dynamoDb.stop()]);
    free();
  };
  return { deployment, unsupported, stop };
}
