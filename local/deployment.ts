/**
 * The whole deployment on this machine: synthesizes the CDK app, starts an engine for each service, makes what the
 * templates name, and runs the functions, state machines and routes of the cloud assembly on them.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import * as z from 'zod';
import { readState, writeState } from '#cli/sample/state-file.ts';
import { readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { leftOut } from '#infra/cloud-assembly/supported-properties.ts';
import { synthesize } from '#infra/synth/synth.ts';
import { ACCOUNT, nameIn, REGION, serveActions } from './aws-json.ts';
import { startDynamoDb } from './dynamodb.ts';
import { deployFunctions } from './functions.ts';
import { startGateway } from './gateway.ts';
import { openKeys } from './keys.ts';
import { lockFolder } from './lock.ts';
import { startMail } from './mail.ts';
import { pollQueues } from './queues.ts';
import { runSchedules } from './schedules.ts';
import type { Operator } from './signature.ts';
import { createStates } from './states.ts';
import { startStorage } from './storage.ts';
import { readStreams, streamArn } from './streams.ts';

const PORTS = { api: 4380, inbox: 4381, storage: 4382, dynamodb: 4383, mail: 4384, services: 4385 };

/** What deployment.json says while it runs. `pid`: the process that runs it. */
export type Deployment = Awaited<ReturnType<typeof startDeployment>>['deployment'];

const newOperator = () => ({ accessKeyId: 'LANDFALLOPERATOR', secretAccessKey: randomBytes(30).toString('base64') });

type Say = (line: string) => void;
const operatorSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const portsSchema = z.partialRecord(z.enum(Object.keys(PORTS) as (keyof typeof PORTS)[]), z.int().min(1).max(65_535));
/** Of deployment.json, what a refusal names. */
const runningSchema = z.object({ apiUrl: z.string(), pid: z.int() });

/** The operator's key; the first start makes it. */
function readOperator(file: string, say: Say): Operator {
  const found = readState(file, operatorSchema, say);
  const operator = found ?? newOperator();
  if (!found) writeState(file, JSON.stringify(operator));
  return operator;
}

/** The ports of the last start (so that links in old mails still work), else the default ones; for a port in use, the next free one. */
async function choosePorts(file: string, say: Say): Promise<typeof PORTS> {
  const chosen = { ...PORTS, ...readState(file, portsSchema, say) };
  for (const name of Object.keys(PORTS) as (keyof typeof PORTS)[])
    chosen[name] = await getPort({ port: portNumbers(chosen[name], 65_535), host: '127.0.0.1' });
  writeState(file, JSON.stringify(chosen));
  return chosen;
}

/** Holds the folder for this process. @throws Error where a deployment runs in it */
async function holdFolder(data: string, file: string): Promise<() => void> {
  const free = await lockFolder(data);
  if (free) return free;
  const running = readState(file, runningSchema, () => undefined);
  const where = running ? `, at ${running.apiUrl} (process ${running.pid})` : '';
  throw new Error(`it runs already${where}. Press Ctrl-C there, or use another folder: --data DIR`);
}

type Options = { readonly reset: boolean; readonly assembly?: string | undefined };

/**
 * Starts everything. `data`: the folder of all its files, emptied first with `reset`. `assembly`: a folder to read the cloud assembly
 * from. `say` reports progress to the user. `unsupported` of the result: what of the template is left out. @throws Error that says what to do
 */
export async function startDeployment(data: string, options: Options, say: Say) {
  const at = (...path: string[]) => join(data, ...path);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const free = await holdFolder(data, at('deployment.json'));
  if (options.reset) for (const name of readdirSync(data)) rmSync(at(name), { recursive: true, force: true });
  // Of a deployment that was killed.
  rmSync(at('deployment.json'), { force: true });
  rmSync(at('cdk.out'), { recursive: true, force: true });
  const cloud = options.assembly ?? at('cdk.out');
  say(options.assembly ? `Reading the cloud assembly in ${cloud}` : 'Synthesizing the CDK app');
  if (!options.assembly) await synthesize(cloud, at('cdk.out', 'build'));
  // Just before they are used, so that two deployments that start together rarely choose the same ports.
  const ports = await choosePorts(at('ports.json'), say);
  const url = (name: keyof typeof PORTS) => `http://127.0.0.1:${ports[name]}`;
  const [storageUrl, servicesUrl] = [url('storage'), url('services')];
  const aws = { s3: storageUrl, sqs: storageUrl, dynamodb: url('dynamodb'), ses: url('mail') };
  const endpoints = { ...aws, kms: servicesUrl, sfn: servicesUrl };
  const attributes = {
    'AWS::SQS::Queue.Ref': (name: string) => `${storageUrl}/${ACCOUNT}/${name}`,
    'AWS::DynamoDB::Table.StreamArn': streamArn,
    'AWS::ApiGatewayV2::Api.ApiEndpoint': () => url('api'),
    'AWS::CloudFront::Distribution.DomainName': () => `127.0.0.1:${ports.api}`,
    'AWS::S3::Bucket.RegionalDomainName': (name: string) => `${name}.s3.localhost:${ports.storage}`,
  };
  const target = { region: REGION, account: ACCOUNT, parameters: { PublicOriginUrl: url('api') }, attributes };
  const assembly = readAssembly(cloud, ['Stateful', 'Stateless'], target);
  const unsupported = leftOut(assembly.resources);

  say('Starting the embedded engines: DynamoDB, S3, SQS, SES, KMS, Secrets Manager, Step Functions, Lambda');
  const publish = (topicArn: string, message: string) => void storage.publish(nameIn(topicArn), message);
  const [stopDynamoDb, storage, stopMail, { actions, secret }] = await Promise.all([
    startDynamoDb(ports.dynamodb, at('dynamodb'), assembly),
    startStorage(ports.storage, at('storage'), assembly),
    startMail(assembly, {
      port: ports.mail,
      inboxPort: ports.inbox,
      file: at('mail.json'),
      accountFile: at('mail-account.json'),
      publish,
      say,
    }),
    openKeys(at('keys.json'), assembly),
  ]);
  const operator = readOperator(at('operator.json'), say);
  // As on AWS, each bucket has a host of its own there, which alone the pages' policy names; at an IP address the SDK would put it into the path.
  const s3 = `http://s3.localhost:${ports.storage}`;
  const variables = Object.entries({ ...endpoints, s3, secrets_manager: servicesUrl }).map(([service, endpoint]) => {
    return [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, endpoint] as const;
  });
  const invoke = deployFunctions(assembly, at('logs'), {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    ...Object.fromEntries(variables),
  });
  const states = createStates(assembly, { invoke, s3: endpoints.s3 }, at('executions'), say);
  const [services, gateway] = await Promise.all([
    serveActions(ports.services, { ...actions, ...states.actions }),
    startGateway(assembly, invoke, { port: ports.api, operator, secret }),
  ]);
  const stopPolling = pollQueues(assembly, invoke, endpoints.sqs);
  const stopReading = readStreams(assembly, invoke, endpoints.dynamodb);
  states.resume();
  // Before it answers: what a release before has left in the folder is upgraded as far as the first round gets.
  const stopSchedules = await runSchedules(assembly, invoke);

  const allEndpoints = { ...endpoints, secretsmanager: servicesUrl };
  const where = {
    apiUrl: url('api'),
    mailUrl: url('inbox'),
    region: REGION,
    endpoints: allEndpoints,
    pid: process.pid,
  };
  const exportBucket = assembly.outputs['ExportBucket']!;
  const tables = assembly.of('AWS::DynamoDB::Table').map(({ name }) => name);
  const deployment = { ...where, operator, exportBucket, tables };
  writeState(at('deployment.json'), JSON.stringify(deployment, null, 2));
  const stop = async () => {
    rmSync(at('deployment.json'), { force: true });
    stopSchedules();
    stopPolling();
    stopReading();
    states.stop();
    // First the two that call the others.
    await Promise.all([gateway.close(), services.close()]);
    await Promise.all([stopMail(), storage.stop(), stopDynamoDb()]);
    free();
  };
  return { deployment, unsupported, stop };
}
