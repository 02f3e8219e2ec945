/**
 * What others hear of (core/journey/events.ts): an event bus of this deployment's own, and, where an address is configured, its delivery there
 * by HTTPS. Who automates more adds rules to the bus.
 */
import {
  ApiDestination,
  Authorization,
  Connection,
  EventBus,
  HttpMethod,
  type IApiDestination,
  Match,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/values.ts';
import { MAX_MESSAGE_BYTES } from './mail.ts';

/** What the events name as their source. */
const EVENT_SOURCE = 'landfall';
const PER_SECOND = 50;

export type EventsProps = Pick<Configuration, 'name' | 'webhookUrl' | 'webhookHeader' | 'webhookSecret'> & {
  readonly dataKey: IKey;
};

export class Events extends Construct {
  readonly bus: EventBus;
  /** Of events that the address did not take within a day. Absent where none is configured. */
  readonly undelivered?: Queue;

  constructor(scope: Construct, id: string, { name, webhookUrl, webhookHeader, webhookSecret, dataKey }: EventsProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: `${name}-events` });
    if (webhookUrl === undefined || webhookSecret === undefined) return;
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: dataKey,
      enforceSSL: true,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      retentionPeriod: Duration.days(14),
    });
    const connection = new Connection(this, 'Connection', {
      description: 'Landfall: the webhook that hears of its events',
      authorization: Authorization.apiKey(webhookHeader, SecretValue.secretsManager(webhookSecret)),
    });
    const destination = new ApiDestination(this, 'Destination', {
      connection,
      endpoint: webhookUrl,
      httpMethod: HttpMethod.POST,
      rateLimitPerSecond: PER_SECOND,
    });
    new Rule(this, 'Webhook', {
      // Its metrics are found by this name.
      ruleName: `${name}-webhook`,
      description: 'Landfall: events go to the webhook',
      eventBus: this.bus,
      eventPattern: { source: Match.exactString(EVENT_SOURCE) },
      targets: [
        new ApiDestinationTarget(destination as IApiDestination, {
          deadLetterQueue: this.undelivered,
          maxEventAge: Duration.days(1),
          retryAttempts: 185,
        }),
      ],
    });
  }
}
