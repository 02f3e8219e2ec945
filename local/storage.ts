/**
 * S3, SQS and SNS: fauxqs. What this version lacks is added to its own server: buckets' CORS rules, the list of an upload's parts, writes under
 * a condition and lists in the order of bytes. It sends no bucket notifications: its spy is bridged to the queues that the template names.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyListenOptions } from 'fastify';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { corsOf, notificationsOf, subscriptionsOf } from '#infra/cloud-assembly/description.ts';
import { nameIn, REGION } from './aws/names.ts';
import { writeUnderCondition } from './conditions.ts';
import { corsHeaders } from './cors.ts';
import type { Permits } from './iam/permits.ts';
import { listByBytes } from './lists.ts';
import { checkObjects, writeObjectsWhole } from './objects.ts';
import { ownHeaders, scopeFault } from './scope.ts';
import { listUploadParts } from './upload-parts.ts';

const ATTRIBUTES = ['VisibilityTimeout', 'MaximumMessageSize', 'MessageRetentionPeriod', 'RedrivePolicy'];

/** What IAM is for this engine: `judge` looks at each request; `permits` at what S3 sends to queues. */
export type StorageAccess = {
  readonly judge: (http: FastifyInstance) => void;
  readonly permits: Pick<Permits, 'notify'>;
};

/** Starts the engine on files in `data`, of which `say` hears what is damaged, and makes the template's queues and buckets where they don't exist yet. */
export async function startStorage(
  port: number,
  data: string,
  assembly: Assembly,
  say: (line: string) => void,
  { judge, permits }: StorageAccess,
): Promise<FauxqsServer> {
  const s3StorageDir = join(data, 'objects');
  mkdirSync(s3StorageDir, { recursive: true });
  checkObjects(s3StorageDir, say);
  await writeObjectsWhole();
  await listByBytes();
  const notifying = new Set<Promise<void>>();
  const host = { port, host: '127.0.0.1', logger: false, defaultRegion: REGION };
  const options = { ...host, dataDir: data, s3StorageDir, messageSpies: { bufferSize: 1 } };
  const server = await withServer(
    (http) => {
      listenOnLoopback(http);
      answerCrossOrigin(http, assembly);
      demandSignature(http);
      judge(http);
      listUploadParts(http, s3StorageDir);
      writeUnderCondition(http, s3StorageDir);
      answerBehind(http, notifying);
    },
    () => startFauxqs(options),
  );
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const queues = assembly.of('AWS::SQS::Queue').map(({ name, properties }) => {
    const attributes = ATTRIBUTES.filter((key) => key in properties).map((key) => [key, text(properties[key])]);
    return { name, attributes: Object.fromEntries(attributes) as Record<string, string> };
  });
  const named = (type: string) => assembly.of(type).map(({ name }) => name);
  const topics = named('AWS::SNS::Topic').map((name) => ({ name }));
  const subscriptions = subscriptionsOf(assembly).map(({ topicArn, queueArn }) => {
    return { topic: nameIn(topicArn), queue: nameIn(queueArn), attributes: { RawMessageDelivery: 'true' } };
  });
  server.setup({ queues, topics, subscriptions, buckets: named('AWS::S3::Bucket') });

  const notifications = notificationsOf(assembly);
  // A filter that never matches is called for every event, so that none is lost between two waits.
  const everyEvent = server.spy.waitForMessage((event) => {
    if (event.service !== 's3' || !['uploaded', 'copied'].includes(event.status)) return false;
    for (const { bucket, prefix, queueArn } of notifications)
      if (event.bucket === bucket && event.key.startsWith(prefix)) {
        const notified = notify(server, nameIn(queueArn), bucket, event.key, permits);
        notifying.add(notified);
        void notified.catch(() => undefined).then(() => notifying.delete(notified));
      }
    return false;
  });
  everyEvent.catch(() => undefined);
  return server;
}

/** Changes the server that the engine makes at its start and does not export: fastify publishes each new server on this channel. */
function withServer<T>(change: (http: FastifyInstance) => void, start: () => T): T {
  const made = (message: unknown) => change((message as { fastify: FastifyInstance }).fastify);
  subscribe('fastify.initialization', made);
  try {
    return start();
  } finally {
    unsubscribe('fastify.initialization', made);
  }
}

/** The engine would listen on every network interface, although it is given a host. */
function listenOnLoopback(http: FastifyInstance): void {
  const listen = http.listen.bind(http) as (options: FastifyListenOptions) => Promise<string>;
  http.listen = ((options: FastifyListenOptions) => listen({ ...options, host: '127.0.0.1' })) as typeof http.listen;
}

function answerCrossOrigin(http: FastifyInstance, assembly: Assembly): void {
  const rules = corsOf(assembly);
  http.addHook('onRequest', async ({ method, url, headers }, reply) => {
    const [, bucket = ''] = url.split(/[/?]/u);
    const allowed = corsHeaders(rules.get(bucket) ?? [], method, headers);
    if (allowed) void reply.headers(allowed);
    if (method !== 'OPTIONS') return;
    const refused = '<Error><Code>AccessForbidden</Code><Message>CORSResponse: not allowed.</Message></Error>';
    return allowed ? reply.send('') : reply.code(403).type('application/xml').send(refused);
  });
}

/** An upload is answered once its event is in the queue: a kill in between would leave an upload that starts nothing. */
function answerBehind(http: FastifyInstance, notifying: ReadonlySet<Promise<void>>): void {
  http.addHook('onSend', async ({ method }) => {
    // The event itself asks for the object's size.
    if (method !== 'HEAD' && notifying.size > 0) await Promise.allSettled(notifying);
  });
}

/** SQS and SNS are served by the same engine, under content types of their own. */
function demandSignature(http: FastifyInstance): void {
  http.addHook('onRequest', async ({ method, headers, url }, reply) => {
    const ofAnotherService = /x-amz-json|x-www-form-urlencoded/u.test(headers['content-type'] ?? '');
    if (method === 'OPTIONS' || ofAnotherService) return;
    const [, query = ''] = url.split('?');
    const [code, message] = scopeFault(headers, new URLSearchParams(query), Date.now()) ?? [];
    if (!code) return;
    const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return reply.code(403).type('application/xml').send(error);
  });
}

/** S3's own event (version 2.1): the key is URL-encoded, with + for a space. */
async function notify(
  server: FauxqsServer,
  queue: string,
  name: string,
  key: string,
  permits: StorageAccess['permits'],
): Promise<void> {
  permits.notify(name, queue);
  const path = key.split('/').map(encodeURIComponent).join('/');
  const { headers } = await fetch(`http://127.0.0.1:${server.port}/${name}/${path}`, {
    method: 'HEAD',
    headers: ownHeaders(Date.now()),
  });
  const eTag = headers.get('etag')?.replaceAll('"', '');
  const object = { key: path.replaceAll('%20', '+'), size: Number(headers.get('content-length')), eTag };
  const s3 = { s3SchemaVersion: '1.0', bucket: { name, arn: `arn:aws:s3:::${name}` }, object };
  const event = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: REGION };
  const Records = [{ ...event, eventTime: new Date().toISOString(), s3 }];
  server.sendMessage(queue, JSON.stringify({ Records }));
}
