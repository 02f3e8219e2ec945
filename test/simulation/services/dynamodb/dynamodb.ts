/** DynamoDB and its streams on the wire: JSON 1.0 in and out. */
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from '../service.ts';
import { createResource } from './definitions.ts';
import { faultsOf, refusedBy } from './faults.ts';
import { READS, WRITES } from './operations.ts';
import { malformed, NotSimulated, Refusal } from './refusals.ts';
import type { Request } from './requests.ts';
import type { Options } from './table.ts';
import { Tables } from './tables.ts';
import { Tokens } from './transactions.ts';
import { type Item, isObject } from './values.ts';

const TARGET = /^DynamoDB(?:Streams)?_20120810\.(\w+)$/u;
const HEADERS = { 'content-type': 'application/x-amz-json-1.0' };
const DAY_MS = 24 * 60 * 60 * 1000;

/** As a deployment meets it: late copies, several shards, items that outlive their end. */
const HOSTILE: Options = {
  stalestMs: 3_000,
  streamLatestMs: 3_000,
  streamShards: 3,
  expiryLatestMs: 2 * DAY_MS,
  pageBytes: 1024 * 1024,
};
/** Nothing late: what the same calls on a real engine are compared with. */
export const EXACT: Options = {
  stalestMs: 0,
  streamLatestMs: 0,
  streamShards: 1,
  expiryLatestMs: undefined,
  pageBytes: 1024 * 1024,
};

export class DynamoDb implements Service {
  readonly #tables: Tables;
  readonly #tokens = new Tokens();

  constructor(world: Surroundings, options: Partial<Options> = {}) {
    this.#tables = new Tables(world, { ...HOSTILE, ...options });
  }

  /** Makes a table as CloudFormation does, with the properties of a template's resource and a name. */
  create(properties: Request): void {
    createResource(properties, this.#tables);
  }

  /** Every item of a table as it is now, which no caller of the service can see at once: for the invariants of a simulation. */
  items(table: string): readonly Item[] {
    return this.#tables.get(table).items();
  }

  handle(request: WireRequest): WireAnswer {
    return answered(() => {
      const { operation, body } = read(request);
      const run = READS[operation] ?? WRITES[operation];
      if (!run) throw new NotSimulated(`the operation ${operation}`);
      return run(body, this.#tables, this.#tokens);
    });
  }

  faults(request: WireRequest): readonly Fault[] {
    const { operation, body } = read(request);
    return faultsOf(operation, body);
  }

  refuse(request: WireRequest, fault: Fault): WireAnswer {
    if (fault.endsWith('-done')) this.handle(request);
    const { operation, body } = read(request);
    return answered(() => refusedBy(fault, operation, body, this.#tables));
  }
}

function read({ headers, body }: WireRequest): { operation: string; body: Request } {
  const target = headers['x-amz-target'] ?? '';
  const operation = TARGET.exec(target)?.[1];
  if (operation === undefined) throw new NotSimulated(`the target ${target}`);
  const parsed: unknown = JSON.parse(body.toString());
  if (!isObject(parsed)) throw malformed('expected a map');
  return { operation, body: parsed };
}

function answered(answer: () => object): WireAnswer {
  try {
    return { status: 200, headers: HEADERS, body: JSON.stringify(answer()) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = { __type: `com.amazonaws.dynamodb.v20120810#${error.name}`, message: error.message, ...error.more };
    return { status: error.status, headers: HEADERS, body: JSON.stringify(body) };
  }
}
