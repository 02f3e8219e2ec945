/**
 * What the cloud assembly says, in the terms of whoever runs it without CloudFormation: which file a function is, which
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
  readonly environment: Readonly<Record<string, string>>;
};
type FunctionProperties = {
  Code: { S3Key: string };
  Handler: string;
  Timeout?: number;
  Runtime: string;
  Environment?: { Variables: Record<string, string> };
};

/** Every function of this app. The one that CDK brings along, in another language, uploads the consoles' files and is not among them. */
export function functionsOf(assembly: Assembly): DescribedFunction[] {
  const all = assembly.of<FunctionProperties>('AWS::Lambda::Function');
  return all
    .filter(({ properties }) => properties.Runtime.startsWith('nodejs'))
    .map(({ name, properties: { Code, Handler, Timeout = 3, Environment } }) => {
      const [stem = '', entry = ''] = Handler.split('.');
      const folder = assembly.assets.get(Code.S3Key);
      if (folder === undefined) throw new Error(`The cloud assembly holds no code of ${name}.`);
      const environment = Environment?.Variables ?? {};
      return { name, file: join(folder, `${stem}.mjs`), entry, timeoutMs: Timeout * 1000, environment };
    });
}

/** The folder with the consoles' files, which the site's bucket is filled from. */
export function pagesOf(assembly: Assembly): string {
  const [deployment] = assembly.of<{ SourceObjectKeys: string[] }>('Custom::CDKBucketDeployment');
  const folder = assembly.assets.get(deployment?.properties.SourceObjectKeys[0] ?? '');
  if (folder === undefined) throw new Error('The cloud assembly holds no files of the consoles.');
  return folder;
}

export type DescribedRoute = {
  /** "GET /api/operator/users/{id}", and its two halves. */
  readonly routeKey: string;
  readonly method: string;
  readonly path: string;
  readonly functionArn: string;
  /** Whether AWS_IAM guards it. */
  readonly signed: boolean;
};

export function routesOf(assembly: Assembly): DescribedRoute[] {
  const integrations = assembly.of<{ IntegrationUri: string }>('AWS::ApiGatewayV2::Integration');
  const routes = assembly.of<{ RouteKey: string; Target: string; AuthorizationType: string }>(
    'AWS::ApiGatewayV2::Route',
  );
  return routes.map(({ properties: { RouteKey: routeKey, Target, AuthorizationType } }) => {
    const integration = integrations.find(({ name }) => name === Target.split('/').at(-1));
    if (!integration) throw new Error(`The route ${routeKey} has no integration.`);
    const [method = '', path = ''] = routeKey.split(' ');
    const functionArn = integration.properties.IntegrationUri;
    return { routeKey, method, path, functionArn, signed: AuthorizationType === 'AWS_IAM' };
  });
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

/** What the distribution adds on the way to the API, names in lower case. @param secret a secret's JSON text by ARN */
export function originHeadersOf(assembly: Assembly, secret: (arn: string) => string): Record<string, string> {
  type Header = { HeaderName: string; HeaderValue: string };
  type Distribution = { DistributionConfig: { Origins: { OriginCustomHeaders?: Header[] }[] } };
  // CloudFormation's dynamic reference: {{resolve:secretsmanager:<ARN>:SecretString:<key>::}}
  const resolve = (value: string) =>
    value.replace(
      /\{\{resolve:secretsmanager:(.+?):SecretString:(\w+).*?\}\}/gu,
      (_reference, arn: string, key: string) => String(JSON.parse(secret(arn))[key]),
    );
  const headers = assembly
    .of<Distribution>('AWS::CloudFront::Distribution')
    .flatMap(({ properties }) => properties.DistributionConfig.Origins)
    .flatMap((origin) => origin.OriginCustomHeaders ?? []);
  return Object.fromEntries(
    headers.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), resolve(HeaderValue)]),
  );
}

type HeadersPolicy = {
  readonly ResponseHeadersPolicyConfig: {
    readonly CustomHeadersConfig?: { readonly Items: readonly { Header: string; Value: string }[] };
    readonly SecurityHeadersConfig: {
      readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: string };
      readonly FrameOptions: { readonly FrameOption: string };
      readonly ReferrerPolicy: { readonly ReferrerPolicy: string };
      readonly StrictTransportSecurity: {
        readonly AccessControlMaxAgeSec: number;
        readonly IncludeSubdomains?: boolean;
      };
    };
  };
};
type Behavior = { readonly PathPattern?: string; readonly ResponseHeadersPolicyId?: string };
type Behaviors = {
  readonly DistributionConfig: {
    readonly DefaultCacheBehavior: Behavior;
    readonly CacheBehaviors?: readonly Behavior[];
  };
};

/**
 * The headers that the distribution puts on every answer, whoever made it: under /api/ and on the consoles' pages.
 * @param storage where their uploads go, in the place of any bucket on AWS
 */
export function answerHeadersOf(
  assembly: Assembly,
  storage: string,
): { readonly api: Record<string, string>; readonly pages: Record<string, string> } {
  const policies = assembly.of<HeadersPolicy>('AWS::CloudFront::ResponseHeadersPolicy');
  const [site] = assembly.of<Behaviors>('AWS::CloudFront::Distribution');
  const headersOf = (behavior: Behavior | undefined, of: string) => {
    const policy = policies.find(({ name }) => name === behavior?.ResponseHeadersPolicyId);
    if (!policy) throw new Error(`The cloud assembly holds no policy for the headers of ${of}.`);
    return describeHeaders(policy.properties, storage);
  };
  const { DefaultCacheBehavior, CacheBehaviors = [] } = site?.properties.DistributionConfig ?? {};
  return {
    api: headersOf(
      CacheBehaviors.find(({ PathPattern }) => PathPattern === '/api/*'),
      'the API',
    ),
    pages: headersOf(DefaultCacheBehavior, 'the pages'),
  };
}

function describeHeaders({ ResponseHeadersPolicyConfig: policy }: HeadersPolicy, storage: string) {
  const { ContentSecurityPolicy, FrameOptions, ReferrerPolicy, StrictTransportSecurity } = policy.SecurityHeadersConfig;
  const { AccessControlMaxAgeSec: seconds, IncludeSubdomains } = StrictTransportSecurity;
  const custom = (policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [Header, Value] as const);
  return {
    ...Object.fromEntries(custom),
    'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy.replace('https://*.amazonaws.com', storage),
    'referrer-policy': ReferrerPolicy.ReferrerPolicy,
    'strict-transport-security': `max-age=${seconds}${IncludeSubdomains ? '; includeSubDomains' : ''}`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': FrameOptions.FrameOption,
  };
}

export type DescribedNotification = { readonly bucket: string; readonly prefix: string; readonly queueArn: string };

/** Which queue hears of new objects. */
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
