import { leftOut } from './supported-properties.ts';

const resource = (type: string, properties: Record<string, unknown> = {}) => ({ type, name: 'x', properties });

test('a type that nobody has decided on is refused by name', () => {
  expect(() => leftOut([resource('AWS::Kinesis::Stream'), resource('AWS::SQS::Queue')])).toThrow(
    /knowingly: AWS::Kinesis::Stream\./u,
  );
});

test('so is a property of a type that is honoured otherwise', () => {
  expect(() => leftOut([resource('AWS::SQS::Queue', { VisibilityTimeout: 1, FifoQueue: true })])).toThrow(
    /knowingly: AWS::SQS::Queue\.FifoQueue\./u,
  );
});

test('what is left out knowingly is named once, with its reason; labels are not worth a word', () => {
  const role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} });
  const queue = resource('AWS::SQS::Queue', { VisibilityTimeout: 1, KmsMasterKeyId: 'k', Tags: [] });
  expect(leftOut([role, role, queue])).toEqual([expect.stringMatching(/^IAM/u), expect.stringMatching(/^encryption/u)]);
  expect(leftOut([resource('AWS::SQS::Queue', { VisibilityTimeout: 1 })])).toEqual([]);
});
