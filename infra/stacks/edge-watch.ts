/**
 * Alarms on what is measured in us-east-1 alone: the distribution and its certificate. After the distribution, whose id the stack reads
 * (docs/decisions/edge-stack.md); made where an address hears of alarms.
 */
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Fn, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { deploymentName } from '../configuration/name.ts';
import type { Configuration } from '../configuration/values.ts';
import { makeToldAlarm } from '../constructs/watch/alarm.ts';
import { ofCertificate, ofDistribution } from '../constructs/watch/metrics.ts';
import { alarmTopic, undeliveredAlarms } from '../constructs/watch/topic.ts';
import type { AlarmOf } from '../constructs/watch/watched.ts';
import { DISTRIBUTION } from './edge.ts';

const DAY = 24 * 60;
/** Percent of the answers. */
const FAULTY = 5;
/** ACM renews a certificate 60 days before its end, and tries again until then ("Managed certificate renewal", ACM user guide). */
const CERTIFICATE_DAYS = 30;

/** Whether an address hears of alarms. The partition of China has no us-east-1. @param region of the deployment */
export const needsEdgeWatch = ({ alarmEmail }: Configuration, region: string): boolean =>
  alarmEmail !== undefined && !region.startsWith('cn-');

export class EdgeWatchStack extends Stack {
  /** @param configuration with the certificate's ARN, where there is one */
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    stateless: { readonly stackName: string; readonly region: string },
    props: StackProps,
  ) {
    super(scope, id, { description: 'Landfall: alarms on the distribution and its certificate', ...props });
    const topic = alarmTopic(this, { email: configuration.alarmEmail });
    const distribution = Fn.getStackOutput(stateless.stackName, DISTRIBUTION, stateless.region);
    const { certificateArn } = configuration;
    const alarms: Readonly<Record<string, AlarmOf | undefined>> = {
      SiteErrors: {
        metric: ofDistribution(distribution, '5xxErrorRate', { statistic: 'Average' }),
        threshold: FAULTY,
        periods: 3,
        told: true,
        means: 'One answer of the consoles and the API in twenty is a fault (5xx)',
      },
      CertificateExpires: certificateArn === undefined ? undefined : expires(certificateArn),
      AlarmsUndelivered: undeliveredAlarms(topic),
    };
    // One list for all deployments, of all regions.
    const name = `${deploymentName(configuration)}-${stateless.region}`;
    const action: IAlarmAction = new SnsAction(topic);
    for (const [alarm, of] of Object.entries(alarms))
      if (of) makeToldAlarm(this, alarm, `${name}-${alarm}`, of, action);
  }
}

/** What has expired is measured no more: the alarm stays as it is. */
const expires = (arn: string): AlarmOf => ({
  metric: ofCertificate(arn, 'DaysToExpiry', { minutes: DAY, statistic: 'Minimum' }),
  threshold: CERTIFICATE_DAYS,
  below: true,
  silence: 'unknown',
  told: true,
  means: 'The certificate of the consoles ends in less than 30 days and was not renewed',
});
