/**
 * What a release replaces: functions, state machine, API, distribution, mail, alarms.
 */
import { join } from 'node:path';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  ArnFormat,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  Stack,
  type StackProps,
  Token,
} from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { Api } from '../constructs/api.ts';
import { Functions } from '../constructs/functions.ts';
import { Mail } from '../constructs/mail.ts';
import { Migration } from '../constructs/migration.ts';
import { Site } from '../constructs/site.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';

/** Entries wait at most a second where all is well. */
const AUDIT_BEHIND_MS = 15 * 60_000;

/** The functions that verify passcodes. */
const VERIFY_PASSCODES = ['logon', 'forgot-password', 'me-tokens'];

/** Counts a log event of these functions. */
function eventMetric(
  functions: Functions,
  of: readonly string[],
  event: string,
  namespace: string,
  name: string,
): IMetric {
  const filters = of.map((one) =>
    functions.get(one).logGroup.addMetricFilter(name, {
      filterPattern: FilterPattern.stringValue('$.event', '=', event),
      metricNamespace: namespace,
      metricName: name,
    }),
  );
  return filters[0]!.metric();
}

export class StatelessStack extends Stack {
  private readonly alarms: Topic;

  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    stateful: StatefulResources,
    built: string,
    props: StackProps,
  ) {
    super(scope, id, props);
    this.alarms = new Topic(this, 'Alarms', { masterKey: stateful.dataKey, enforceSSL: true });
    // A topic with a policy of its own has no default policy: without this statement CloudWatch could not publish.
    this.alarms.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.alarms.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (configuration.alarmEmail) this.alarms.addSubscription(new EmailSubscription(configuration.alarmEmail));

    const mail = new Mail(this, 'Mail', stateful.dataKey);
    const api = new Api(this, 'Api', configuration.name);
    const site = new Site(this, 'Site', {
      name: configuration.name,
      apiDomainName: api.domainName,
      originSecret: stateful.originSecret.secretValueFromJson(configuration.originKey),
      storageHost: stateful.exportBucket.bucketRegionalDomainName,
      pages: join(built, 'console'),
    });
    const publicOrigin = this.publicOrigin(site.distribution.domainName);
    const machineName = `${configuration.name}-migration`;
    const machineArns = (resource: string, resourceName: string) =>
      this.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const resources = {
      stateful,
      mailQueue: mail.outgoing.queue,
      configurationSet: mail.configurationSet.configurationSetName,
      publicOrigin,
      migrationMachine: machineArns('stateMachine', machineName),
      migrationExecutions: machineArns('execution', `${machineName}:*`),
      ...(configuration.mailIdentity ? { mailIdentity: configuration.mailIdentity } : {}),
    };
    const functions = new Functions(this, 'Functions', resources, join(built, 'functions'));
    for (const name of ['read-manifest', 'plan-rollback'])
      functions.get(name).addEnvironment('MAX_CONCURRENCY', String(configuration.workerConcurrency));
    api.serve(functions);
    const migration = new Migration(this, 'Migration', { name: machineName, functions, stateful });

    for (const [name, queue] of [
      ['start-run', stateful.uploadQueue],
      ['send-mail', mail.outgoing.queue],
      ['mail-events', mail.returned.queue],
    ] as const)
      functions.get(name).addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));

    // As long as there is nothing to do it reads one item; a release that needs the whole directory again goes the same way.
    new Rule(this, 'Upgrade', {
      description: 'Landfall: the upgrade of what a release before has stored goes on',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(functions.get('upgrade'), { retryAttempts: 0 })],
    });

    this.readAuditOutbox(functions.get('audit-append'), stateful);
    this.alarm('UploadsUnread', stateful.uploadDeadLetters.metricApproximateNumberOfMessagesVisible());
    this.alarm('MailsUnsent', mail.outgoing.deadLetters.metricApproximateNumberOfMessagesVisible());
    this.alarm('MailEventsUnread', mail.returned.deadLetters.metricApproximateNumberOfMessagesVisible());
    this.alarm('MigrationsFailed', migration.machine.metricFailed());
    this.alarm('ApiErrors', api.http.metricServerError());
    // A5: an administrator made although one was enabled. The function writes this line then, and at no other time.
    const { name } = configuration;
    this.alarm('GlassBroken', eventMetric(functions, ['admin-create'], 'admin.break_glass', name, 'BrokenGlass'));
    // T2: so many wrong passcodes in a row that a token was disabled. An attacker may be guessing.
    const guessed = eventMetric(functions, VERIFY_PASSCODES, 'token.disabled_by_failures', name, 'TokensDisabled');
    this.alarm('TokensDisabledByFailures', guessed);
    const stopped = eventMetric(functions, ['notify-users', 'send-mail'], 'mail.stopped', name, 'MailsStopped');
    this.alarm('MailsStopped', stopped);

    // L5: something else was done to the outbox of the audit than adding to it.
    this.alarm('AuditTampered', eventMetric(functions, ['audit-append'], 'audit.tampered', name, 'AuditTampered'));

    new CfnOutput(this, 'PublicOrigin', { value: publicOrigin, description: 'Where the consoles and the API are' });
    new CfnOutput(this, 'ApiEndpoint', {
      value: api.http.apiEndpoint,
      description: 'Where `landfall --stack` sends its signed requests',
    });
    new CfnOutput(this, 'ExportBucket', {
      value: stateful.exportBucket.bucketName,
      description: 'Upload a package under uploads/',
    });
    new CfnOutput(this, 'ReportBucket', { value: stateful.reportBucket.bucketName });
  }

  /** L5: each change of the outbox, in order and until it is done. A day without this function would lose entries: an alarm comes before. */
  private readAuditOutbox(appender: LambdaFunction, { auditOutbox, dataKey }: StatefulResources): void {
    const stream = auditOutbox.tableStreamArn!;
    const read = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`);
    appender.addToRolePolicy(new PolicyStatement({ actions: read, resources: [stream] }));
    // It names no stream.
    appender.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
    appender.addToRolePolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [dataKey.keyArn] }));
    const startingPosition = StartingPosition.TRIM_HORIZON;
    appender.addEventSourceMapping('Outbox', { eventSourceArn: stream, startingPosition, batchSize: 100 });
    const dimensionsMap = { FunctionName: appender.functionName };
    const age = new Metric({ namespace: 'AWS/Lambda', metricName: 'IteratorAge', dimensionsMap, statistic: 'Maximum' });
    this.alarm('AuditBehind', age, AUDIT_BEHIND_MS);
  }

  /** F4: links are built from configuration. The parameter is for a domain name of one's own; without it, the distribution's. */
  private publicOrigin(distributionDomainName: string): string {
    const given = new CfnParameter(this, 'PublicOriginParameter', {
      description: 'Where links in e-mails point, such as https://logon.example.com; empty: the distribution',
      default: '',
      allowedPattern: '(https?://[^/]+)?',
    });
    given.overrideLogicalId('PublicOriginUrl');
    const isGiven = new CfnCondition(this, 'PublicOriginGiven', {
      expression: Fn.conditionNot(Fn.conditionEquals(given.valueAsString, '')),
    });
    return Token.asString(Fn.conditionIf(isGiven.logicalId, given.valueAsString, `https://${distributionDomainName}`));
  }

  private alarm(id: string, metric: IMetric, threshold = 1): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alarms));
  }
}
