/**
 * The metrics that alarms and dashboard are made of, by the names and dimensions that AWS documents: "Types of metrics for Lambda functions" and
 * "Monitoring concurrency" (Lambda), "DynamoDB Metrics and dimensions", "Available CloudWatch metrics for Amazon SQS", "Monitoring Step Functions
 * metrics using Amazon CloudWatch", "Monitoring Amazon EventBridge", "Monitor HTTP APIs with CloudWatch metrics", "Creating reputation monitoring alarms
 * using CloudWatch" (SES), "Monitoring Amazon SNS topics using CloudWatch", "Types of metrics for CloudFront", "Supported CloudWatch metrics" (ACM).
 * test/contract/watch.test.ts compares them with a list of these.
 */
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration } from 'aws-cdk-lib/core';
import { DIMENSION, type MetricName, NAMESPACE } from '#lambdas/shared/metrics.ts';
import type { Api } from '../api.ts';

export type Statistic = 'Sum' | 'Minimum' | 'Maximum' | 'Average' | 'p50' | 'p90' | 'p95' | 'p99';
export type Over = { readonly minutes?: number; readonly statistic?: Statistic; readonly label?: string };

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  { minutes = 5, statistic = 'Sum', label }: Over,
  region?: string,
): Metric {
  const period = Duration.minutes(minutes);
  return new Metric({
    namespace,
    metricName,
    dimensionsMap,
    period,
    statistic,
    ...(label === undefined ? {} : { label }),
    ...(region === undefined ? {} : { region }),
  });
}

type FunctionMetric =
  | 'Errors'
  | 'Throttles'
  | 'Duration'
  | 'Invocations'
  | 'IteratorAge'
  | 'AsyncEventsDropped'
  | 'DeadLetterErrors'
  | 'DestinationDeliveryFailures';
/** Of all versions and aliases together. */
export const ofFunction = (of: IFunction, name: FunctionMetric, over: Over = {}): Metric =>
  metric('AWS/Lambda', name, { FunctionName: of.functionName }, over);

/** Of all functions of the account in this region. */
type AccountMetric = 'ConcurrentExecutions' | 'ClaimedAccountConcurrency' | 'Throttles';
export const ofAccount = (name: AccountMetric, over: Over = {}): Metric =>
  metric('AWS/Lambda', name, {}, { statistic: 'Maximum', ...over });

type QueueMetric = 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage' | 'NumberOfMessagesSent';
export const ofQueue = (of: IQueue, name: QueueMetric, over: Over = {}): Metric =>
  metric('AWS/SQS', name, { QueueName: of.queueName }, { statistic: 'Maximum', ...over });

type TableMetric =
  | 'ReadThrottleEvents'
  | 'WriteThrottleEvents'
  | 'ConsumedReadCapacityUnits'
  | 'ConsumedWriteCapacityUnits';
/** @param index of a global secondary index; the table's own metric does not have it */
export const ofTable = (of: ITable, name: TableMetric, over: Over = {}, index?: string): Metric => {
  const ofIndex = index === undefined ? {} : { GlobalSecondaryIndexName: index };
  return metric('AWS/DynamoDB', name, { TableName: of.tableName, ...ofIndex }, over);
};

type MachineMetric =
  | 'ExecutionsStarted'
  | 'ExecutionsSucceeded'
  | 'ExecutionsFailed'
  | 'ExecutionsTimedOut'
  | 'ExecutionsAborted'
  | 'ExecutionThrottled'
  | 'ExecutionTime';
export const ofMachine = (of: StateMachine, name: MachineMetric, over: Over = {}): Metric =>
  metric('AWS/States', name, { StateMachineArn: of.stateMachineArn }, over);

/** A rule, as its metrics name it: one of a custom bus by its bus too. */
export type RuleName = { readonly RuleName: string; readonly EventBusName?: string };
type RuleMetric = 'FailedInvocations' | 'InvocationsFailedToBeSentToDlq' | 'Invocations';
export const ofRule = (of: RuleName, name: RuleMetric, over: Over = {}): Metric =>
  metric('AWS/Events', name, { ...of }, over);

export const ofApi = ({ http }: Api, name: 'Count' | '4xx' | '5xx' | 'Latency', over: Over = {}): Metric =>
  metric('AWS/ApiGateway', name, { ApiId: http.apiId }, over);

type MailMetric = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';
/** Of all senders of the account in this region. */
export const ofMail = (
  name: MailMetric | 'Reputation.BounceRate' | 'Reputation.ComplaintRate',
  over: Over = {},
): Metric => metric('AWS/SES', name, {}, over);

export const ofTopic = (of: ITopic, name: 'NumberOfNotificationsFailed', over: Over = {}): Metric =>
  metric('AWS/SNS', name, { TopicName: of.topicName }, over);

/** In us-east-1 alone, wherever the deployment is: alarms on them can be made there, graphs everywhere. */
const AT_THE_EDGE = 'us-east-1';
/** @param id of the distribution */
export const ofDistribution = (
  id: string,
  name: 'Requests' | '4xxErrorRate' | '5xxErrorRate',
  over: Over = {},
): Metric => metric('AWS/CloudFront', name, { DistributionId: id, Region: 'Global' }, over, AT_THE_EDGE);

export const ofCertificate = (arn: string, name: 'DaysToExpiry', over: Over = {}): Metric =>
  metric('AWS/CertificateManager', name, { CertificateArn: arn }, over, AT_THE_EDGE);

/** One of our own: lambdas/shared/metrics.ts. @param deployment its name */
export const own = (deployment: string, name: MetricName, over: Over = {}): Metric =>
  metric(NAMESPACE, name, { [DIMENSION]: deployment }, over);

/**
 * Metrics that AWS sends only where there is something to count, added up. FILL stands for what was not sent: one missing metric would else
 * leave no sum at all, and alarms on DynamoDB's would stay as they are while nothing is sent ("Configuring how CloudWatch alarms treat missing data").
 */
export function sumOf(metrics: readonly IMetric[], label: string, minutes = 5): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((one, index) => [`m${index}`, one]));
  const expression = metrics.map((_one, index) => `FILL(m${index}, 0)`).join(' + ');
  return new MathExpression({ expression, usingMetrics, label, period: Duration.minutes(minutes) });
}
