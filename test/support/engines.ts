/**
 * All embedded engines but DynamoDB's in a process of their own (some are ES modules, which tests can't load), for contract tests: the same calls by
 * the same clients are made on these and on the simulated services (test/simulation/services/).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolveLoopbackNames } from '#cli/online/loopback.ts';

const STARTED = `import { createEvents } from './local/events.ts';
import { openKeys } from './local/keys.ts';
import { serveActions } from './local/aws-json.ts';
import { startMail } from './local/mail.ts';
import { createStates } from './local/states.ts';
import { startStorage } from './local/storage.ts';
import { assemblyOf } from './test/support/assembly.ts';
import { OWNER } from './test/support/permits.ts';
import getPort from 'get-port';
const [data, resources] = process.argv.slice(1);
const assembly = assemblyOf(JSON.parse(resources));
const at = (name) => data + '/' + name;
const storage = await startStorage(0, at('storage'), assembly, () => {}, OWNER);
const mail = await getPort();
const services = await getPort();
const account = { file: at('mail.json'), accountFile: at('mail-account.json'), publish: () => {}, refuse: () => undefined, say: () => {} };
await startMail(assembly, { port: mail, inboxPort: await getPort(), ...account });
const { actions } = await openKeys(at('keys.json'), assembly);
const states = createStates(assembly, { invoke: async () => ({}), s3: '', ...OWNER }, at('executions'), () => {});
const served = { ...actions, ...states.actions, ...createEvents(assembly, at('events.log')) };
await serveActions(services, served, () => {});
console.log(JSON.stringify({ ports: { storage: storage.port, mail, services } }));`;

/** The account and region of the engines. */
const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:000000000000:${rest}`;
const machine = (name: string, state: object) => ({
  type: 'AWS::StepFunctions::StateMachine',
  name,
  properties: {
    StateMachineName: name,
    DefinitionString: JSON.stringify({ StartAt: 'Only', States: { Only: { ...state, End: true } } }),
  },
});

/** What is there: two buckets, a queue with its dead letters, three keys, a secret, two machines, a bus and a configuration set. */
const RESOURCES = [
  { type: 'AWS::S3::Bucket', name: 'exports', properties: {} },
  { type: 'AWS::S3::Bucket', name: 'reports', properties: {} },
  { type: 'AWS::SQS::Queue', name: 'dead', properties: {} },
  {
    type: 'AWS::SQS::Queue',
    name: 'mails',
    properties: {
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: ARN('sqs', 'dead'), maxReceiveCount: 2 },
    },
  },
  { type: 'AWS::KMS::Key', name: 'seeds', properties: {} },
  { type: 'AWS::KMS::Key', name: 'others', properties: {} },
  { type: 'AWS::KMS::Key', name: 'exports', properties: { KeySpec: 'RSA_4096' } },
  { type: 'AWS::KMS::Key', name: 'audit', properties: { KeySpec: 'ECC_NIST_P256' } },
  {
    type: 'AWS::SecretsManager::Secret',
    name: 'peppers',
    properties: {
      GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 },
    },
  },
  machine('waits', { Type: 'Wait', Seconds: 3600 }),
  machine('passes', { Type: 'Pass' }),
  { type: 'AWS::Events::EventBus', name: 'bus', properties: {} },
  { type: 'AWS::SES::ConfigurationSet', name: 'set', properties: {} },
];

export type Engines = {
  /** Addresses for the clients' `endpoint`. */
  readonly s3: string;
  readonly sqs: string;
  readonly ses: string;
  readonly services: string;
  /** The folder of their files. */
  readonly data: string;
  stop(): Promise<void>;
};

/** @param services whose resources are made, as CloudFormation names them: keys take a while */
export async function startEngines(...services: readonly string[]): Promise<Engines> {
  resolveLoopbackNames();
  const data = mkdtempSync(`${tmpdir()}/landfall-engines-`);
  const resources = RESOURCES.filter(({ type }) => services.includes(type.split('::')[1]!));
  const args = ['--input-type=module', '--no-warnings', '-e', STARTED, data, JSON.stringify(resources)];
  const engine = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ports = await new Promise<{ storage: number; mail: number; services: number }>((resolve, reject) => {
    let output = '';
    engine.once('exit', () => reject(new Error(`the engines did not start: ${output}`)));
    engine.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const said = output.split('\n').find((line) => line.startsWith('{"ports"'));
      if (said) resolve((JSON.parse(said) as { ports: { storage: number; mail: number; services: number } }).ports);
    });
  });
  return {
    s3: `http://s3.localhost:${ports.storage}`,
    sqs: `http://127.0.0.1:${ports.storage}`,
    ses: `http://127.0.0.1:${ports.mail}`,
    services: `http://127.0.0.1:${ports.services}`,
    data,
    async stop() {
      const ended = once(engine, 'exit');
      engine.kill();
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
