/** What a function may do on AWS is what its code can send: no action is granted in vain, and none is missing. */
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { actionsIn, sentActions, sentActionsFile } from '#infra/synth/sent-actions.ts';
import { deployedAs, deployedFunction } from '../support/cloud.ts';

const sent = sentActions();
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
/** In the bundle with the rest of adapters/directory, and called by none of the function's routes. */
const NOT_CALLED: Readonly<Record<string, readonly string[]>> = { me: ['kms:Decrypt', 'kms:GenerateDataKey'] };

test.each(Object.keys(FUNCTIONS))('%s is granted exactly what its code can send', (name) => {
  const granted = deployedFunction(assembly, name)
    .statements.filter(({ Effect, Resource }) => Effect === 'Allow' && !ofAService(Resource))
    .flatMap(({ Action }) => [Action].flat())
    .filter((action) => !OF_THE_POLLER.test(action));
  const { [name]: notCalled = [] } = NOT_CALLED;
  expect([...new Set([...granted, ...notCalled])].sort()).toEqual(sent[name]);
  expect(granted.filter((action) => notCalled.includes(action))).toEqual([]);
});

test('a transaction is granted what stands in it, and a command that is not known is named', () => {
  const code =
    'new TransactWriteCommand(x); ({ Put: { TableName: t }, ConditionCheck: {\n TableName: t } }); new GetCommand2(y)';
  expect(actionsIn(code)).toEqual(['dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem']);
  expect(() => actionsIn('new CreateTableCommand({})')).toThrow('CreateTableCommand');
});
