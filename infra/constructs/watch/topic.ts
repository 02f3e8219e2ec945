/** Where alarms go: a topic, and by it the address that the configuration names; and the alarm on the topic itself. */
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ofTopic } from './metrics.ts';
import type { AlarmOf } from './watched.ts';

type AlarmTopicProps = {
  /** SNS asks it to confirm. */
  readonly email: string | undefined;
  /** Absent where none of the deployment's keys is in the topic's region. */
  readonly masterKey?: IKey;
};

/** CloudWatch takes a topic of the alarm's own region alone. */
export function alarmTopic(scope: Construct, { email, ...props }: AlarmTopicProps): Topic {
  const topic = new Topic(scope, 'Alarms', { ...props, enforceSSL: true });
  // A topic with a policy of its own has no default policy: without this statement CloudWatch could not publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (email) topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/** It goes to the same topic: others who hear of it there are told, and CloudWatch shows it to who looks. */
export const undeliveredAlarms = (topic: ITopic): AlarmOf => ({
  metric: ofTopic(topic, 'NumberOfNotificationsFailed', { minutes: 15 }),
  told: true,
  means: 'Amazon SNS could not deliver alarms',
  runbook: 'AlarmsUndelivered',
});
