/** What the API's stage does with each request: how many it lets through, and what it notes of them. */
import type { CfnStage, IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/values.ts';
import { FUNCTIONS } from '../functions.ts';

export type StageConfiguration = Pick<
  Configuration,
  'apiAccessLog' | 'accessLogDays' | 'apiRate' | 'apiBurst' | 'logonRate' | 'logonBurst'
>;

/** An attacker who guesses passcodes, answers or links calls these. */
const GUESSED = ['logon', 'forgot-password'] as const;

/**
 * "API Gateway Developer Guide", Customize HTTP API access logs. No path, which holds user IDs; no query, header or body; no address, which is
 * CloudFront's. An operator is named by its ARN.
 */
const FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  protocol: '$context.protocol',
  bytes: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.message',
  operator: '$context.identity.userArn',
};

/** @param scope where the log group is made */
export function configureStage(scope: Construct, stage: IHttpStage, configuration: StageConfiguration): void {
  const resource = stage.node.defaultChild as CfnStage;
  const { apiAccessLog, accessLogDays, apiRate, apiBurst, logonRate, logonBurst } = configuration;
  if (apiAccessLog) {
    const log = new LogGroup(scope, 'AccessLog', {
      retention: accessLogDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    resource.accessLogSettings = { destinationArn: log.logGroupArn, format: JSON.stringify(FIELDS) };
  }
  if (apiRate !== undefined && apiBurst !== undefined)
    resource.defaultRouteSettings = { throttlingRateLimit: apiRate, throttlingBurstLimit: apiBurst };
  if (logonRate === undefined || logonBurst === undefined) return;
  const limit = { ThrottlingRateLimit: logonRate, ThrottlingBurstLimit: logonBurst };
  resource.routeSettings = Object.fromEntries(guessedRoutes().map((route) => [route, limit]));
}

const guessedRoutes = (): string[] =>
  GUESSED.flatMap((name) => FUNCTIONS[name]!.routes ?? []).filter((route) => route.startsWith('POST '));
