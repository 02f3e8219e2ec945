import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { simulated } from './client.ts';
import type { WireAnswer, WireRequest } from './services/service.ts';

const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

/** Answers each request with the next of the answers, and keeps the requests. */
function answering(...answers: WireAnswer[]) {
  const requests: WireRequest[] = [];
  return {
    requests,
    handle(request: WireRequest) {
      requests.push(request);
      return answers.shift()!;
    },
  };
}

test('a client of DynamoDB reads the answer of the service, and its error by name', async () => {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const fault = { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'slow' };
  const service = answering(
    { status: 200, headers, body: '{"Item":{"pk":{"S":"a"}}}' },
    { status: 400, headers, body: JSON.stringify(fault) },
  );
  const client = new DynamoDBClient({ ...common, requestHandler: simulated(service) });
  const get = new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } });
  expect((await client.send(get)).Item).toEqual({ pk: { S: 'a' } });
  await expect(client.send(get)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'slow' });
  expect(service.requests[0]).toMatchObject({ service: 'dynamodb', method: 'POST', path: '/' });
  expect(service.requests[0]!.headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
  expect(JSON.parse(service.requests[0]!.body.toString())).toEqual({ TableName: 't', Key: { pk: { S: 'a' } } });
});

test('a client of S3 sends bytes and reads bytes', async () => {
  const bytes = Buffer.from([0, 1, 255]);
  const service = answering({ status: 200, headers: {}, body: '' }, { status: 200, headers: {}, body: bytes });
  const client = new S3Client({ ...common, requestHandler: simulated(service) });
  await client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b', Body: bytes }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a b' }));
  expect(Buffer.from(await Body!.transformToByteArray())).toEqual(bytes);
  expect(service.requests.map(({ service: name, method, path }) => [name, method, path])).toEqual([
    ['s3', 'PUT', '/a%20b'],
    ['s3', 'GET', '/a%20b'],
  ]);
});
