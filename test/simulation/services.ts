/** The simulated services as the template asks for them: tables, buckets, queues, keys, secrets, and what hands on between them. */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { mailEventsOf, notificationsOf, subscriptionsOf } from '#infra/cloud-assembly/description.ts';
import { ACCOUNT, nameIn, REGION } from '#local/aws/names.ts';
import type { Faults } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import { DynamoDb } from './services/dynamodb/dynamodb.ts';
import { createEvents, type TakenEvent } from './services/events.ts';
import { type KeySpec, Kms } from './services/kms/kms.ts';
import { createdEvent, S3 } from './services/s3/s3.ts';
import { Secrets } from './services/secrets.ts';
import type { Service, WireRequest } from './services/service.ts';
import { type Accepted, type MailEvent, mailEvent } from './services/ses/events.ts';
import { Ses } from './services/ses/ses.ts';
import { createSfn, type Machines } from './services/sfn.ts';
import { Sqs } from './services/sqs/sqs.ts';
import type { CallAction } from './sources.ts';

type Bucket = {
  BucketEncryption?: {
    ServerSideEncryptionConfiguration: { ServerSideEncryptionByDefault: { SSEAlgorithm: string } }[];
  };
  LifecycleConfiguration?: {
    Rules: { ExpirationInDays?: number; AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number } }[];
  };
};
type Queue = {
  VisibilityTimeout?: number;
  MessageRetentionPeriod?: number;
  MaximumMessageSize?: number;
  RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number };
};
type Secret = {
  GenerateSecretString: { SecretStringTemplate: string; GenerateStringKey: string; PasswordLength: number };
};

const bucketsOf = (assembly: Assembly) =>
  assembly.of<Bucket>('AWS::S3::Bucket').map(({ name, properties: { BucketEncryption, LifecycleConfiguration } }) => {
    const [encryption] = BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    const [rule] = LifecycleConfiguration?.Rules ?? [];
    const rules = {
      kms: encryption?.ServerSideEncryptionByDefault.SSEAlgorithm === 'aws:kms',
      ...(rule?.ExpirationInDays === undefined ? {} : { expirationDays: rule.ExpirationInDays }),
      ...(rule?.AbortIncompleteMultipartUpload
        ? { uploadDays: rule.AbortIncompleteMultipartUpload.DaysAfterInitiation }
        : {}),
    };
    return [name, rules] as const;
  });

const queuesOf = (assembly: Assembly) =>
  assembly.of<Queue>('AWS::SQS::Queue').map(({ name, properties }) => {
    const { VisibilityTimeout, MessageRetentionPeriod, MaximumMessageSize, RedrivePolicy } = properties;
    const rules = {
      ...(VisibilityTimeout === undefined ? {} : { visibilitySeconds: VisibilityTimeout }),
      ...(MessageRetentionPeriod === undefined ? {} : { retentionSeconds: MessageRetentionPeriod }),
      ...(MaximumMessageSize === undefined ? {} : { maxBytes: MaximumMessageSize }),
      ...(RedrivePolicy
        ? { redrive: { to: nameIn(RedrivePolicy.deadLetterTargetArn), maxReceives: RedrivePolicy.maxReceiveCount } }
        : {}),
    };
    return [name, rules] as const;
  });

const secretsOf = (assembly: Assembly) =>
  assembly.of<Secret>('AWS::SecretsManager::Secret').map(({ name, properties: { GenerateSecretString } }) => {
    const { SecretStringTemplate, GenerateStringKey, PasswordLength } = GenerateSecretString;
    const text = { ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: name.padEnd(PasswordLength, '0') };
    return [`arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`, JSON.stringify(text)] as const;
  });

/** What the actors and the invariants see and do besides the routes. */
export function createServices(
  assembly: Assembly,
  scheduler: Scheduler,
  faults: () => Faults,
  machines: () => Machines,
) {
  const { after, chance, now, random } = scheduler;
  const rarely = () => chance(faults().deliveries);
  const sqs = new Sqs(scheduler, Object.fromEntries(queuesOf(assembly)), rarely);
  const notifications = notificationsOf(assembly);
  const s3 = new S3(
    scheduler,
    Object.fromEntries(bucketsOf(assembly)),
    (bucket, key, size, etag) => {
      for (const { bucket: from, prefix, queueArn } of notifications) {
        if (from !== bucket || !key.startsWith(prefix)) continue;
        const event = createdEvent({ bucket, key, size, etag }, now());
        const tell = () => void sqs.queues.send(nameIn(queueArn), event);
        after(random(rarely() ? 60_000 : 1_500), tell);
        if (rarely()) after(random(90_000), tell);
      }
    },
    () => chance(faults().stale),
  );
  const keys = assembly
    .of<{ KeySpec?: KeySpec }>('AWS::KMS::Key')
    .map(({ name, properties }) => [name, properties.KeySpec ?? 'SYMMETRIC_DEFAULT'] as const);
  const kms = new Kms(scheduler, Object.fromEntries(keys));
  const secrets = new Secrets(scheduler, Object.fromEntries(secretsOf(assembly)), () => chance(faults().stale));
  const events: TakenEvent[] = [];
  const buses = assembly.of('AWS::Events::EventBus').map(({ name }) => name);
  const topics = mailEventsOf(assembly);
  const subscriptions = subscriptionsOf(assembly);
  const sets = assembly.of('AWS::SES::ConfigurationSet').map(({ name }) => [name, {}] as const);
  const ses = new Ses(scheduler, { day: 50_000, second: 100, sets: Object.fromEntries(sets) });
  /** SES tells of a mail that it has taken: bounce, complaint. */
  const mailReturns = (mail: Accepted, type: MailEvent): void => {
    for (const { types, topicArn } of topics)
      if (types.includes(type.toLowerCase()))
        for (const { topicArn: of, queueArn } of subscriptions)
          if (of === topicArn) sqs.queues.send(nameIn(queueArn), mailEvent(mail, type, now()));
  };
  const table = new DynamoDb(scheduler);
  for (const { name, properties } of assembly.of<Record<string, unknown>>('AWS::DynamoDB::Table'))
    table.create({ ...properties, TableName: name });
  const dynamodb = { service: table, items: (name: string) => table.items(name) };
  const byName: Record<string, Service> = {
    dynamodb: dynamodb.service,
    s3,
    sqs,
    ses,
    kms,
    secretsmanager: secrets,
    states: createSfn(
      scheduler,
      {
        start: (...given) => machines().start(...given),
        describe: (arn) => machines().describe(arn),
        stop: (arn) => machines().stop(arn),
      },
      () => chance(faults().stale),
    ),
    events: createEvents(scheduler, buses, (event) => void events.push(event)),
  };

  const call: CallAction = (service, target, input) => {
    const request: WireRequest = {
      service,
      method: 'POST',
      host: `${service}.${REGION}.amazonaws.com`,
      path: '/',
      query: {},
      headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from(JSON.stringify(input)),
    };
    const { status, body } = byName[service]!.handle(request);
    if (status >= 300) throw new Error(`${service} ${target}: ${String(body)}`);
    return JSON.parse(String(body)) as never;
  };
  const bucketOf = { exports: assembly.outputs['ExportBucket']!, reports: assembly.outputs['ReportBucket']! };
  return {
    byName,
    call,
    secret: (arn: string) => secrets.current(arn),
    storage: {
      read: (bucket: string, key: string) => s3.store.find(bucket, key)?.body.toString('utf8'),
      write: (bucket: string, key: string, text: string) => void s3.store.put(bucket, key, Buffer.from(text)),
    },
    idle: () =>
      queuesOf(assembly).every(
        ([name, { redrive }]) => redrive === undefined || sqs.queues.queue(name).messages.length === 0,
      ),
    seen: {
      ses,
      sqs,
      s3,
      kms,
      secrets,
      dynamodb,
      events,
      mailReturns,
      /** What SES took, in order. */
      mails: (): readonly Accepted[] => ses.accepted,
      upload: (key: string, bytes: Buffer) => void s3.store.put(bucketOf.exports, key, bytes),
      removeUpload: (key: string) => s3.store.remove(bucketOf.exports, key),
      objects: (bucket: keyof typeof bucketOf): ReadonlyMap<string, Buffer> =>
        new Map(s3.store.keys(bucketOf[bucket]).map((key) => [key, s3.store.find(bucketOf[bucket], key)!.body])),
      deadLetters: () =>
        queuesOf(assembly)
          .filter(([, { redrive }]) => redrive === undefined)
          .flatMap(([name]) => sqs.queues.queue(name).messages.map(({ body }) => ({ queue: name, body }))),
    },
  };
}
