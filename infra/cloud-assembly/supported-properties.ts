/**
 * Which properties of each resource type the embedded deployment supports, and which it leaves out, with the reason
 * (docs/embedded-deployment.md). A type or property that stands in neither list stops the start: nothing of the template is dropped in
 * silence. A change of the app that adds one adds it to a list here.
 */
import type { Resource } from './assembly.ts';

const SUPPORTED: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table':
    'AttributeDefinitions KeySchema BillingMode TimeToLiveSpecification GlobalSecondaryIndexes StreamSpecification',
  'AWS::S3::Bucket': 'CorsConfiguration NotificationConfiguration',
  'AWS::SNS::Topic': '',
  'AWS::SNS::Subscription': 'Endpoint Protocol RawMessageDelivery TopicArn',
  'AWS::SES::ConfigurationSetEventDestination': 'ConfigurationSetName EventDestination',
  'AWS::SQS::Queue': 'VisibilityTimeout MaximumMessageSize MessageRetentionPeriod RedrivePolicy',
  'AWS::KMS::Key': 'KeySpec KeyUsage',
  'AWS::SecretsManager::Secret': 'GenerateSecretString',
  'AWS::Lambda::Function': 'Code Environment Handler Timeout',
  'AWS::Lambda::EventSourceMapping': 'BatchSize EventSourceArn FunctionName FunctionResponseTypes StartingPosition',
  'AWS::StepFunctions::StateMachine': 'DefinitionString DefinitionSubstitutions StateMachineName',
  'AWS::Events::Rule': 'EventPattern ScheduleExpression Targets State',
  'AWS::ApiGatewayV2::Api': 'ProtocolType',
  'AWS::ApiGatewayV2::Integration': 'ApiId IntegrationType IntegrationUri PayloadFormatVersion',
  'AWS::ApiGatewayV2::Route': 'ApiId AuthorizationType RouteKey Target',
  'AWS::ApiGatewayV2::Stage': 'ApiId StageName AutoDeploy',
  'AWS::CloudFront::Distribution': 'DistributionConfig',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig',
  'AWS::CloudFront::Function': 'AutoPublish FunctionCode FunctionConfig Name',
  'Custom::CDKBucketDeployment': 'DestinationBucketKeyPrefix SourceObjectKeys SystemMetadata',
};

/** Reason -> types, or single properties of a type (`*` for any type). */
const LEFT_OUT: Readonly<Record<string, string>> = {
  labels: '*.Tags *.Description AWS::ApiGatewayV2::Api.Name AWS::CDK::Metadata',
  'IAM: a process of this machine that reaches 127.0.0.1 reaches the engines':
    'AWS::IAM::Policy AWS::IAM::Role AWS::Lambda::Permission AWS::S3::BucketPolicy AWS::SQS::QueuePolicy AWS::SNS::TopicPolicy *.Role *.RoleArn AWS::KMS::Key.KeyPolicy AWS::DynamoDB::Table.ResourcePolicy AWS::S3::Bucket.OwnershipControls AWS::S3::Bucket.PublicAccessBlockConfiguration AWS::CloudFront::OriginAccessControl',
  'encryption at rest: the files under .landfall/ are as safe as this machine':
    '*.SSESpecification *.BucketEncryption *.KmsMasterKeyId *.KmsKeyId',
  'backups and protection against deletion': '*.DeletionProtectionEnabled *.PointInTimeRecoverySpecification',
  'expiry of objects, and a bucket emptied before it is deleted: npm start -- --reset deletes':
    'AWS::S3::Bucket.LifecycleConfiguration Custom::S3AutoDeleteObjects',
  'key rotation': 'AWS::KMS::Key.EnableKeyRotation',
  'alarms and tracing': 'AWS::CloudWatch::Alarm AWS::Logs::MetricFilter *.TracingConfiguration',
  'log groups: logs go to .landfall/logs/': 'AWS::Logs::LogGroup *.LoggingConfig *.LoggingConfiguration',
  "memory, processor and Node version of a function: they are this machine's": '*.MemorySize *.Architectures *.Runtime',
  'the quota of Step Functions on the history of an execution': '*.StateMachineType',
  "SES's suppression list: an address that bounced is mailed again": 'AWS::SES::ConfigurationSet',
  "copies of the consoles' files, and their compression: the gateway serves them from the cloud assembly as they are":
    'AWS::Lambda::LayerVersion *.Layers Custom::CDKBucketDeployment.ServiceToken Custom::CDKBucketDeployment.SourceBucketNames Custom::CDKBucketDeployment.DestinationBucketName Custom::CDKBucketDeployment.DistributionId Custom::CDKBucketDeployment.DistributionPaths Custom::CDKBucketDeployment.WaitForDistributionInvalidation Custom::CDKBucketDeployment.Exclude Custom::CDKBucketDeployment.Prune Custom::CDKBucketDeployment.OutputObjectKeys',
};

/** What is left out of these resources, each reason once. @throws Error naming every type and property that stands in neither list. */
export function leftOut(resources: readonly Resource[]): string[] {
  const reasons = new Set<string>();
  const unknown = new Set<string>();
  const decide = (...names: string[]) => {
    const left = Object.entries(LEFT_OUT).find(([, list]) => list.split(' ').some((name) => names.includes(name)));
    if (left) reasons.add(left[0]);
    else unknown.add(names[0]!);
  };
  for (const { type, properties } of resources) {
    const supported = SUPPORTED[type]?.split(' ');
    if (!supported) decide(type);
    else
      for (const name of Object.keys(properties)) if (!supported.includes(name)) decide(`${type}.${name}`, `*.${name}`);
  }
  const names = [...unknown].sort().join(', ');
  if (names)
    throw new Error(
      `Neither supported nor left out on purpose: ${names}. Decide in infra/cloud-assembly/supported-properties.ts.`,
    );
  reasons.delete('labels');
  return [...reasons].sort();
}
