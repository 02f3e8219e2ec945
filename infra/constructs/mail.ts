/**
 * Mail: the queue of mails to users, and the events on bounces and complaints: SES -> SNS -> SQS. These events
 * hold addresses, so the topic and the queues are encrypted as the tables are.
 */

import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type Configuration, isDomain } from '../configuration/values.ts';
import { dnsRecords } from './dns.ts';

const MAX_RECEIVES = 5;
/** What S3, SNS and the functions send is far smaller; said here, since SQS's own default has changed. */
export const MAX_MESSAGE_BYTES = 262_144;
/** How long a message waits where its function can't be reached: SQS's own default, said because what is later is lost. */
export const MESSAGES_KEPT = Duration.days(4);

type MailConfiguration = Pick<
  Configuration,
  'senderIdentity' | 'mailFromDomain' | 'mailRequiresTls' | 'hostedZoneId' | 'hostedZoneName'
>;

export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly outgoing: { readonly queue: Queue; readonly deadLetters: Queue };
  readonly returned: { readonly queue: Queue; readonly deadLetters: Queue };
  /** Where Amazon SES tells of mails that came back. */
  readonly returns: Topic;

  constructor(scope: Construct, id: string, key: IKey, configuration: MailConfiguration) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, 'Set', {
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      ...(configuration.mailRequiresTls ? { tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE } : {}),
    });
    if (configuration.senderIdentity !== undefined) this.identity(configuration.senderIdentity, configuration);
    this.outgoing = this.queues('Outgoing', key);
    this.returned = this.queues('Returned', key);
    const topic = new Topic(this, 'Events', { masterKey: key, enforceSSL: true });
    this.returns = topic;
    this.configurationSet.addEventDestination('Returns', {
      destination: EventDestination.snsTopic(topic),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const { queue } = this.returned;
    // Not an SqsSubscription: it would let every topic of every account use the tables' key.
    new Subscription(this, 'Subscription', {
      topic,
      protocol: SubscriptionProtocol.SQS,
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      // Where SNS may not use the queue or its key, the event waits here, and the alarm MailEventsUnread says so.
      deadLetterQueue: this.returned.deadLetters,
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
  }

  /** The sender, with the DNS records that verify a domain. SES mails an address a link to click on. */
  private identity(name: string, configuration: MailConfiguration): void {
    const { mailFromDomain } = configuration;
    const domain = isDomain(name);
    const identity = new EmailIdentity(this, 'Identity', {
      identity: domain ? Identity.domain(name) : Identity.email(name),
      configurationSet: this.configurationSet,
      ...(mailFromDomain === undefined ? {} : { mailFromDomain }),
    });
    if (!domain) return;
    const keys = identity.dkimRecords.map(
      ({ name: record, value }) => ({ name: record, type: 'CNAME', value }) as const,
    );
    dnsRecords(this, 'DkimRecord', name, configuration, keys);
    if (mailFromDomain === undefined) return;
    // "Amazon SES Developer Guide", Using a custom MAIL FROM domain.
    const { region } = Stack.of(this);
    dnsRecords(this, 'MailFromRecord', name, configuration, [
      { name: mailFromDomain, type: 'MX', value: `10 feedback-smtp.${region}.amazonses.com` },
      { name: mailFromDomain, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"' },
    ]);
  }

  /** A queue for a function of at most 30 seconds, with its dead letters. */
  private queues(id: string, key: IKey) {
    const encrypted = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    };
    const deadLetters = new Queue(this, `${id}DeadLetters`, { ...encrypted, retentionPeriod: Duration.days(14) });
    const queue = new Queue(this, `${id}Queue`, {
      ...encrypted,
      visibilityTimeout: Duration.minutes(3),
      retentionPeriod: MESSAGES_KEPT,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    return { queue, deadLetters };
  }
}

/** Lets the services that deliver use the key: SES and CloudWatch publish to encrypted topics, SNS sends to the encrypted queue. */
export function allowDeliveries(key: { addToResourcePolicy(statement: PolicyStatement): unknown }, stack: Stack): void {
  const use = (service: string, conditions: Record<string, unknown> = {}) =>
    new PolicyStatement({
      principals: [new ServicePrincipal(service)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions,
    });
  const topics = stack.formatArn({ service: 'sns', resource: '*' });
  key.addToResourcePolicy(use('sns.amazonaws.com', { ArnLike: { 'aws:SourceArn': topics } }));
  // This account's own configuration sets and alarms: a service would otherwise use the key on behalf of another account (the confused deputy).
  const senders = {
    // Dead letters of rules.
    'events.amazonaws.com': stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' }),
    'ses.amazonaws.com': stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: '*' }),
    'cloudwatch.amazonaws.com': stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  };
  for (const [service, source] of Object.entries(senders))
    key.addToResourcePolicy(
      use(service, { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': source } }),
    );
}
