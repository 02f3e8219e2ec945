import { leftOut } from './supported-properties.ts';

const resource = (type: string, properties: Record<string, unknown> = {}) => ({ type, name: 'x', properties });

test('a type that stands in neither list is refused by name', () => {
  expect(() => leftOut([resource('AWS::Kinesis::Stream'), resource('AWS::SQS::Queue')])).toThrow(
    /on purpose: AWS::Kinesis::Stream\./u,
  );
});

test('a property that stands in neither list is refused by name, although its type is supported', () => {
  expect(() => leftOut([resource('AWS::SQS::Queue', { VisibilityTimeout: 1, FifoQueue: true })])).toThrow(
    /on purpose: AWS::SQS::Queue\.FifoQueue\./u,
  );
});

test('each reason for leaving something out is named once; labels are left out without a reason', () => {
  const role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} });
  const queue = resource('AWS::SQS::Queue', { VisibilityTimeout: 1, KmsMasterKeyId: 'k', Tags: [] });
  expect(leftOut([role, role, queue])).toEqual([expect.stringMatching(/^IAM/u), expect.stringMatching(/^encryption/u)]);
  expect(leftOut([resource('AWS::SQS::Queue', { VisibilityTimeout: 1 })])).toEqual([]);
});
