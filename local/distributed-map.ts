/**
 * A state machine on aws-local-stepfunctions: its Tasks call functions, and its Distributed Maps, which the library lacks,
 * are lowered onto it as Tasks that read the items, run a child for each, tolerate failures and write the results.
 */
import { StateMachine } from 'aws-local-stepfunctions';
import { mapLimited } from '#core/concurrency.ts';
import { NamedError } from './aws/names.ts';
import { asStateError } from './aws-json.ts';
import type { Invoke } from './functions.ts';
import type { MachinePermits } from './iam/permits.ts';
import { checkState } from './quotas.ts';
import { ownHeaders } from './scope.ts';

type State = {
  Type: string;
  ItemReader?: { Parameters: object; ReaderConfig?: { InputType: string } };
  ItemProcessor?: Definition & { ProcessorConfig?: { Mode?: string } };
  ItemSelector?: object;
  ResultWriter?: { Parameters: object };
  MaxConcurrency?: number;
  MaxConcurrencyPath?: string;
  ToleratedFailureCount?: number;
  ToleratedFailurePercentage?: number;
};
export type Definition = { StartAt: string; States: Record<string, State> };
/** `s3`: the endpoint from which items are read and to which results are written. */
export type Services = { readonly invoke: Invoke; readonly s3: string; readonly permits: MachinePermits };
type Handler = (input: never, context: object, maps: Set<Children>) => Promise<unknown>;
type Reader = { Bucket: string; Key: string };
type MapTask = { input: unknown; reader: Reader; writer?: { Bucket: string; Prefix: string }; concurrency: number };
/** The children of a Map. They end with its execution, in whatever way that ends: none goes on behind a failure or a time-out. */
class Children {
  readonly #aborts = new Set<() => void>();
  #ended = false;

  async run(start: () => ReturnType<Machine>): Promise<unknown> {
    if (this.#ended) throw new NamedError('States.Runtime', 'The Map has ended.');
    const { result, abort } = start();
    this.#aborts.add(abort);
    return result.finally(() => this.#aborts.delete(abort));
  }

  end(): void {
    this.#ended = true;
    for (const abort of this.#aborts) abort();
  }
}

/** Starts an execution; `context` is its context object. The result rejects under the error's name. */
export type Machine = (input: unknown, context: object) => { result: Promise<unknown>; abort: () => void };

/**
 * The library ends a Task that names no time-out after 60 seconds. On AWS such a Task has years, and a Map has no time-out of its own:
 * the execution's ends it. The most that a timer of Node can wait, 24 days.
 */
const UNLIMITED_SECONDS = 2_147_483;
const hasTimeout = (state: object): boolean => 'TimeoutSeconds' in state || 'TimeoutSecondsPath' in state;

/** @param definition a valid one: `npm run lint:cloud` holds those of the templates. @throws Error where it has a Distributed Map that can't be lowered */
export function prepareMachine(definition: Definition, services: Services): Machine {
  const callFunction = async ({ FunctionName, Payload }: { FunctionName: string; Payload: unknown }) => {
    services.permits.invoke(FunctionName);
    const answer = await services.invoke(FunctionName, checkState(Payload)).catch((error: Error) => {
      throw asStateError(error);
    });
    return { StatusCode: 200, Payload: checkState(answer) };
  };
  const handlers: [string, Handler][] = [];
  const States: Record<string, object> = {};
  for (const [name, state] of Object.entries(definition.States)) {
    const distributed = state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
    if (distributed) States[name] = lowered(name, state);
    else
      States[name] =
        state.Type === 'Task' && !hasTimeout(state) ? { ...state, TimeoutSeconds: UNLIMITED_SECONDS } : state;
    if (distributed) handlers.push([name, itemRunner(state, services)]);
    else if (state.Type === 'Task') handlers.push([name, callFunction]);
  }
  // The library would compile a schema of the whole language for each machine, child and run: longer than all else of a start.
  const validationOptions = { noValidate: true, checkArn: false, checkPaths: false };
  const machine = new StateMachine({ ...definition, States } as never, { validationOptions });
  return (input, context) => {
    const maps = new Set<Children>();
    const bound = handlers.map(([name, handler]) => [name, (task: never) => handler(task, context, maps)]);
    const overrides = { taskResourceLocalHandlers: Object.fromEntries(bound) };
    const { result, abort } = machine.run(input as never, { context: context as never, overrides });
    // The library wraps what an execution failed with.
    const ended = result.catch((error: Error) => Promise.reject((error.cause ?? error) as Error));
    const endMaps = () => {
      for (const children of maps) children.end();
    };
    return { abort, result: ended.finally(endMaps) };
  };
}

const LOWERED = `Label ItemReader ItemProcessor ItemSelector ResultWriter MaxConcurrency MaxConcurrencyPath
  ToleratedFailureCount ToleratedFailurePercentage`.split(/\s+/u);

/** What a Task has too. */
const KEPT = 'Type Comment InputPath OutputPath ResultPath ResultSelector Retry Catch Next End'.split(' ');

/** The Map as a Task whose handler gets a MapTask. @throws Error where it has a field that neither has */
function lowered(name: string, state: State): object {
  const { ItemReader, ResultWriter, MaxConcurrency = 5, MaxConcurrencyPath } = state;
  if (ItemReader?.ReaderConfig?.InputType !== 'JSONL')
    throw new Error(`${name}: the embedded deployment reads items as JSONL alone.`);
  const Parameters = {
    'input.$': '$',
    reader: ItemReader.Parameters,
    ...(ResultWriter ? { writer: ResultWriter.Parameters } : {}),
    ...(MaxConcurrencyPath ? { 'concurrency.$': MaxConcurrencyPath } : { concurrency: MaxConcurrency }),
  };
  const kept = Object.fromEntries(Object.entries(state).filter(([field]) => !LOWERED.includes(field)));
  const strange = Object.keys(kept).find((field) => !KEPT.includes(field));
  if (strange !== undefined) throw new Error(`${name}: the embedded deployment has no ${strange} of a Map.`);
  return {
    ...kept,
    TimeoutSeconds: UNLIMITED_SECONDS,
    Type: 'Task',
    Resource: 'arn:aws:states:::embedded:map',
    Parameters,
  };
}

function itemRunner(state: State, services: Services): Handler {
  const { ItemSelector, ToleratedFailureCount = 0, ToleratedFailurePercentage = 0 } = state;
  const { ProcessorConfig: _, ...child } = state.ItemProcessor!;
  // ItemSelector becomes a Pass state in front of the child, since it reads the Map's own input.
  const select = ItemSelector ? { Parameters: ItemSelector } : { InputPath: '$$.Map.Item.Value' };
  const States = { SelectItem: { Type: 'Pass', ...select, Next: child.StartAt }, ...child.States };
  const runChild = prepareMachine({ ...child, StartAt: 'SelectItem', States }, services);
  return async ({ input, reader, writer, concurrency }: MapTask, context, maps) => {
    const children = new Children();
    maps.add(children);
    const { permits } = services;
    permits.startChildren();
    permits.readItems(reader.Bucket, reader.Key);
    const answer = await fetch(`${services.s3}/${reader.Bucket}/${reader.Key}`, { headers: ownHeaders(Date.now()) });
    if (!answer.ok) throw new NamedError('States.ItemReaderFailed', `Reading ${reader.Key}: ${answer.status}`);
    const lines = (await answer.text()).split('\n').filter(Boolean);
    const tolerated = Math.max(ToleratedFailureCount, Math.floor((lines.length * ToleratedFailurePercentage) / 100));
    let failures = 0;
    let exceeded: string | undefined;
    const runItem = (line: string, Index: number) =>
      children
        .run(() => runChild(input, { ...context, Map: { Item: { Index, Value: JSON.parse(line) as unknown } } }))
        .then(
          (Output) => ({ Status: 'SUCCEEDED', Output }),
          ({ name, message }: Error) => {
            failures += 1;
            if (failures <= tolerated) return { Status: 'FAILED', Error: name, Cause: message };
            children.end();
            exceeded ??= `${failures} of ${lines.length} items failed.`;
            throw new NamedError('States.ExceedToleratedFailureThreshold', exceeded);
          },
        );
    const results = await mapLimited(lines, Math.max(1, concurrency), runItem);
    if (!writer) return results;
    const Key = `${writer.Prefix}/${crypto.randomUUID()}/manifest.json`;
    const body = JSON.stringify(results);
    permits.writeResults(writer.Bucket, Key);
    const written = await fetch(`${services.s3}/${writer.Bucket}/${Key}`, {
      method: 'PUT',
      body,
      headers: ownHeaders(Date.now()),
    });
    if (!written.ok) throw new NamedError('States.ResultWriterFailed', `Writing ${Key}: ${written.status}`);
    return { ResultWriterDetails: { Bucket: writer.Bucket, Key } };
  };
}
