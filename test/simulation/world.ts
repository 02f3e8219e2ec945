/**
 * A whole deployment in one process: the functions' own code, the state machines' own definitions and what the template wires, on simulated services,
 * a virtual clock and a network that fails. All that happens follows from the seed.
 */
import { type Assembly, readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { functionsOf, machinesOf } from '#infra/cloud-assembly/description.ts';
import { ACCOUNT, REGION } from '#local/aws/names.ts';
import { createApi } from './api.ts';
import { drawFaults, type Faults, NONE } from './faults.ts';
import { createLambda } from './lambda.ts';
import { createMachines, type Definition, type Execution } from './machines.ts';
import { createNetwork } from './network.ts';
import { type createProcess, enter } from './process.ts';
import { createScheduler } from './scheduler.ts';
import { createServices } from './services.ts';
import { startSources } from './sources.ts';
import { createTrace } from './trace.ts';

/** Monday morning, in winter. */
const START = Date.parse('2026-11-30T08:00:00Z');

/** `cdk.out` as AWS would resolve it. */
export function readSimulated(directory: string): Assembly {
  const attributes = {
    'AWS::SQS::Queue.Ref': (name: string) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
    'AWS::DynamoDB::Table.StreamArn': (name: string) =>
      `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}/stream/2026-11-30T00:00:00.000`,
    'AWS::ApiGatewayV2::Api.ApiEndpoint': () => 'https://api.landfall.example',
    'AWS::CloudFront::Distribution.DomainName': () => 'landfall.example',
    'AWS::S3::Bucket.RegionalDomainName': (name: string) => `${name}.s3.${REGION}.amazonaws.com`,
  };
  return readAssembly(directory, ['Stateful', 'Stateless'], {
    region: REGION,
    account: ACCOUNT,
    parameters: {},
    attributes,
  });
}

/** "landfall-FunctionsReadManifest" -> "read-manifest" */
const folderOf = (name: string): string =>
  name
    .replace(/^landfall-Functions/u, '')
    .replaceAll(/(?!^)([A-Z])/gu, '-$1')
    .toLowerCase();

export type World = ReturnType<typeof createWorld>;
type Options = {
  readonly seed: number;
  readonly assembly: Assembly;
  readonly process: ReturnType<typeof createProcess>;
  /** What is drawn where there are none. */
  readonly faults?: Faults;
  /** Takes a line for each thing that happens. */
  readonly say?: (line: string) => void;
};

export function createWorld({ seed, assembly, process, faults, say }: Options) {
  const scheduler = createScheduler(seed, START);
  let mix: Faults = faults ?? drawFaults(scheduler);
  const current = () => mix;
  const trace = createTrace(scheduler.now, say);
  const shared = { AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'AKIASIMULATED', AWS_SECRET_ACCESS_KEY: 'simulated' };
  const functions = new Map(
    functionsOf(assembly).map(({ name, timeoutMs, environment }) => {
      const variables = { ...shared, AWS_LAMBDA_FUNCTION_NAME: name, ...environment };
      return [name, { name, folder: folderOf(name), timeoutMs, environment: variables }] as const;
    }),
  );
  const lambda = createLambda(scheduler, functions, process, current, trace);
  const definitions = [...machinesOf<Definition>(assembly)].map(
    ([name, definition]) => [`arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`, definition] as const,
  );
  let announce: (execution: Execution) => void = () => undefined;
  const services = createServices(assembly, scheduler, current, () => machines);
  const machines = createMachines(
    scheduler,
    new Map(definitions),
    lambda,
    services.storage,
    current,
    (execution) => announce(execution),
    trace,
  );
  const network = createNetwork(scheduler, services.byName, current, lambda.kill, trace);
  enter({ scheduler, send: network.send });
  const sources = startSources(assembly, scheduler, lambda, services.call, current);
  const looks: ((execution: Execution) => void)[] = [];
  announce = (execution) => {
    for (const look of looks) look(execution);
    void sources.announce(execution);
  };
  const api = createApi(assembly, scheduler, lambda, services.secret);

  const atRest = () => machines.running().length === 0 && lambda.running() === 0 && sources.idle() && services.idle();
  return {
    ...services.seen,
    scheduler,
    lambda,
    machines,
    api,
    trace,
    faults: current,
    /** Calls `look` whenever an execution has ended. */
    onEnd: (look: (execution: Execution) => void) => void looks.push(look),
    setFaults: (next: Faults) => {
      mix = next;
    },
    /** Without any more faults, until nothing runs, waits or is to be told. @throws Endless */
    async settle(hours = 72): Promise<void> {
      mix = NONE;
      const until = scheduler.now() + hours * 3_600_000;
      // At rest for a while: what a queue or a stream gives late has come by then.
      let since: number | undefined;
      const looks = async (): Promise<void> => {
        for (;;) {
          await scheduler.sleep(1_000);
          since = atRest() ? (since ?? scheduler.now()) : undefined;
        }
      };
      void looks();
      await scheduler.run(() => since !== undefined && scheduler.now() - since > 90_000, { until });
    },
  };
}
