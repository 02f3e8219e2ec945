/**
 * The CDK's own command line against an account that moto plays, with everything switched on: `cdk bootstrap` of two regions, `cdk deploy --all`, the
 * same again, `landfall --stack` and `cdk destroy`. What moto lacks is listed (moto-templates.ts) and fails here once moto has it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { FULL, FULL_REGION } from '../../support/full-deployment.ts';
import { ACCOUNT, type Asked, type Moto, type Reply, startMoto } from '../support/moto.ts';
import {
  forMoto,
  isCustom,
  LACKING,
  MISREAD,
  MISREFERRED,
  nestedIn,
  readTemplate,
  typesOf,
} from '../support/moto-templates.ts';
import { FULL_ASSEMBLY, pythonTest, toolOf } from '../support/python.ts';
import { templatesOf } from '../support/templates.ts';

const EDGE_REGION = 'us-east-1';
/** By their ids, in the order in which they are deployed. Of the stack `Edge` moto can make nothing, and the CDK passes over a stack that is empty. */
const STACKS = {
  Stateful: { name: 'landfall-stateful', region: FULL_REGION },
  Stateless: { name: 'landfall-stateless', region: FULL_REGION },
  EdgeLogs: { name: `landfall-edge-logs-${FULL_REGION}`, region: EDGE_REGION },
  EdgeWatch: { name: `landfall-edge-watch-${FULL_REGION}`, region: EDGE_REGION },
};
/** At the latest; a machine that has nothing else to do needs a fraction of it. */
const DEPLOYED_MS = 1_800_000;
const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' };

/** moto deletes a stack that is protected; the router refuses it as AWS does. */
const protectedStacks = new Set<string>();
const calls: { method: string; url: string; authorization: string }[] = [];

const xml = (status: number, body: string): Reply => ({ status, body, headers: { 'content-type': 'text/xml' } });

/** By ClientRequestToken: a request that is repeated with it gets the same answer from CloudFormation. moto does the work again, and refuses it. */
const answered = new Map<string, Promise<Reply>>();

function answer({ method, url, headers, body }: Asked, ask: () => Promise<Reply>): Promise<Reply> | Reply | undefined {
  if (url.startsWith('/api/operator/')) {
    calls.push({ method, url, authorization: String(headers['authorization']) });
    const key = { keyId: 'k1', fingerprint: 'SHA256:0f', pem: '-----BEGIN PUBLIC KEY-----' };
    return { status: 200, body: JSON.stringify(key), headers: { 'content-type': 'application/json' } };
  }
  if (method !== 'POST' || url !== '/' || body.length > 10_000) return undefined;
  const form = new URLSearchParams(body.toString('utf8'));
  const stack = form.get('StackName') ?? '';
  if (form.get('EnableTerminationProtection') === 'true') protectedStacks.add(stack);
  const named = stack.includes(':stack/') ? stack.split('/')[1]! : stack;
  const token = form.get('ClientRequestToken');
  if (token !== null && ['CreateStack', 'UpdateStack'].includes(form.get('Action') ?? '')) {
    const known = answered.get(token) ?? ask();
    answered.set(token, known);
    return known;
  }
  if (form.get('Action') !== 'DeleteStack' || !protectedStacks.has(named)) return undefined;
  const message = `Stack [${named}] cannot be deleted while TerminationProtection is enabled`;
  return xml(
    400,
    `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}

let moto: Moto;
let app: string;
const clients = new Map<string, CloudFormationClient>();
const client = (region = FULL_REGION): CloudFormationClient => clients.get(region)!;
const deployTest = pythonTest();

/** The hosted zone that the configuration names. @returns the id that moto has drawn for it */
async function hostedZone(): Promise<string> {
  const scope = `${EDGE_REGION}/route53/aws4_request`;
  const answered = await fetch(`${moto.direct}/2013-04-01/hostedzone`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=x/20260101/${scope}, SignedHeaders=host, Signature=x` },
    body: `<CreateHostedZoneRequest><Name>${FULL.hostedZoneName}</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`,
  });
  const [, id] = /<Id>\/hostedzone\/(\w+)<\/Id>/u.exec(await answered.text()) ?? [];
  if (id === undefined) throw new Error(`moto made no hosted zone: ${answered.status}`);
  return id;
}

beforeAll(async () => {
  if (deployTest === test.skip) return;
  moto = await startMoto(answer);
  app = join(mkdtempSync(join(tmpdir(), 'landfall-deploy-')), 'cdk.out');
  const attributes = {
    'AWS::ApiGatewayV2::Api.ApiEndpoint': moto.endpoint,
    'AWS::CloudFront::Distribution.DomainName': 'd111111abcdef8.cloudfront.net',
  };
  forMoto(FULL_ASSEMBLY, app, attributes, { [FULL.hostedZoneId]: await hostedZone() });
  for (const region of [FULL_REGION, EDGE_REGION])
    clients.set(region, new CloudFormationClient({ endpoint: moto.direct, region, credentials: CREDENTIALS }));
}, 300_000);
afterAll(() => moto?.stop());

/** The environment of an operator who has logged on to the account, and nothing of this machine's. */
const environment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS|CDK)_/u.test(name))),
  AWS_ENDPOINT_URL: moto.endpoint,
  AWS_REGION: FULL_REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: join(app, 'no-config'),
  AWS_SHARED_CREDENTIALS_FILE: join(app, 'no-credentials'),
  CDK_DISABLE_CLI_TELEMETRY: 'true',
});

/** Runs a command; what it says on both outputs. @throws Error with that, where it fails */
async function says(file: string, args: readonly string[]): Promise<string> {
  const done = promisify(execFile)(file, args, { env: environment(), maxBuffer: 2 ** 26 });
  const { stdout, stderr } = await done.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${file} ${args.join(' ')}:\n${error.stdout}\n${error.stderr}`);
  });
  return `${stdout}${stderr}`;
}
const cdk = (...args: string[]) => says('cdk', [...args, '--app', app, '--no-notices', '--no-color']);
// By change sets moto makes the resources and forgets the outputs.
const deploy = () =>
  cdk('deploy', '--all', '--method', 'direct', '--require-approval', 'never', '--progress', 'events');

type Stack = { readonly name: string; readonly region?: string };
async function statusOf({ name, region }: Stack): Promise<string | undefined> {
  const { Stacks = [] } = await client(region).send(new DescribeStacksCommand({})); // By name moto does not find what is deleted.
  return Stacks.find(({ StackName }) => StackName === name)?.StackStatus;
}
/** Logical id -> what CloudFormation calls it. */
async function resourcesOf({ name: StackName, region }: Stack): Promise<Map<string, string>> {
  const { StackResourceSummaries = [] } = await client(region).send(new ListStackResourcesCommand({ StackName }));
  return new Map(
    StackResourceSummaries.map(({ LogicalResourceId, PhysicalResourceId }) => [
      LogicalResourceId!,
      PhysicalResourceId!,
    ]),
  );
}

const SUPPORTED =
  'import json; from moto.cloudformation.parsing import get_model_map as m; print(json.dumps(list(m())))';

deployTest('the types that moto lacks are those that are listed, and each of them is in a template', () => {
  const known = new Set(
    JSON.parse(execFileSync(toolOf('python'), ['-c', SUPPORTED], { encoding: 'utf8' })) as string[],
  );
  const lacking = typesOf(FULL_ASSEMBLY).filter((type) => !known.has(type) && !isCustom(type));
  expect(lacking).toEqual(Object.keys(LACKING).sort());
  for (const reason of Object.values(LACKING)) expect(reason).toMatch(/\w+ \w+/u);
});

/** How a stack of these resources ends. */
async function tryToMake(name: string, Resources: object): Promise<string | undefined> {
  const asked = { StackName: name, TemplateBody: JSON.stringify({ Resources }), EnableTerminationProtection: true };
  await client()
    .send(new CreateStackCommand(asked))
    .catch(() => undefined);
  return await statusOf({ name });
}
const allResources = () =>
  Object.values(templatesOf(FULL_ASSEMBLY)).flatMap(({ Resources }) => Object.values(Resources));

deployTest.each(MISREAD)(
  'moto still misreads $type.$property, which a template has',
  async ({ type, property }) => {
    const found = allResources().find(({ Type, Properties = {} }) => Type === type && property in Properties)!;
    const Properties = { [property]: found.Properties![property] };
    expect(await tryToMake('misread', { Probe: { Type: type, Properties } })).not.toBe('CREATE_COMPLETE');
  },
  DEPLOYED_MS,
);

deployTest.each(Object.keys(MISREFERRED))(
  'moto still gives no text for a Ref of %s, which a template has',
  async (type) => {
    expect(allResources().map(({ Type }) => Type)).toContain(type);
    const Rule = {
      Type: 'AWS::Events::Rule',
      Properties: { EventBusName: { Ref: 'Probe' }, EventPattern: { source: ['x'] }, State: 'ENABLED' },
    };
    const Probe = { Type: type, Properties: { Name: 'probe' } };
    expect(await tryToMake('referred', { Probe })).toBe('CREATE_COMPLETE');
    expect(await tryToMake('misreferred', { Probe: { ...Probe, Properties: { Name: 'other' } }, Rule })).not.toBe(
      'CREATE_COMPLETE',
    );
  },
  DEPLOYED_MS,
);

deployTest('moto still refuses what is repeated with the same ClientRequestToken', async () => {
  const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  const asked = new CreateStackCommand({ StackName: 'repeated', TemplateBody, ClientRequestToken: 'once' });
  await client().send(asked);
  await expect(client().send(asked)).rejects.toThrow(/already exists/u);
});

deployTest('moto still deletes a stack that is protected', async () => {
  expect(await tryToMake('protected', { Queue: { Type: 'AWS::SQS::Queue' } })).toBe('CREATE_COMPLETE');
  await client().send(new DeleteStackCommand({ StackName: 'protected' }));
  expect(await statusOf({ name: 'protected' })).toBeUndefined();
});

deployTest(
  'cdk bootstrap prepares both regions of the account',
  async () => {
    const regions = [FULL_REGION, EDGE_REGION];
    await cdk('bootstrap', ...regions.map((region) => `aws://${ACCOUNT}/${region}`));
    for (const region of regions) expect(await statusOf({ name: 'CDKToolkit', region })).toBe('CREATE_COMPLETE');
  },
  DEPLOYED_MS,
);

/** What is missing of a template's resources, or is too many, in the stack and in those nested in it. */
async function differencesOf(id: string, stack: Stack): Promise<string[]> {
  const template = readTemplate(app, id);
  const there = await resourcesOf(stack);
  const wanted = Object.keys(template.Resources);
  const own = [
    ...wanted.filter((one) => !there.has(one)).map((one) => `${id} lacks ${one}`),
    ...[...there.keys()].filter((one) => !wanted.includes(one)).map((one) => `${id} should not have ${one}`),
  ];
  const nested = [...nestedIn(app, id)].filter(([one]) => there.has(one));
  const inside = await Promise.all(
    nested.map(([one, file]) => differencesOf(file, { ...stack, name: there.get(one)! })),
  );
  return [...own, ...inside.flat()];
}

deployTest(
  'cdk deploy makes every stack, and those nested in it, with every resource of their templates',
  async () => {
    await deploy();
    for (const [id, stack] of Object.entries(STACKS)) {
      expect([stack.name, await statusOf(stack)]).toEqual([stack.name, 'CREATE_COMPLETE']);
      expect(await differencesOf(id, stack)).toEqual([]);
    }
    expect(nestedIn(app, 'Stateless').size).toBe(3);
    expect([...protectedStacks]).toEqual([STACKS.Stateful.name]);
  },
  DEPLOYED_MS,
);

deployTest(
  'a second deploy finds no changes',
  async () => {
    const before = await Promise.all(Object.values(STACKS).map(resourcesOf));
    const said = await deploy();
    expect(said.match(/\(no changes\)/gu)).toHaveLength(Object.keys(STACKS).length);
    expect(await Promise.all(Object.values(STACKS).map(resourcesOf))).toEqual(before);
  },
  DEPLOYED_MS,
);

deployTest(
  'landfall --stack finds the API by the outputs, and signs for it',
  async () => {
    const said = await says(process.execPath, [
      '--no-warnings',
      'cli/main.ts',
      'key',
      '--stack',
      STACKS.Stateless.name,
    ]);
    expect(said).toContain('BEGIN PUBLIC KEY');
    expect(calls).toEqual([
      {
        method: 'GET',
        url: expect.stringMatching(/^\/api\/operator\//u),
        authorization: expect.stringContaining(`/${FULL_REGION}/execute-api/aws4_request`),
      },
    ]);
    const wrong = says(process.execPath, ['--no-warnings', 'cli/main.ts', 'key', '--stack', STACKS.Stateful.name]);
    await expect(wrong).rejects.toThrow(/has no output/u);
    const none = says(process.execPath, ['--no-warnings', 'cli/main.ts', 'key', '--stack', 'nowhere']);
    await expect(none).rejects.toThrow(/There is no stack nowhere/u);
  },
  DEPLOYED_MS,
);

deployTest(
  'cdk destroy takes every stack away but the stateful one, which is protected',
  async () => {
    const kept = await resourcesOf(STACKS.Stateful);
    await expect(cdk('destroy', '--all', '--force')).rejects.toThrow(/TerminationProtection/u);
    const { Stateful: _kept, ...gone } = STACKS;
    for (const stack of Object.values(gone))
      expect([stack.name, await statusOf(stack)]).toEqual([stack.name, undefined]);
    expect(await resourcesOf(STACKS.Stateful)).toEqual(kept);
  },
  DEPLOYED_MS,
);
