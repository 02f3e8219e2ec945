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
  const access = resource('AWS::CloudFront::OriginAccessControl', {});
  const queue = resource('AWS::SQS::Queue', { VisibilityTimeout: 1, KmsMasterKeyId: 'k', Tags: [] });
  expect(leftOut([access, access, queue])).toEqual([
    expect.stringMatching(/^encryption/u),
    expect.stringMatching(/^who from outside/u),
  ]);
  expect(leftOut([resource('AWS::SQS::Queue', { VisibilityTimeout: 1 })])).toEqual([]);
});
