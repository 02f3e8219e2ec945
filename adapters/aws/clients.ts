/**
 * One client a service and process. Where the services are is the SDK's own business (AWS_ENDPOINT_URL_*).
 */
import { DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Errors of this client say whose they are, and of which request: a log line tells it (lambdas/shared/service-of.ts). */
function noting<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every client has such a stack, over types of its own requests
  const stack = client.middlewareStack as KMSClient['middlewareStack'];
  stack.add(
    (next, { clientName = '', commandName = '' }) =>
      (args) =>
        next(args).catch((error: unknown) => {
          const noted = {
            awsService: clientName.replace(/Client$/u, ''),
            awsOperation: commandName.replace(/Command$/u, ''),
          };
          throw error instanceof Error ? Object.assign(error, noted) : error;
        }),
    { step: 'initialize' },
  );
  return client;
}

/** A function's own time-out is the bound on the whole; these bound a single call, so that a lost connection is tried again. */
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

export const dynamodb = /* @__PURE__ */ once(() => {
  const client = noting(new DynamoDBClient({ requestHandler }));
  // A write that meets a transaction on its item is refused at once: it is tried again, as what passes by itself.
  client.middlewareStack.add(
    (next) => (args) =>
      next(args).catch((error: unknown) => {
        if (error instanceof TransactionConflictException) Object.assign(error, { $retryable: {} });
        throw error;
      }),
    { step: 'finalizeRequest', priority: 'low' },
  );
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
});
export const eventbridge = /* @__PURE__ */ once(() => noting(new EventBridgeClient({ requestHandler })));
export const kms = /* @__PURE__ */ once(() => noting(new KMSClient({ requestHandler })));
/**
 * Buckets are addressed as the SDK does it: by a host of their own, which is what the pages' policy names. Checksums only where S3 demands
 * them, so that presigned parts need none.
 */
export const s3 = /* @__PURE__ */ once(() =>
  noting(
    new S3Client({
      requestHandler,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  ),
);
/**
 * Sends mails: nothing is repeated, since a repeated request is a second mail; each has a connection of its own, since one that was kept
 * open may be dead, and then it is not known whether the mail went out.
 */
export const ses = /* @__PURE__ */ once(() =>
  noting(
    new SESClient({
      requestHandler: { ...requestHandler, httpsAgent: { keepAlive: false }, httpAgent: { keepAlive: false } },
      maxAttempts: 1,
    }),
  ),
);
/** Asks about the account: SES answers one such request a second, so these are tried again. */
export const sesAccount = /* @__PURE__ */ once(() => noting(new SESClient({ requestHandler, maxAttempts: 5 })));
export const sfn = /* @__PURE__ */ once(() => noting(new SFNClient({ requestHandler })));
export const secrets = /* @__PURE__ */ once(() => noting(new SecretsManagerClient({ requestHandler })));
export const sqs = /* @__PURE__ */ once(() => noting(new SQSClient({ requestHandler })));
