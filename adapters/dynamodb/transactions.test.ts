import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { ABSENT, versionIs } from './items.ts';
import { deleting, demanding, isRefusal, putting, resultOf, updating } from './transactions.ts';

const KEY = { pk: 'p', sk: 's' };
const cancelled = (...codes: (string | undefined)[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => (Code === undefined ? {} : { Code })),
  });

test('the writes whose conditions were not fulfilled are named by their positions', () => {
  expect(resultOf(cancelled('None', 'ConditionalCheckFailed', undefined, 'ConditionalCheckFailed'))).toEqual({
    done: false,
    refused: [1, 3],
  });
});

test('another transaction at the same item refuses none of the writes', () => {
  expect(resultOf(cancelled('None', 'TransactionConflict'))).toEqual({ done: false, refused: [] });
});

test('a condition that was not fulfilled counts, whatever else happened', () => {
  expect(resultOf(cancelled('TransactionConflict', 'ConditionalCheckFailed'))).toEqual({ done: false, refused: [1] });
  expect(resultOf(cancelled('ThrottlingError', 'ConditionalCheckFailed'))).toEqual({ done: false, refused: [1] });
});

test.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'])(
  '%s is a passing fault, not a conflict',
  (code) => {
    const error = cancelled('None', code);
    expect(() => resultOf(error)).toThrow(expect.objectContaining({ code: 'directory.busy', retryable: true }));
  },
);

test('what else cancels a transaction is thrown as it came', () => {
  for (const error of [cancelled('ValidationError'), cancelled()]) expect(() => resultOf(error)).toThrow(error);
});

test('each write names the attributes that its expressions use', () => {
  expect(putting('t', { ...KEY, a: 1 }, ABSENT).sent).toEqual({
    Put: {
      TableName: 't',
      Item: { ...KEY, a: 1, v: 1 },
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': 'pk' },
    },
  });
  const unlessNewer = '(attribute_not_exists(#v) OR #v <= :readable)';
  expect(putting('t', KEY).sent).toEqual({
    Put: {
      TableName: 't',
      Item: { ...KEY, v: 1 },
      ConditionExpression: unlessNewer,
      ExpressionAttributeNames: { '#v': 'v' },
      ExpressionAttributeValues: { ':readable': 1 },
    },
  });
  const update = { expression: 'SET #a = :a', condition: '#b = :b', values: { ':a': 1, ':b': 2 } };
  expect(updating('t', KEY, update).sent).toEqual({
    Update: {
      TableName: 't',
      Key: KEY,
      UpdateExpression: 'SET #a = :a',
      ConditionExpression: `(#b = :b) AND ${unlessNewer}`,
      ExpressionAttributeNames: { '#a': 'a', '#b': 'b', '#v': 'v' },
      ExpressionAttributeValues: { ':a': 1, ':b': 2, ':readable': 1 },
    },
  });
  expect(deleting('t', KEY).sent).toEqual({ Delete: { TableName: 't', Key: KEY } });
  expect(demanding('t', KEY, versionIs(3)).sent).toEqual({
    ConditionCheck: {
      TableName: 't',
      Key: KEY,
      ConditionExpression: '#version = :seen',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':seen': 3 },
    },
  });
});

test('version 0 stands for an item that was not there', () => {
  expect(versionIs(0)).toEqual({ expression: 'attribute_not_exists(#version)' });
});

test('what an engine does not take is told from what it could not do', () => {
  expect(isRefusal(cancelled('None', 'ValidationError'))).toBe(true);
  expect(isRefusal(cancelled('None', 'ConditionalCheckFailed'))).toBe(false);
  expect(isRefusal(Object.assign(new Error('too long'), { name: 'ValidationException' }))).toBe(true);
  expect(isRefusal(new Error('down'))).toBe(false);
  expect(isRefusal('down')).toBe(false);
});
