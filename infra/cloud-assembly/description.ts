/**
 * The cloud assembly, described for a program that runs it without CloudFormation: which file a function is, which
 * function a route calls, what a state machine's definition is once its placeholders are bound.
 */
import { join } from 'node:path';
import type { Assembly } from './assembly.ts';

export type DescribedFunction = {
  readonly name: string;
  /** The bundle, and the name of the export that handles an event. */
  readonly file: string;
  readonly entry: string;
  readonly timeoutMs: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
};
type FunctionProperties = {
  Code: { S3Key: string };
  Handler: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables: Record<string, string> };
};

/** What the CDK adds of its own: copies the consoles' files, and empties their bucket before it is deleted. */
const isOfCdk = (name: string): boolean => name.startsWith('landfall-Custom');

/** Every function of this app, without the CDK's. */
export function functionsOf(assembly: Assembly): DescribedFunction[] {
  const all = assembly.of<FunctionProperties>('AWS::Lambda::Function');
  return all
    .filter(({ name }) => !isOfCdk(name))
    .map(({ name, properties: { Code, Handler, Timeout = 3, MemorySize = 128, Environment } }) => {
      const [stem = '', entry = ''] = Handler.split('.');
      const folder = assembly.assets.get(Code.S3Key);
      if (folder === undefined) throw new Error(`The cloud assembly holds no code of ${name}.`);
      const environment = Environment?.Variables ?? {};
      const limits = { timeoutMs: Timeout * 1000, memoryMegabytes: MemorySize };
      return { name, file: join(folder, `${stem}.cjs`), entry, ...limits, environment };
    });
}

export type DescribedRoute = {
  /** "GET /api/operator/migrations/{id}", and its two halves. */
  readonly routeKey: string;
  readonly method: string;
  readonly path: string;
  readonly functionArn: string;
  /** Of the API that it is a route of. */
  readonly apiId: string;
  /** Whether AWS_IAM guards it. */
  readonly signed: boolean;
};

export function routesOf(assembly: Assembly): DescribedRoute[] {
  const integrations = assembly.of<{ IntegrationUri: string }>('AWS::ApiGatewayV2::Integration');
  const routes = assembly.of<{ ApiId: string; RouteKey: string; Target: string; AuthorizationType: string }>(
    'AWS::ApiGatewayV2::Route',
  );
  return routes.map(({ properties: { ApiId: apiId, RouteKey: routeKey, Target, AuthorizationType } }) => {
    const integration = integrations.find(({ name }) => name === Target.split('/').at(-1));
    if (!integration) throw new Error(`The route ${routeKey} has no integration.`);
    const [method = '', path = ''] = routeKey.split(' ');
    const functionArn = integration.properties.IntegrationUri;
    return { routeKey, method, path, functionArn, apiId, signed: AuthorizationType === 'AWS_IAM' };
  });
}

/** Requests a second, and how many may come at once. */
export type Throttle = { readonly rate: number; readonly burst: number };

/** What each route lets through, by its key; none where the template sets no limit. */
export function throttlesOf(assembly: Assembly): (routeKey: string) => Throttle | undefined {
  type Limit = { ThrottlingRateLimit: number; ThrottlingBurstLimit: number };
  const [stage] = assembly.of<{ DefaultRouteSettings?: Limit; RouteSettings?: Record<string, Limit> }>(
    'AWS::ApiGatewayV2::Stage',
  );
  const { DefaultRouteSettings, RouteSettings = {} } = stage?.properties ?? {};
  return (routeKey) => {
    const limit = RouteSettings[routeKey] ?? DefaultRouteSettings;
    return limit && { rate: limit.ThrottlingRateLimit, burst: limit.ThrottlingBurstLimit };
  };
}

/** Days that the functions' logs are kept, by their log groups; none where they are kept for ever. */
export function logDaysOf(assembly: Assembly): number | undefined {
  const functions = assembly.of<{ LoggingConfig?: { LogGroup: string } }>('AWS::Lambda::Function');
  const named = new Set(functions.map(({ properties }) => properties.LoggingConfig?.LogGroup));
  const groups = assembly.of<{ RetentionInDays?: number }>('AWS::Logs::LogGroup').filter(({ name }) => named.has(name));
  return groups[0]?.properties.RetentionInDays;
}

/** Name -> definition of every state machine. @throws Error naming a placeholder that nothing binds */
export function machinesOf<Definition>(assembly: Assembly): Map<string, Definition> {
  type Machine = {
    DefinitionString: string;
    DefinitionSubstitutions?: Record<string, string>;
    StateMachineName: string;
  };
  const bound = assembly.of<Machine>('AWS::StepFunctions::StateMachine').map(({ properties }) => {
    const text = properties.DefinitionString.replace(/\$\{(\w+)\}/gu, (_placeholder, name: string) => {
      const value = properties.DefinitionSubstitutions?.[name];
      if (value === undefined) throw new Error(`The state machine's placeholder ${name} is not bound.`);
      return value;
    });
    return [properties.StateMachineName, JSON.parse(text) as Definition] as const;
  });
  return new Map(bound);
}

export type DescribedNotification = { readonly bucket: string; readonly prefix: string; readonly queueArn: string };

/** Which queue receives the events on new objects of which bucket. */
export function notificationsOf(assembly: Assembly): DescribedNotification[] {
  type Rule = { Name: string; Value: string };
  type Bucket = {
    NotificationConfiguration?: { QueueConfigurations: { Queue: string; Filter?: { S3Key: { Rules: Rule[] } } }[] };
  };
  return assembly.of<Bucket>('AWS::S3::Bucket').flatMap(({ name: bucket, properties }) =>
    (properties.NotificationConfiguration?.QueueConfigurations ?? []).map(({ Queue: queueArn, Filter }) => {
      const prefix = Filter?.S3Key.Rules.find((rule) => rule.Name.toLowerCase() === 'prefix')?.Value ?? '';
      return { bucket, prefix, queueArn };
    }),
  );
}

/** A rule as S3 has it; names and values may hold one `*`. */
export type CorsRule = {
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
};

/** Bucket -> its rules for browsers that come from another origin, in order. */
export function corsOf(assembly: Assembly): Map<string, readonly CorsRule[]> {
  const buckets = assembly.of<{ CorsConfiguration?: { CorsRules: CorsRule[] } }>('AWS::S3::Bucket');
  return new Map(buckets.map(({ name, properties }) => [name, properties.CorsConfiguration?.CorsRules ?? []]));
}

/** Which queue receives what is published to which topic. */
export function subscriptionsOf(assembly: Assembly): { readonly topicArn: string; readonly queueArn: string }[] {
  type Subscription = { TopicArn: string; Protocol: string; Endpoint: string; RawMessageDelivery?: boolean };
  const all = assembly.of<Subscription>('AWS::SNS::Subscription').map(({ properties }) => properties);
  return all
    .filter(({ Protocol, RawMessageDelivery }) => Protocol === 'sqs' && RawMessageDelivery)
    .map(({ TopicArn: topicArn, Endpoint: queueArn }) => ({ topicArn, queueArn }));
}

export type DescribedMailEvents = {
  readonly configurationSet: string;
  /** As SES names them: bounce, complaint. */
  readonly types: readonly string[];
  readonly topicArn: string;
};

/** Which topics SES publishes its events on mails to. */
export function mailEventsOf(assembly: Assembly): DescribedMailEvents[] {
  type Destination = { MatchingEventTypes: string[]; SnsDestination: { TopicARN: string } };
  type Events = { ConfigurationSetName: string; EventDestination: Destination };
  return assembly.of<Events>('AWS::SES::ConfigurationSetEventDestination').map(({ properties }) => {
    const { ConfigurationSetName: configurationSet, EventDestination } = properties;
    const { MatchingEventTypes: types, SnsDestination } = EventDestination;
    return { configurationSet, types, topicArn: SnsDestination.TopicARN };
  });
}
