/**
 * What a release replaces: functions, state machine, API, distribution, mail, alarms.
 */
import { join } from 'node:path';
import { CfnRule, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { deploymentName } from '../configuration/name.ts';
import type { Configuration } from '../configuration/values.ts';
import { Api } from '../constructs/api.ts';
import { Campaign } from '../constructs/campaign.ts';
import { logCustomResources } from '../constructs/custom-resource-logs.ts';
import { readQueue, readStream } from '../constructs/event-sources.ts';
import { Events } from '../constructs/events.ts';
import { Functions } from '../constructs/functions.ts';
import { GradualDeployment } from '../constructs/gradual-deployment.ts';
import { MAX_MESSAGE_BYTES, Mail } from '../constructs/mail.ts';
import { Migration } from '../constructs/migration.ts';
import { Operators } from '../constructs/operators.ts';
import { Site } from '../constructs/site.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';
import type { RuleName } from '../constructs/watch/metrics.ts';
import { alarmTopic } from '../constructs/watch/topic.ts';
import { Watch } from '../constructs/watch/watch.ts';
import { DISTRIBUTION } from './edge.ts';

const domainOf = ({ domainName, certificateArn }: Configuration) =>
  domainName === undefined || certificateArn === undefined ? {} : { domain: { name: domainName, certificateArn } };

/** What functions may send as: the identity that the stack makes, or one that exists. */
function mailIdentityOf({ senderIdentity, mailIdentity }: Configuration) {
  const name = senderIdentity ?? mailIdentity;
  return name === undefined ? {} : { mailIdentity: name };
}

export class StatelessStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    stateful: StatefulResources,
    built: string,
    props: StackProps,
  ) {
    super(scope, id, { description: 'Landfall: what a release replaces', ...props });
    const alarms = alarmTopic(this, { email: configuration.alarmEmail, masterKey: stateful.dataKey });

    const name = deploymentName(configuration);
    const mail = new Mail(this, 'Mail', stateful.dataKey, configuration);
    const events = new Events(this, 'Events', { ...configuration, name, dataKey: stateful.dataKey });
    const api = new Api(this, 'Api', name, configuration);
    const site = new Site(this, 'Site', {
      name,
      apiDomainName: api.domainName,
      originSecret: stateful.originSecret.secretValueFromJson(configuration.originKey),
      storageHost: stateful.exportBucket.bucketRegionalDomainName,
      pages: join(built, 'console'),
      zone: configuration,
      webAclArn: configuration.webAclArn,
      ...domainOf(configuration),
    });
    // F4: links are built from configuration, never from a request.
    const publicOrigin = `https://${configuration.domainName ?? site.distribution.domainName}`;
    const machineName = `${name}-migration`;
    const campaignName = `${name}-campaign`;
    const machineArns = (resource: string, resourceName: string) =>
      this.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const resources = {
      stateful,
      mailQueue: mail.outgoing.queue,
      configurationSet: mail.configurationSet.configurationSetName,
      publicOrigin,
      eventBus: events.bus,
      migrationMachine: machineArns('stateMachine', machineName),
      campaignMachine: machineArns('stateMachine', campaignName),
      migrationExecutions: machineArns('execution', `${machineName}:*`),
      ...mailIdentityOf(configuration),
    };
    const unrecorded = new Queue(this, 'Unrecorded', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: stateful.dataKey,
      enforceSSL: true,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      retentionPeriod: Duration.days(14),
    });
    const functions = new Functions(this, 'Functions', {
      name,
      resources,
      configuration,
      bundles: join(built, 'functions'),
      unrecorded,
      tracing: configuration.tracing,
    });
    for (const planner of ['read-manifest', 'plan-rollback'])
      functions.get(planner).addEnvironment('MAX_CONCURRENCY', String(configuration.workerConcurrency));
    api.serve(functions);
    new Operators(this, 'Operators', { name, api: api.http.apiId });
    const { gradualDeployment: pace } = configuration;
    const apiFaults = api.http.metricServerError({ period: Duration.minutes(1), statistic: 'Sum' });
    if (pace !== 'off')
      new GradualDeployment(this, 'GradualDeployment', { pace, aliases: functions.aliases, apiFaults });
    const migration = new Migration(this, 'Migration', { name: machineName, functions, unrecorded, stateful });
    const campaign = new Campaign(this, 'Campaign', { name: campaignName, functions, unrecorded });

    for (const [reader, queue] of [
      ['start-run', stateful.uploadQueue],
      ['send-mail', mail.outgoing.queue],
      ['mail-events', mail.returned.queue],
    ] as const)
      readQueue(functions, reader, queue, { maxConcurrency: configuration.queueConcurrency });

    new Rule(this, 'Reminders', {
      description:
        'Landfall: a start that was lost is repeated; where the settings want reminders, a campaign of them begins once a day',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaTarget(functions.live('remind-users'), { retryAttempts: 0 })],
    });

    // As long as there is nothing to do it reads one item; a release that needs the whole directory again goes the same way.
    new Rule(this, 'Upgrade', {
      description: 'Landfall: the upgrade of what a release before has stored goes on',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(functions.live('upgrade'), { retryAttempts: 0 })],
    });
    // After the upgrade: a new deployment has its first recount, in its first round.
    new Rule(this, 'ClockPeople', {
      description: 'Landfall: people whose date has come are looked at again',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaTarget(functions.live('clock-people'), { retryAttempts: 0 })],
    });

    const { dataKey, auditOutbox, directory } = stateful;
    // L5: each change of the outbox.
    readStream(functions, 'audit-append', 'Outbox', { table: auditOutbox, dataKey });
    // Each change of a user or a token: a second of changes together, since a logon is no invocation of its own. In which order people are looked
    // at does not count, so that several lanes read a shard. A batch that takes too long is halved.
    const lanes = { maxBatchingWindow: Duration.seconds(1), parallelizationFactor: 4, bisectBatchOnError: true };
    readStream(functions, 'follow-people', 'Directory', { table: directory, dataKey, ...lanes });
    new Watch(this, 'Watch', {
      name,
      alarmTopic: alarms,
      distribution: site.distribution.distributionId,
      stateful,
      functions,
      api,
      mail,
      undelivered: events.undelivered,
      unrecorded,
      migration: migration.machine,
      campaign: campaign.machine,
      rules: this.rules(),
      accountConcurrency: configuration.accountConcurrency,
    });

    new CfnOutput(this, 'EventBus', {
      value: events.bus.eventBusName,
      description: 'Hears of users who have arrived, tokens that are used here, and runs that have ended',
    });
    new CfnOutput(this, DISTRIBUTION, {
      value: site.distribution.distributionId,
      description: 'The distribution before the consoles and the API',
    });
    new CfnOutput(this, 'PublicOrigin', { value: publicOrigin, description: 'Where the consoles and the API are' });
    new CfnOutput(this, 'ApiEndpoint', {
      value: api.http.apiEndpoint,
      description: 'Where `landfall --stack` sends its signed requests',
    });
    new CfnOutput(this, 'ExportBucket', {
      value: stateful.exportBucket.bucketName,
      description: 'Upload a package under uploads/',
    });
    new CfnOutput(this, 'ReportBucket', {
      value: stateful.reportBucket.bucketName,
      description: 'Where the reports of runs are',
    });
    logCustomResources(this, functions.logRetention);
  }

  /** Every rule of this stack, as its metrics name it. @throws Error where a rule of a bus of its own has no name of its own: Ref gives both then */
  private rules(): RuleName[] {
    const rules = this.node.findAll().filter((one) => one instanceof CfnRule);
    return rules.map(({ ref, name, eventBusName, node }) => {
      if (eventBusName === undefined) return { RuleName: ref };
      if (name === undefined) throw new Error(`The rule ${node.path} needs a name.`);
      return { RuleName: name, EventBusName: eventBusName };
    });
  }
}
