/** What invariants and actors know of a world besides its routes: its tables as plain values, its keys, and its executions as they begin and end. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, REGION } from '#local/aws/names.ts';
import type { Execution } from '../machines.ts';
import type { WireRequest } from '../services/service.ts';
import type { World } from '../world.ts';

export type Table = 'directory' | 'operations' | 'journeys' | 'search' | 'audit' | 'auditOutbox';
type Plain = Readonly<Record<string, unknown>>;
export type OnExecution = (execution: Execution, what: 'starts' | 'ends') => void;
export type PlayWorld = World & {
  items(table: Table): readonly Plain[];
  /** An action of a service, without the network between. */
  ask(service: string, target: string, input: object): unknown;
  /** The secret's text. */
  peppers(): string;
  /** DER SubjectPublicKeyInfo. */
  auditKey(): Buffer;
  exportKey(): Buffer;
  onExecution(look: OnExecution): void;
  executionStatus(name: string): string | undefined;
};

const NAMES: Readonly<Record<Table, string>> = {
  directory: 'landfall-Directory',
  operations: 'landfall-Operations',
  journeys: 'landfall-Journeys',
  search: 'landfall-Search',
  audit: 'landfall-Audit',
  auditOutbox: 'landfall-AuditOutbox',
};

function requestOf(service: string, target: string, input: object): WireRequest {
  return {
    service,
    method: 'POST',
    host: `${service}.${REGION}.amazonaws.com`,
    path: '/',
    query: {},
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(input)),
  };
}

type Stored = Parameters<typeof unmarshall>[0];
/** An item that stays as it is, is the same object each time. */
const plains = new WeakMap<object, Plain>();
function plain(item: object): Plain {
  const known = plains.get(item) ?? unmarshall(item as Stored);
  plains.set(item, known);
  return known;
}

export function around(world: World, assembly: Assembly): PlayWorld {
  const keyOf = (spec: string): string =>
    assembly.of<{ KeySpec?: string }>('AWS::KMS::Key').find(({ properties }) => properties.KeySpec === spec)!.name;
  const pepper = assembly.of('AWS::SecretsManager::Secret').find(({ name }) => /pepper/iu.test(name))!.name;
  const looks: OnExecution[] = [];
  const { machines } = world;
  const start = machines.start.bind(machines);
  machines.start = (...given) => {
    const execution = start(...given);
    if (typeof execution === 'object') for (const look of looks) look(execution, 'starts');
    return execution;
  };
  return {
    ...world,
    items: (table) => world.dynamodb.items(NAMES[table]).map(plain),
    ask: (service, target, input) => {
      const services: Readonly<
        Record<string, { handle(request: WireRequest): { status: number; body: string | Buffer } }>
      > = { kms: world.kms };
      const { status, body } = services[service]!.handle(requestOf(service, target, input));
      if (status >= 300) throw new Error(`${service} ${target}: ${String(body)}`);
      return JSON.parse(String(body));
    },
    peppers: () => world.secrets.current(`arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${pepper}`),
    auditKey: () => world.kms.publicKey(keyOf('ECC_NIST_P256')),
    exportKey: () => world.kms.publicKey(keyOf('RSA_4096')),
    onExecution: (look) => {
      looks.push(look);
      world.onEnd((execution) => look(execution, 'ends'));
    },
    executionStatus: (name) => [...machines.executions.values()].find((one) => one.name === name)?.status,
  };
}
