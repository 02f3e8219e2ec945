/**
 * What CloudFront takes from us-east-1 alone, wherever the deployment is: its certificate and its web ACL, before the distribution is made, and
 * the delivery of its access log, after it. The other stacks read the outputs by Fn::GetStackOutput (docs/decisions/edge-stack.md).
 */
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { deploymentName } from '../configuration/name.ts';
import { liesIn } from '../configuration/rules.ts';
import type { Configuration } from '../configuration/values.ts';
import { zoneOf } from '../constructs/dns.ts';
import { webAcl } from '../constructs/web-acl.ts';

export const EDGE_REGION = 'us-east-1';
const CERTIFICATE = 'CertificateArn';
const WEB_ACL = 'WebAclArn';
/** Of the stateless stack. */
export const DISTRIBUTION = 'DistributionId';

const makesCertificate = ({ domainName, certificateArn }: Configuration) =>
  domainName !== undefined && certificateArn === undefined;

/** Whether there is anything to make in us-east-1 before the distribution. */
export const needsEdge = (configuration: Configuration): boolean =>
  makesCertificate(configuration) || configuration.waf;

export type EdgeSuffix = 'edge' | 'edge-logs' | 'edge-watch';

/**
 * Stacks of all regions lie in one: the name tells which deployment's this is. @param region of the deployment, where it is known
 */
export const edgeName = (configuration: Configuration, suffix: EdgeSuffix, region?: string): string =>
  [deploymentName(configuration), suffix, ...(region === undefined ? [] : [region])].join('-');

/** The configuration with the ARNs of what the edge stack makes. @param stackName the edge stack's */
export function withEdge(configuration: Configuration, stackName: string): Configuration {
  const outputOf = (output: string) => Fn.getStackOutput(stackName, output, EDGE_REGION);
  return {
    ...configuration,
    ...(makesCertificate(configuration) ? { certificateArn: outputOf(CERTIFICATE) } : {}),
    ...(configuration.waf ? { webAclArn: outputOf(WEB_ACL) } : {}),
  };
}

export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration, props: StackProps) {
    super(scope, id, { description: 'Landfall: certificate and web ACL of the consoles', ...props });
    const { domainName, hostedZoneName } = configuration;
    if (domainName !== undefined && makesCertificate(configuration)) {
      const zone = liesIn(domainName, hostedZoneName) ? zoneOf(this, configuration) : undefined;
      // Without a zone of ours the deployment waits here until the record is made that the event of the certificate names.
      const certificate = new Certificate(this, 'Certificate', {
        domainName,
        validation: CertificateValidation.fromDns(zone),
      });
      this.output(CERTIFICATE, certificate.certificateArn, 'The certificate of the consoles');
    }
    if (configuration.waf) {
      const acl = webAcl(this, 'WebAcl', { ...configuration, name: this.stackName });
      this.output(WEB_ACL, acl.attrArn, 'The web ACL before the consoles and the API');
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}

/**
 * Fields of "Amazon CloudFront Developer Guide", Access logs (standard logs). Without cs-uri-query, cs(Cookie), cs(Referer): a query may name a
 * person, and a cookie is a session. Secrets of links stand behind the # and are never sent.
 */
const FIELDS = [
  'date',
  'time',
  'x-edge-location',
  'c-ip',
  'cs-method',
  'cs(Host)',
  'cs-uri-stem',
  'sc-status',
  'sc-bytes',
  'cs-bytes',
  'time-taken',
  'cs(User-Agent)',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
  'x-edge-request-id',
  'cs-protocol',
  'cs-protocol-version',
  'ssl-protocol',
  'ssl-cipher',
];

/** The access log of the distribution, by standard logging v2, which alone leaves fields out; its source is made in us-east-1 alone. */
export class EdgeLogsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    stateless: { readonly stackName: string; readonly region: string },
    props: StackProps,
  ) {
    super(scope, id, { description: 'Landfall: the access log of the distribution', ...props });
    const name = `${deploymentName(configuration)}-${stateless.region}-site`;
    const bucket = new Bucket(this, 'AccessLog', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          expiration: Duration.days(configuration.accessLogDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // It demands TLS, of a bucket that stays as well.
    bucket.policy!.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const distribution = Fn.getStackOutput(stateless.stackName, DISTRIBUTION, stateless.region);
    const source = new CfnDeliverySource(this, 'Source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: this.formatArn({
        service: 'cloudfront',
        region: '',
        resource: 'distribution',
        resourceName: distribution,
      }),
    });
    const sourceArn = this.formatArn({
      service: 'logs',
      resource: 'delivery-source',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // "Amazon CloudWatch Logs User Guide", Logs sent to Amazon S3.
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': this.account },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      }),
    );
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name,
      outputFormat: 'json',
      destinationResourceArn: bucket.bucketArn,
    });
    const delivery = new CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.ref,
      deliveryDestinationArn: destination.attrArn,
      recordFields: FIELDS,
    });
    delivery.node.addDependency(bucket);
    new CfnOutput(this, 'AccessLogBucket', {
      value: bucket.bucketName,
      description: 'Requests to the consoles and the API',
    });
  }
}
