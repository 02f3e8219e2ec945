/**
 * The CDK's own command line against an account that moto plays: `cdk bootstrap`, `cdk deploy --all`, the same again, `landfall --stack` and
 * `cdk destroy`. What moto lacks is listed (moto-templates.ts) and fails here once moto has it.
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
import { ACCOUNT, type Asked, type Moto, type Reply, startMoto } from '../support/moto.ts';
import { forMoto, LACKING, MISREAD, readTemplate, typesOf } from '../support/moto-templates.ts';
import { pythonTest, toolOf } from '../support/python.ts';

const ASSEMBLY = process.env['LANDFALL_ASSEMBLY'] ?? 'cdk.out';
const REGION = 'eu-central-1';
const STACKS = { Stateful: 'landfall-stateful', Stateless: 'landfall-stateless' };
const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' };

/** moto deletes a stack that is protected; the router refuses it as AWS does. */
const protectedStacks = new Set<string>();
const calls: { method: string; url: string; authorization: string }[] = [];

const xml = (status: number, body: string): Reply => ({ status, body, headers: { 'content-type': 'text/xml' } });

function answer({ method, url, headers, body }: Asked): Reply | undefined {
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
  if (form.get('Action') !== 'DeleteStack' || !protectedStacks.has(named)) return undefined;
  const message = `Stack [${named}] cannot be deleted while TerminationProtection is enabled`;
  return xml(
    400,
    `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}

let moto: Moto;
let app: string;
let client: CloudFormationClient;
const deployTest = pythonTest();

beforeAll(async () => {
  if (deployTest === test.skip) return;
  moto = await startMoto(answer);
  app = join(mkdtempSync(join(tmpdir(), 'landfall-deploy-')), 'cdk.out');
  forMoto(ASSEMBLY, app, {
    'AWS::ApiGatewayV2::Api.ApiEndpoint': moto.endpoint,
    'AWS::CloudFront::Distribution.DomainName': 'd111111abcdef8.cloudfront.net',
  });
  client = new CloudFormationClient({ endpoint: moto.direct, region: REGION, credentials: CREDENTIALS });
}, 300_000);
afterAll(() => moto?.stop());

/** The environment of an operator who has logged on to the account, and nothing of this machine's. */
const environment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS|CDK)_/u.test(name))),
  AWS_ENDPOINT_URL: moto.endpoint,
  AWS_REGION: REGION,
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

async function statusOf(stack: string): Promise<string | undefined> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({})); // By name moto does not find what is deleted.
  return Stacks.find(({ StackName }) => StackName === stack)?.StackStatus;
}
async function resourcesOf(stack: string): Promise<Map<string, string>> {
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName: stack }));
  return new Map(
    StackResourceSummaries.map(({ LogicalResourceId, PhysicalResourceId }) => [
      LogicalResourceId!,
      PhysicalResourceId!,
    ]),
  );
}

const SUPPORTED =
  'import json; from moto.cloudformation.parsing import get_model_map as m; print(json.dumps(list(m())))';

deployTest('the types that moto lacks are those that are listed', () => {
  const known = new Set(
    JSON.parse(execFileSync(toolOf('python'), ['-c', SUPPORTED], { encoding: 'utf8' })) as string[],
  );
  const lacking = typesOf(ASSEMBLY).filter((type) => !known.has(type) && !type.startsWith('Custom::'));
  expect(lacking).toEqual(Object.keys(LACKING).sort());
  for (const { type } of MISREAD) expect(known).toContain(type);
});

deployTest('moto still deletes a stack that is protected', async () => {
  const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  const asked = { StackName: 'protected', TemplateBody, EnableTerminationProtection: true };
  await client.send(new CreateStackCommand(asked));
  await client.send(new DeleteStackCommand({ StackName: asked.StackName }));
  expect(await statusOf(asked.StackName)).toBeUndefined();
});

deployTest(
  'cdk bootstrap prepares the account',
  async () => {
    await cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
    expect(await statusOf('CDKToolkit')).toBe('CREATE_COMPLETE');
  },
  600_000,
);

deployTest(
  'cdk deploy makes both stacks, with every resource of their templates',
  async () => {
    await deploy();
    for (const [id, stack] of Object.entries(STACKS)) {
      expect([stack, await statusOf(stack)]).toEqual([stack, 'CREATE_COMPLETE']);
      const made = await resourcesOf(stack);
      expect([...made.keys()].sort()).toEqual(Object.keys(readTemplate(app, id).Resources).sort());
    }
    expect([...protectedStacks]).toEqual([STACKS.Stateful]);
  },
  900_000,
);

deployTest(
  'a second deploy finds no changes',
  async () => {
    const before = await Promise.all(Object.values(STACKS).map(resourcesOf));
    const said = await deploy();
    expect(said.match(/\(no changes\)/gu)).toHaveLength(2);
    expect(await Promise.all(Object.values(STACKS).map(resourcesOf))).toEqual(before);
  },
  600_000,
);

deployTest(
  'landfall --stack finds the API by the outputs, and signs for it',
  async () => {
    const said = await says(process.execPath, ['--no-warnings', 'cli/main.ts', 'key', '--stack', STACKS.Stateless]);
    expect(said).toContain('BEGIN PUBLIC KEY');
    expect(calls).toEqual([
      {
        method: 'GET',
        url: expect.stringMatching(/^\/api\/operator\//u),
        authorization: expect.stringContaining(`/${REGION}/execute-api/aws4_request`),
      },
    ]);
    const wrong = says(process.execPath, ['--no-warnings', 'cli/main.ts', 'key', '--stack', STACKS.Stateful]);
    await expect(wrong).rejects.toThrow(/has no output/u);
    const none = says(process.execPath, ['--no-warnings', 'cli/main.ts', 'key', '--stack', 'nowhere']);
    await expect(none).rejects.toThrow(/There is no stack nowhere/u);
  },
  300_000,
);

deployTest(
  'cdk destroy takes the stateless stack away and leaves the stateful one, which is protected',
  async () => {
    const kept = await resourcesOf(STACKS.Stateful);
    await expect(cdk('destroy', '--all', '--force')).rejects.toThrow(/TerminationProtection/u);
    expect(await statusOf(STACKS.Stateless)).toBeUndefined();
    expect(await resourcesOf(STACKS.Stateful)).toEqual(kept);
  },
  600_000,
);
