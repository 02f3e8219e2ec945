/**
 * What the template says of the distribution, for a server that stands in for it: the headers and the function of each behaviour,
 * what it adds on the way to the API, and the consoles' files.
 */
import type { Assembly } from './assembly.ts';

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
type Behavior = {
  readonly PathPattern?: string;
  readonly ResponseHeadersPolicyId?: string;
  readonly FunctionAssociations?: readonly { EventType: string; FunctionARN: string }[];
};
type Distribution = {
  readonly DistributionConfig: {
    readonly DefaultCacheBehavior: Behavior;
    readonly CacheBehaviors?: readonly Behavior[];
  };
};

export type DescribedBehavior = {
  /** On every answer, of files and functions. A cache-control that a file is stored with replaces the one here. */
  readonly headers: Readonly<Record<string, string>>;
  /** Source of the CloudFront Function that sees each request first. */
  readonly viewerRequest?: string;
};

/** What the distribution does under /api/ and on the consoles' pages. @throws Error where the assembly lacks a policy */
export function behaviorsOf(assembly: Assembly): {
  readonly api: DescribedBehavior;
  readonly pages: DescribedBehavior;
} {
  const policies = assembly.of<HeadersPolicy>('AWS::CloudFront::ResponseHeadersPolicy');
  const functions = assembly.of<{ FunctionCode: string }>('AWS::CloudFront::Function');
  const [site] = assembly.of<Distribution>('AWS::CloudFront::Distribution');
  const describe = (behavior: Behavior | undefined, of: string): DescribedBehavior => {
    const policy = policies.find(({ name }) => name === behavior?.ResponseHeadersPolicyId);
    if (!policy) throw new Error(`The cloud assembly holds no policy for the headers of ${of}.`);
    const first = behavior?.FunctionAssociations?.find(({ EventType }) => EventType === 'viewer-request');
    const viewerRequest = functions.find(({ name }) => first?.FunctionARN === `${name}.FunctionARN`);
    const headers = describeHeaders(policy.properties);
    return viewerRequest ? { headers, viewerRequest: viewerRequest.properties.FunctionCode } : { headers };
  };
  const { DefaultCacheBehavior, CacheBehaviors = [] } = site?.properties.DistributionConfig ?? {};
  const api = CacheBehaviors.find(({ PathPattern }) => PathPattern === '/api/*');
  return { api: describe(api, 'the API'), pages: describe(DefaultCacheBehavior, 'the pages') };
}

function describeHeaders({ ResponseHeadersPolicyConfig: policy }: HeadersPolicy): Record<string, string> {
  const { ContentSecurityPolicy, FrameOptions, ReferrerPolicy, StrictTransportSecurity } = policy.SecurityHeadersConfig;
  const { AccessControlMaxAgeSec: seconds, IncludeSubdomains } = StrictTransportSecurity;
  const custom = (policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => [Header, Value] as const);
  return {
    ...Object.fromEntries(custom),
    'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy,
    'referrer-policy': ReferrerPolicy.ReferrerPolicy,
    'strict-transport-security': `max-age=${seconds}${IncludeSubdomains ? '; includeSubDomains' : ''}`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': FrameOptions.FrameOption,
  };
}

/** `prefix`: where the folder's files are served, such as "/assets/"; `headers`: what they are stored with. */
export type DescribedFiles = {
  readonly folder: string;
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The consoles' files; none where they were not built. */
export function filesOf(assembly: Assembly): DescribedFiles[] {
  type Deployed = { SourceObjectKeys: string[]; DestinationBucketKeyPrefix?: string; SystemMetadata?: object };
  return assembly.of<Deployed>('Custom::CDKBucketDeployment').flatMap(({ name, properties }) => {
    const { SourceObjectKeys, DestinationBucketKeyPrefix: under, SystemMetadata = {} } = properties;
    return SourceObjectKeys.map((key) => {
      const folder = assembly.assets.get(key);
      if (folder === undefined) throw new Error(`The cloud assembly holds no files of ${name}.`);
      return { folder, prefix: under ? `/${under}/` : '/', headers: { ...SystemMetadata } };
    });
  });
}
