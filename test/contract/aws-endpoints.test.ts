/**
 * The adapters with AWS's own endpoints, in two regions and under two names: each request is caught before it is sent, and its host, path
 * and signature are compared with the resolved templates. The embedded engines serve several services at one address; this test sees what
 * only AWS would tell apart.
 */
import type * as Clients from '#adapters/aws/clients.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { corsOf } from '#infra/cloud-assembly/description.ts';
import { behaviorsOf } from '#infra/cloud-assembly/distribution.ts';
import { corsHeaders } from '../../local/cors.ts';
import { ACCOUNT, allows, deployedAs, deployedFunction, type Place, type Statement } from '../support/cloud.ts';

const PLACES: readonly Place[] = [
  { name: 'landfall', region: 'eu-central-1' },
  { name: 'landfall', region: 'us-east-1' },
  { name: 'pilot', region: 'us-east-1' },
  { name: 'pilot', region: 'cn-north-1' },
];
const suffixOf = ({ region }: Place) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

type Caught = { host: string; path: string; headers: Record<string, string>; body: string };
class NotSent extends Error {}

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

/** The modules of adapters/ anew, as a function of this place has them: with its variables and credentials, and nothing of this machine's. */
async function asFunction<T>(place: Place, assembly: Assembly, name: string, use: (caught: Caught[]) => Promise<T>) {
  const { environment, statements } = deployedFunction(assembly, name);
  for (const variable of Object.keys(process.env)) if (variable.startsWith('AWS_')) delete process.env[variable];
  const credentials = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'session' };
  Object.assign(process.env, environment, credentials, { AWS_REGION: place.region });
  const caught: Caught[] = [];
  let result!: T;
  await jest.isolateModulesAsync(async () => {
    const clients: typeof Clients = await import('#adapters/aws/clients.ts');
    for (const make of [
      clients.kms,
      clients.s3,
      clients.ses,
      clients.sesAccount,
      clients.sfn,
      clients.secrets,
      clients.sqs,
      clients.dynamodb,
    ])
      make().config.requestHandler = {
        metadata: { handlerProtocol: 'http/1.1' },
        handle: async (request: {
          hostname: string;
          path: string;
          headers: Record<string, string>;
          body?: unknown;
        }) => {
          const { hostname: host, path, headers, body } = request;
          caught.push({
            host,
            path,
            headers,
            body: body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? ''),
          });
          throw Object.assign(new NotSent('caught'), { $retryable: undefined });
        },
      } as never;
    result = await use(caught);
  });
  return { result, caught, environment, statements };
}

test.each(PLACES)(
  'a chunk of an upload goes where the pages may send it, and where the bucket lets them: %j',
  async (place) => {
    const assembly = deployedAs(place);
    const { result: targets, environment } = await asFunction(place, assembly, 'admin-runs', async () => {
      const { targetsOf } = await import('#adapters/runs/exports.ts');
      return targetsOf('staged/1f/a b.zip', 'upload-id', [1, 2]);
    });
    const bucket = environment['EXPORT_BUCKET']!;
    const policy = behaviorsOf(assembly).pages.headers['content-security-policy']!;
    const [, allowed = ''] = /connect-src 'self' ([^;]+);/u.exec(policy) ?? [];
    for (const { number, url } of targets) {
      const { protocol, host, pathname, searchParams } = new URL(url);
      expect({ protocol, host, pathname }).toEqual({
        protocol: 'https:',
        host: `${bucket}.s3.${place.region}.${suffixOf(place)}`,
        pathname: '/staged/1f/a%20b.zip',
      });
      expect(allowed.split(' ')).toContain(host);
      // The browser sends no header of its own: none may be signed, and no checksum be promised.
      expect([...searchParams.keys()].filter((name) => !name.startsWith('X-Amz-')).sort()).toEqual([
        'partNumber',
        'uploadId',
        'x-id',
      ]);
      expect(Object.fromEntries(searchParams)).toMatchObject({
        partNumber: String(number),
        'X-Amz-SignedHeaders': 'host',
        'X-Amz-Security-Token': 'session',
        'X-Amz-Credential': expect.stringContaining(`/${place.region}/s3/aws4_request`),
      });
      const rules = corsOf(assembly).get(bucket)!;
      const origin = 'https://d111111abcdef8.cloudfront.net';
      expect(corsHeaders(rules, 'PUT', { origin })).toMatchObject({ 'access-control-expose-headers': 'ETag' });
    }
  },
);

type Sent = { readonly environment: Readonly<Record<string, string>>; readonly body: string; readonly path: string };
const json = ({ body }: Sent) => JSON.parse(body) as Record<string, string>;
const form = ({ body }: Sent) => new URLSearchParams(body);
const arn = (place: Place, service: string, rest: string) =>
  `arn:${place.region.startsWith('cn-') ? 'aws-cn' : 'aws'}:${service}:${place.region}:${ACCOUNT}:${rest}`;
const bucketArn = (place: Place, bucket: string, key: string) =>
  `arn:${place.region.startsWith('cn-') ? 'aws-cn' : 'aws'}:s3:::${bucket}/${key}`;
const wrapped = Buffer.from('wrapped');
const sender = { from: 'it@corp.example', name: 'IT', replyTo: '', sandbox: false };
const mail = { to: 'ana@corp.example', sender, subject: 's', text: 't', html: 'h' };

/** A call of an adapter: by which function, what the request must be allowed, on what. `host`: what stands before the region. */
const CALLS: readonly {
  readonly of: string;
  readonly call: () => Promise<unknown>;
  readonly host: string;
  readonly action: string;
  readonly on: (place: Place, sent: Sent) => string;
}[] = [
  {
    of: 'logon',
    call: async () => (await import('#adapters/mail/queue.ts')).enqueueMail({ kind: 'new-pin-proof', user: 'ana' }),
    host: 'sqs',
    action: 'sqs:SendMessage',
    on: (place, sent) => arn(place, 'sqs', new URL(json(sent)['QueueUrl']!).pathname.split('/').at(-1)!),
  },
  {
    of: 'send-mail',
    call: async () => (await import('#adapters/mail/ses.ts')).sendMail(mail),
    host: 'email',
    action: 'ses:SendRawEmail',
    on: (place, sent) => arn(place, 'ses', `configuration-set/${form(sent).get('ConfigurationSetName')}`),
  },
  {
    of: 'notify-users',
    call: async () => (await import('#adapters/mail/ses.ts')).readQuota(),
    host: 'email',
    action: 'ses:GetSendQuota',
    on: () => '*',
  },
  {
    of: 'start-run',
    call: async () => (await import('#adapters/runs/machine.ts')).startExecution('run', '{}'),
    host: 'states',
    action: 'states:StartExecution',
    on: (_place, sent) => json(sent)['stateMachineArn']!,
  },
  {
    of: 'admin-runs',
    call: async () => (await import('#adapters/runs/machine.ts')).isRunning('0f-run-1'),
    host: 'states',
    action: 'states:DescribeExecution',
    on: (_place, sent) => json(sent)['executionArn']!,
  },
  {
    of: 'read-manifest',
    call: async () => (await import('#adapters/aws/keys.ts')).unwrapWithExportKey(wrapped),
    host: 'kms',
    action: 'kms:Decrypt',
    on: (place, sent) => arn(place, 'kms', `key/${json(sent)['KeyId']}`),
  },
  {
    of: 'admin-keys',
    call: async () => (await import('#adapters/aws/keys.ts')).exportPublicKey(),
    host: 'kms',
    action: 'kms:GetPublicKey',
    on: (place, sent) => arn(place, 'kms', `key/${json(sent)['KeyId']}`),
  },
  {
    of: 'ingest-part',
    call: async () => (await import('#adapters/aws/keys.ts')).newSeedDataKey({}),
    host: 'kms',
    action: 'kms:GenerateDataKey',
    on: (place, sent) => arn(place, 'kms', `key/${json(sent)['KeyId']}`),
  },
  {
    of: 'logon',
    call: async () => (await import('#adapters/aws/keys.ts')).peppers(),
    host: 'secretsmanager',
    action: 'secretsmanager:GetSecretValue',
    on: (_place, sent) => json(sent)['SecretId']!,
  },
  {
    of: 'logon',
    call: async () => (await import('#adapters/directory/settings.ts')).readSettings(),
    host: 'dynamodb',
    action: 'dynamodb:GetItem',
    on: (place, sent) => arn(place, 'dynamodb', `table/${json(sent)['TableName']}`),
  },
  {
    of: 'read-manifest',
    call: async () => (await import('#adapters/runs/exports.ts')).putPlan('a.jsonl', '{}'),
    host: 's3',
    action: 's3:PutObject',
    on: (place, { environment, path }) => bucketArn(place, environment['EXPORT_BUCKET']!, path.slice(1)),
  },
  {
    of: 'ingest-part',
    call: async () =>
      (await import('#adapters/runs/reports.ts')).putReport('m', false, 1, [
        { part: 1, line: 1, type: 'unreadable', outcome: 'rejected' },
      ]),
    host: 's3',
    action: 's3:PutObject',
    on: (place, { environment, path }) => bucketArn(place, environment['REPORT_BUCKET']!, path.slice(1)),
  },
];

test.each(PLACES)(
  'each request goes to its own service in its region, and its function may send it: %j',
  async (place) => {
    const assembly = deployedAs(place);
    for (const { of, call, host, action, on } of CALLS) {
      const { caught, environment, statements } = await asFunction(place, assembly, of, () =>
        call().catch((error: unknown) => {
          if (!String(error).includes('caught') && !String((error as Error).cause).includes('caught')) throw error;
        }),
      );
      expect([action, caught.length]).toEqual([action, 1]);
      const [sent] = caught;
      const regional = `${host}.${place.region}.${suffixOf(place)}`;
      expect([action, host === 's3' ? sent!.host.split('.').slice(1).join('.') : sent!.host]).toEqual([
        action,
        regional,
      ]);
      expect(sent!.headers['authorization']).toContain(`/${place.region}/`);
      const resource = on(place, { environment, body: sent!.body, path: sent!.path.split('?')[0]! });
      expect({ of, action, resource, allowed: allows(statements as Statement[], action, resource) }).toMatchObject({
        allowed: true,
      });
    }
  },
);
