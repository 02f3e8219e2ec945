/** S3 and SQS: fauxqs. This version sends no bucket notifications: its spy is bridged to the queues that the template names. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { type Assembly, REGION } from './template.ts';

type Notifications = {
  QueueConfigurations?: { Queue: string; Filter?: { S3Key: { Rules: { Name: string; Value: string }[] } } }[];
};
type Lifecycle = { Rules: { ExpirationInDays: number }[] };

/** Starts the engine on files in `data` and makes the template's queues and buckets where they don't exist yet. */
export async function startStorage(port: number, data: string, assembly: Assembly): Promise<FauxqsServer> {
  const s3StorageDir = join(data, 'objects');
  mkdirSync(s3StorageDir, { recursive: true });
  const server = await startFauxqs({
    port,
    host: '127.0.0.1',
    logger: false,
    defaultRegion: REGION,
    dataDir: data,
    s3StorageDir,
    messageSpies: { bufferSize: 1 },
  });
  const queues = assembly
    .of('AWS::SQS::Queue')
    .sort((a, b) => Number('RedrivePolicy' in a.properties) - Number('RedrivePolicy' in b.properties));
  for (const { name, properties } of queues) {
    const wanted = ['VisibilityTimeout', 'MessageRetentionPeriod', 'RedrivePolicy'].filter(
      (key) => properties[key] !== undefined,
    );
    const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
    if (!server.inspectQueue(name))
      server.createQueue(name, { attributes: Object.fromEntries(wanted.map((key) => [key, text(properties[key])])) });
  }
  for (const { name, properties } of assembly.of('AWS::S3::Bucket')) {
    server.createBucket(name);
    for (const { ExpirationInDays } of (properties['LifecycleConfiguration'] as Lifecycle | undefined)?.Rules ?? []) {
      const rule = `<Rule><ID>1</ID><Filter/><Status>Enabled</Status><Expiration><Days>${ExpirationInDays}</Days></Expiration></Rule>`;
      const body = `<LifecycleConfiguration>${rule}</LifecycleConfiguration>`;
      const answer = await fetch(`http://127.0.0.1:${port}/${name}?lifecycle`, { method: 'PUT', body });
      if (!answer.ok) throw new Error(`The lifecycle of ${name}: the storage engine answered ${answer.status}.`);
    }
  }
  bridge(server, assembly);
  return server;
}

function bridge(server: FauxqsServer, assembly: Assembly): void {
  const buckets = assembly
    .of('AWS::S3::Bucket')
    .map(({ name, properties }) => [name, properties['NotificationConfiguration']] as const);
  const notifications = new Map(buckets) as Map<string, Notifications | undefined>;
  // A filter that never matches is called for every event, so that none is lost between two waits.
  const everyEvent = server.spy.waitForMessage((event) => {
    if (event.service !== 's3' || event.status !== 'uploaded') return false;
    for (const { Queue, Filter } of notifications.get(event.bucket)?.QueueConfigurations ?? []) {
      const prefix = Filter?.S3Key.Rules.find((rule) => rule.Name.toLowerCase() === 'prefix')?.Value ?? '';
      if (event.key.startsWith(prefix)) void notify(server, Queue.split(':').at(-1)!, event.bucket, event.key);
    }
    return false;
  });
  everyEvent.catch(() => undefined);
}

/** S3's own event (version 2.1): the key is URL-encoded, with + for a space. */
async function notify(server: FauxqsServer, queue: string, bucket: string, key: string): Promise<void> {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const head = await fetch(`http://127.0.0.1:${server.port}/${bucket}/${path}`, { method: 'HEAD' });
  const eTag = head.headers.get('etag')?.replaceAll('"', '');
  const object = {
    key: path.replaceAll('%20', '+'),
    size: Number(head.headers.get('content-length')),
    eTag,
    sequencer: Date.now().toString(16),
  };
  const s3 = { s3SchemaVersion: '1.0', bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` }, object };
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: new Date().toISOString(),
    eventName: 'ObjectCreated:Put',
    s3,
  };
  server.sendMessage(queue, JSON.stringify({ Records: [record] }));
}
