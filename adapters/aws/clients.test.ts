import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DecryptCommand } from '@aws-sdk/client-kms';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, kms } from './clients.ts';

test('a write that meets a transaction on its item is tried again', async () => {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const refused = { __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException', message: 'x' };
      response.writeHead(++calls === 1 ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(calls === 1 ? refused : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
  });
  await dynamodb().send(new PutCommand({ TableName: 't', Item: { pk: 'a' } }));
  expect(calls).toBe(2);
  server.closeAllConnections();
  server.close();
});

test('an error of a client says whose it is and what was asked', async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
  });
  const error: unknown = await kms()
    .send(new DecryptCommand({ CiphertextBlob: new Uint8Array([1]) }))
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ awsService: 'KMS', awsOperation: 'Decrypt' });
});
