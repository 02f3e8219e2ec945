/**
 * The distribution: consoles and API on one origin. /api/* caches nothing and forwards all but Host; it adds the secret that
 * the API demands and the viewer's address, the only source address there is (S6).
 */
import { join } from 'node:path';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Duration, RemovalPolicy, type SecretValue, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { liesIn } from '../configuration/rules.ts';
import type { Configuration } from '../configuration/values.ts';
import { dnsRecords, zoneOf } from './dns.ts';

/** Overwrites a header of this name that the viewer sent. */
const VIEWER_FUNCTION = `function handler(event) {
  var request = event.request;
  request.headers['x-landfall-viewer'] = { value: event.viewer.ip };
  return request;
}`;

/** A console is one page; what it shows stands in the URL's fragment. The first one is the distribution's root object. */
const PAGES_FUNCTION = `function handler(event) {
  var request = event.request;
  if (request.uri === '/security' || request.uri === '/security/') request.uri = '/security/index.html';
  return request;
}`;

/**
 * S4. Scripts and styles are files of the site. Packages go straight to the export bucket and nowhere else; without a scheme,
 * its host is asked over https by a page that came over https. `form-action 'none'`: the consoles send by script, so that a
 * form whose script did not load can't put a password into a URL.
 */
const pagesPolicy = (storageHost: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${storageHost}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** S4: no window that another origin keeps a reference to, and no feature of a device that the consoles do not use. */
const PAGES_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** A file whose name holds its hash. */
const IMMUTABLE = CacheControl.fromString('public, max-age=31536000, immutable');

export type SiteProps = {
  /** The deployment's. */
  readonly name: string;
  readonly apiDomainName: string;
  readonly originSecret: SecretValue;
  /** Host name of the export bucket. */
  readonly storageHost: string;
  /** The consoles' own domain name with its certificate in us-east-1; absent where CloudFront's name serves. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  readonly webAclArn?: string | undefined;
  readonly zone: Pick<Configuration, 'hostedZoneId' | 'hostedZoneName'>;
  /** Folder of the consoles' files, with those under assets/ named by their hashes. */
  readonly pages: string;
};

export class Site extends Construct {
  readonly distribution: Distribution;
  private readonly nameOf: (what: string) => string;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    // What CloudFront names is one list an account, for all regions: the names that the CDK makes up would be taken by a second deployment.
    this.nameOf = (what) => `${props.name}-${Stack.of(this).region}-${what}`;
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.DESTROY,
      // CloudFormation deletes no bucket that holds anything.
      autoDeleteObjects: true,
    });
    const before = (name: string, code: string) => ({
      function: new EdgeFunction(this, name, {
        functionName: this.nameOf(name.toLowerCase()),
        code: FunctionCode.fromInline(code),
        runtime: FunctionRuntime.JS_2_0,
      }),
      eventType: FunctionEventType.VIEWER_REQUEST,
    });
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Landfall',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      // CloudFront heeds it with a certificate of one's own; with its default certificate the policy is TLSv1, whatever is asked for.
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...this.named(props),
      defaultBehavior: {
        // Without LIST a missing file would be a 403. No viewer can list: `/` is the root object, and no query is forwarded.
        origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
          originAccessControl: new S3OriginAccessControl(this, 'Access', {
            originAccessControlName: this.nameOf('site'),
          }),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.headers('PageHeaders', pagesPolicy(props.storageHost), PAGES_HEADERS),
        functionAssociations: [before('Pages', PAGES_FUNCTION)],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(props.apiDomainName, {
            originSslProtocols: [OriginSslPolicy.TLS_V1_2],
            customHeaders: { 'x-landfall-origin': props.originSecret.unsafeUnwrap() },
          }),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: this.headers('ApiHeaders', "default-src 'none'; frame-ancestors 'none'"),
          functionAssociations: [before('Viewer', VIEWER_FUNCTION)],
        },
      },
    });
    this.deploy(props.pages, bucket as IBucket);
    if (props.domain) this.record(props.domain.name, props.zone);
  }

  private named({ domain, webAclArn }: SiteProps) {
    const webAcl = webAclArn === undefined ? {} : { webAclId: webAclArn };
    if (domain === undefined) return webAcl;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
    return { ...webAcl, domainNames: [domain.name], certificate };
  }

  /** The domain name leads to the distribution: a zone's own name too, where no CNAME can stand. */
  private record(name: string, zone: SiteProps['zone']): void {
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    const found = liesIn(name, zone.hostedZoneName) ? zoneOf(this, zone) : undefined;
    if (found)
      for (const Type of [ARecord, AaaaRecord])
        new Type(this, Type.name, { zone: found, recordName: `${name}.`, target });
    else dnsRecords(this, 'DomainRecord', name, {}, [{ name, type: 'CNAME', value: this.distribution.domainName }]);
  }

  /**
   * The files named by their hashes are deployed first, since the pages name them; those of earlier releases stay, for pages that
   * are open. Their cache-control is stored with them: a header of the distribution would be sent with a 404 too.
   */
  private deploy(pages: string, destinationBucket: IBucket): void {
    const assets = new BucketDeployment(this, 'Assets', {
      sources: [Source.asset(join(pages, 'assets'))],
      destinationBucket,
      destinationKeyPrefix: 'assets',
      cacheControl: [IMMUTABLE],
      prune: false,
    });
    const files = new BucketDeployment(this, 'Files', {
      sources: [Source.asset(pages, { exclude: ['assets'] })],
      destinationBucket,
      exclude: ['assets/*'],
      distribution: this.distribution,
    });
    files.node.addDependency(assets);
  }

  /**
   * S4, on every answer: of a page, of a function, and of the API or the distribution itself (404, 413, 500), which sets no such
   * headers. No answer may be cached, except a file that is stored with a cache-control of its own, and the logo by its version: every
   * other answer of a function says itself that it may not.
   */
  private headers(id: string, contentSecurityPolicy: string, more: Record<string, string> = {}): ResponseHeadersPolicy {
    const custom = Object.entries({ ...more, 'cross-origin-resource-policy': 'same-origin' });
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: this.nameOf(id === 'PageHeaders' ? 'pages' : 'api'),
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cache-control', value: 'no-store', override: false },
          ...custom.map(([header, value]) => ({ header, value, override: true })),
        ],
      },
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
    });
  }
}
