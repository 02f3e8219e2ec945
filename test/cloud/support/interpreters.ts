/** One execution of a state machine on two interpreters of the Amazon States Language, with functions and objects that a test makes up. */

import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { NamedError } from '#local/aws/names.ts';
import { asStateError } from '#local/aws-json.ts';
import { createStates } from '#local/states.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { assemblyOf } from '../../support/assembly.ts';
import { ACCOUNT, type Asked, type Moto, type Reply, startMoto } from './moto.ts';

type State = { Type: string; Parameters?: { FunctionName?: string }; ItemProcessor?: Definition };
export type Definition = { StartAt: string; States: Record<string, State> };
/** What the function of a state returns; it throws a NamedError to fail. `call`: which call with this payload it is, counted from 1. */
export type Work = (state: string, event: never, call: number) => unknown;
export type Seen = {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  readonly output?: unknown;
  /** Each call of a function: the state and its payload. In the order of their text, since the children of a Map have none. */
  readonly calls: readonly string[];
};
type End = { status: string; error?: string; cause?: string; output?: string };
type Objects = ReadonlyMap<string, string>;

const NAME = 'm';
const ARN = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:${NAME}`;
const CREDENTIALS = { accessKeyId: 'x', secretAccessKey: 'x' };
const ENDED_MS = 120_000;

function functionsOf({ States }: Definition): [string, string][] {
  return Object.entries(States).flatMap(([name, { Parameters, ItemProcessor }]) => [
    ...(Parameters?.FunctionName === undefined ? [] : [[Parameters.FunctionName, name] as [string, string]]),
    ...(ItemProcessor ? functionsOf(ItemProcessor) : []),
  ]);
}

/** The functions of a definition, each called by its ARN; every call is noted. @throws Error in `invoke` for an ARN that no state names */
function noting(definition: Definition, work: Work) {
  const states = new Map(functionsOf(definition));
  const counts = new Map<string, number>();
  const calls: string[] = [];
  const invoke = async (arn: string, event: unknown): Promise<unknown> => {
    const state = states.get(arn);
    if (state === undefined) throw new Error(`No state calls ${arn}.`);
    const call = `${state} ${JSON.stringify(event)}`;
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    calls.push(call);
    return (await work(state, event as never, count)) ?? null;
  };
  return { calls, invoke };
}

/** A Map's results have a name that is drawn; what a Map has failed with, each interpreter says in words of its own. */
function seen({ status, error, cause, output }: End, calls: readonly string[]): Seen {
  return {
    status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined || error?.startsWith('States.') ? {} : { cause }),
    ...(output === undefined ? {} : { output: JSON.parse(output) as unknown }),
    calls: calls
      .map((call) => call.replaceAll(/("Error":"States\.\w+","Cause":)"(?:[^"\\]|\\.)*"/gu, '$1""'))
      .toSorted(),
  };
}

async function ended(describe: () => Promise<End> | End): Promise<End> {
  const deadline = Date.now() + ENDED_MS;
  while (Date.now() < deadline) {
    const found = await describe();
    if (found.status !== 'RUNNING') return found;
    await setTimeout(100);
  }
  throw new Error('The execution did not end.');
}

/** On the interpreter of the embedded deployment. */
export async function onEmbedded(definition: Definition, input: object, work: Work, objects: Objects): Promise<Seen> {
  const { calls, invoke } = noting(definition, work);
  const s3 = createServer((incoming, response) => {
    const found = objects.get(incoming.url!);
    if (incoming.method === 'GET') response.writeHead(found === undefined ? 404 : 200).end(found);
    else void text(incoming).then(() => response.end());
  });
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  const properties = { DefinitionString: JSON.stringify(definition), StateMachineName: NAME };
  const assembly = assemblyOf([{ type: 'AWS::StepFunctions::StateMachine', name: 'M', properties }]);
  const services = { invoke, s3: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`, permits: PERMITTED };
  const { actions } = createStates(assembly, services, mkdtempSync(join(tmpdir(), 'landfall-asl-')), () => undefined);
  actions['StartExecution']!({ stateMachineArn: ARN, name: 'one', input: JSON.stringify(input) } as never);
  const executionArn = `${ARN.replace(':stateMachine:', ':execution:')}:one`;
  try {
    return seen(await ended(() => actions['DescribeExecution']!({ executionArn } as never) as End), calls);
  } finally {
    s3.close().closeAllConnections();
  }
}

/** Where moto reads less than AWS does: what stands in the definition, and what moto is given in its place. */
export const DEVIATIONS: Readonly<Record<string, { readonly written: RegExp; readonly given: string }>> = {
  'the items of a Map are one JSON array under the same key, not lines of JSON': {
    written: /"InputType":"JSONL"/gu,
    given: '"InputType":"JSON"',
  },
  'the children of a Distributed Map are Standard executions': {
    written: /"ExecutionType":"EXPRESS"/gu,
    given: '"ExecutionType":"STANDARD"',
  },
  "the place of a Map's results is read from those results, not from the state's input": {
    written: /"Prefix\.\$":"\$\.results"/gu,
    given: '"Prefix":"results"',
  },
  'a tolerated percentage has a decimal point': {
    written: /"ToleratedFailurePercentage":(\d+)(?=[,}])/gu,
    given: '"ToleratedFailurePercentage":$1.0',
  },
};

/** The text of a definition as moto reads it. @param but a deviation that is left out */
const lowered = (definition: Definition, but?: string) =>
  Object.entries(DEVIATIONS)
    .filter(([name]) => name !== but)
    .reduce((text, [, { written, given }]) => text.replace(written, given), JSON.stringify(definition));
const arrayOf = (lines: string) => `[${lines.split('\n').filter(Boolean).join(',')}]`;

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations/u;

/** moto's interpreter. `run` plays one execution at a time; `but`: one of DEVIATIONS that is not made. */
export async function startOther() {
  let now: { invoke: (arn: string, event: unknown) => Promise<unknown>; objects: Objects } | undefined;
  const answer = async ({ method, url, body }: Asked): Promise<Reply | undefined> => {
    const [, arn] = INVOKE.exec(url) ?? [];
    if (arn !== undefined) {
      const event = JSON.parse(body.toString('utf8') || 'null') as unknown;
      return now!.invoke(decodeURIComponent(arn), event).then(
        (result) => ({ status: 200, body: JSON.stringify(result) }),
        (error: Error) => ({
          status: 200,
          headers: { 'X-Amz-Function-Error': 'Unhandled' },
          body: asStateError(error).message,
        }),
      );
    }
    // Everything else that is not an action is S3.
    if (url === '/' || url.startsWith('/moto-api')) return undefined;
    if (method !== 'GET') return { status: 200, body: '', headers: { etag: '"0"' } };
    const found = now!.objects.get(url.split('?')[0]!);
    const missing = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
    return found === undefined ? { status: 404, body: missing } : { status: 200, body: arrayOf(found) };
  };
  const moto: Moto = await startMoto(answer);
  const sfn = new SFNClient({ endpoint: moto.direct, region: 'eu-central-1', credentials: CREDENTIALS });
  let machines = 0;
  const run = async (definition: Definition, input: object, work: Work, objects: Objects, but?: string) => {
    const { calls, invoke } = noting(definition, work);
    now = { invoke, objects };
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: `${NAME}${++machines}`,
        definition: lowered(definition, but),
        roleArn: `arn:aws:iam::${ACCOUNT}:role/machine`,
      }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: 'one', input: JSON.stringify(input) }),
    );
    const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn })) as Promise<End>;
    return seen(await ended(describe), calls);
  };
  return { run, stop: moto.stop };
}

export { NamedError };
