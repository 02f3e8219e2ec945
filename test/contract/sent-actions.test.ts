/**
 * What a function may do on AWS is what its code can send: no action is granted that is not in its bundle, on no kind of items whose key is
 * not. What is there and not granted is named here, since nothing calls it.
 */
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { CAPABILITIES, type Capability } from '#infra/rights/capabilities.ts';
import { KINDS } from '#infra/rights/items.ts';
import { actionsIn, bundledCode, sentActions, sentActionsFile } from '#infra/synth/sent-actions.ts';
import { deployedAs, deployedFunction } from '../support/cloud.ts';

const codes = bundledCode();
const sent = sentActions(codes);
/** Used by the services on a function's behalf: no command names it. */
const ofAService = (resources: string | readonly string[]) =>
  [resources].flat().every((resource) => /:key\/.*(?:Data|Pepper)Key/u.test(resource));

test('infra/sent-actions.ts is what the bundles hold', () => {
  expect(readFileSync('infra/sent-actions.ts', 'utf8')).toBe(sentActionsFile(sent));
});

const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
/** Lambda's own poller uses these in the function's name. */
const OF_THE_POLLER =
  /^(?:sqs:(?:ChangeMessageVisibility|DeleteMessage|GetQueueAttributes|GetQueueUrl|ReceiveMessage)|dynamodb:(?:DescribeStream|GetRecords|GetShardIterator|ListStreams))$/u;
/** Sent by Lambda itself. */
const OF_LAMBDA = /^(?:logs|xray):/u;
/** Lambda puts an event that the function could not handle into the queue of dead letters, by the function's role. */
const OF_DEAD_LETTERS: Readonly<Record<string, readonly string[]>> = { 'record-failure': ['sqs:SendMessage'] };
/** In the bundle with the rest of adapters/directory, and called by none of the function's routes. */
const NOT_CALLED: Readonly<Record<string, readonly string[]>> = {
  me: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

test.each(Object.keys(FUNCTIONS))('%s is granted nothing but what its code can send', (name) => {
  const granted = deployedFunction(assembly, name)
    .statements.filter(({ Effect, Resource }) => Effect === 'Allow' && !ofAService(Resource))
    .flatMap(({ Action }) => [Action].flat())
    .filter(
      (action) => !OF_THE_POLLER.test(action) && !OF_LAMBDA.test(action) && !OF_DEAD_LETTERS[name]?.includes(action),
    );
  expect(granted.filter((action) => !sent[name]!.includes(action))).toEqual([]);
  // Of items see below: what reads a session can also end one, and so on.
  const missing = sent[name]!.filter((action) => !granted.includes(action) && !action.startsWith('dynamodb:'));
  expect(missing).toEqual(NOT_CALLED[name] ?? []);
});

/** Kinds that a bundle names and its function does not touch: what brings them, and why it is not called. */
const NOT_TOUCHED: Readonly<Record<string, readonly string[]>> = {
  // A run that a campaign is, or is not, takes no writer of a source, is of no package, and stands in one list more or less.
  'start-run': ['campaignList'],
  'admin-runs': ['campaignList'],
  'notify-users': ['packages', 'sources', 'sourceList'],
  'remind-users': ['packages'],
  'admin-campaigns': ['packages', 'sourceList'],
  // Its entries come by the stream.
  'audit-append': ['outbox'],
  // Routes for everybody: they ask for no session.
  console: ['users', 'sessions', 'outbox'],
  arrival: ['sessions', 'outbox'],
  logoff: ['settings', 'users'],
  'forgot-password': ['sessions'],
  // Routes for operators alone.
  'admin-create': ['sessions'],
  // What logs on is in one module with what changes a password.
  me: ['tokens', 'decoys'],
  // It asks for the audit by day.
  'admin-callers': ['audit'],
  // Walks users alone.
  'admin-questions': ['tokens'],
  // A sign-off changes no role.
  'admin-close-down': ['administrators', 'administratorsVersion'],
  // It gives no temporary code.
  'admin-resynchronise': ['limits'],
};

function isNamed(code: string, kind: (typeof KINDS)[keyof typeof KINDS]): boolean {
  if ('index' in kind) return code.includes(`index: "${kind.index}"`);
  return kind.keys.some((key) =>
    key.endsWith('*') ? code.includes(`\`${key.slice(0, -1)}\${`) : code.includes(`"${key}"`),
  );
}

test.each(Object.keys(FUNCTIONS))('%s is granted the kinds of items that its code names', (name) => {
  const uses = FUNCTIONS[name]!.uses.flatMap((use): string[] => {
    const capabilities: Readonly<Record<string, Capability>> = CAPABILITIES;
    return Object.hasOwn(capabilities, use) ? [...(capabilities[use]!.items ?? [])] : [use];
  });
  const granted = uses.map((use) => use.split(':')[0]!);
  const code = codes.get(name)!;
  // The keys of the outbox and of the audit before it are made by the same function.
  const named = Object.entries(KINDS).filter(([kind, of]) => kind !== 'formerAudit' && isNamed(code, of));
  const names = named.map(([kind]) => kind);
  const known = [...names, 'formerAudit'];
  expect(granted.filter((kind) => Object.hasOwn(KINDS, kind) && !known.includes(kind))).toEqual([]);
  expect(names.filter((kind) => !granted.includes(kind))).toEqual(NOT_TOUCHED[name] ?? []);
});

test('a transaction is granted what stands in it, and a command that is not known is named', () => {
  const code =
    'new TransactWriteCommand(x); ({ Put: { TableName: t }, ConditionCheck: {\n TableName: t } }); new GetCommand2(y)';
  expect(actionsIn(code)).toEqual(['dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem']);
  expect(() => actionsIn('new CreateTableCommand({})')).toThrow('CreateTableCommand');
});
