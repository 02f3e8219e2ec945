/**
 * Which properties of each resource type the embedded deployment supports, and which it leaves out, with the reason
 * (docs/embedded-deployment.md). A type or property that stands in neither list stops the start: nothing of the template is dropped in
 * silence. A change of the app that adds one adds it to a list here.
 */
import type { Resource } from './assembly.ts';

const SUPPORTED: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'Parameters TemplateURL',
  'AWS::DynamoDB::Table':
    'AttributeDefinitions KeySchema BillingMode TimeToLiveSpecification GlobalSecondaryIndexes ResourcePolicy StreamSpecification',
  'AWS::S3::Bucket': 'CorsConfiguration LifecycleConfiguration NotificationConfiguration',
  'AWS::SNS::Topic': '',
  'AWS::SNS::Subscription': 'Endpoint Protocol RawMessageDelivery TopicArn',
  'AWS::SES::ConfigurationSetEventDestination': 'ConfigurationSetName EventDestination',
  'AWS::SQS::Queue': 'VisibilityTimeout MaximumMessageSize MessageRetentionPeriod RedrivePolicy',
  'AWS::KMS::Key': 'KeyPolicy KeySpec KeyUsage',
  'AWS::SecretsManager::Secret': 'GenerateSecretString',
  'AWS::Lambda::Function': 'Code Environment Handler Role Timeout',
  'AWS::Lambda::Alias': 'FunctionName FunctionVersion Name',
  'AWS::Lambda::Version': 'FunctionName',
  'AWS::Lambda::EventSourceMapping': 'BatchSize EventSourceArn FunctionName FunctionResponseTypes StartingPosition',
  'AWS::StepFunctions::StateMachine': 'DefinitionString DefinitionSubstitutions RoleArn StateMachineName',
  'AWS::Events::Rule': 'Name EventBusName EventPattern ScheduleExpression Targets State',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::ApiDestination': 'HttpMethod InvocationEndpoint Name',
  'AWS::ApiGatewayV2::Api': 'ProtocolType',
  'AWS::ApiGatewayV2::Integration': 'ApiId IntegrationType IntegrationUri PayloadFormatVersion',
  'AWS::ApiGatewayV2::Route': 'ApiId AuthorizationType RouteKey Target',
  'AWS::ApiGatewayV2::Stage': 'ApiId StageName AutoDeploy DefaultRouteSettings RouteSettings',
  'AWS::CloudFront::Distribution': 'DistributionConfig',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig',
  'AWS::CloudFront::Function': 'AutoPublish FunctionCode FunctionConfig Name',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument ManagedPolicyArns Policies RoleName',
  'AWS::IAM::Policy': 'PolicyDocument PolicyName Roles',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName Path PolicyDocument Roles',
  'AWS::Lambda::Permission': 'Action FunctionName Principal SourceAccount SourceArn',
  'AWS::S3::BucketPolicy': 'Bucket PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument Queues',
  'AWS::SNS::TopicPolicy': 'PolicyDocument Topics',
  'Custom::CDKBucketDeployment': 'DestinationBucketKeyPrefix SourceObjectKeys SystemMetadata',
};

/** Reason -> types, or single properties of a type (`*` for any type). */
const LEFT_OUT: Readonly<Record<string, string>> = {
  labels: '*.Tags *.Description AWS::ApiGatewayV2::Api.Name AWS::CDK::Metadata',
  'who from outside may reach buckets and files: nothing here is reached from outside this machine':
    'AWS::S3::Bucket.OwnershipControls AWS::S3::Bucket.PublicAccessBlockConfiguration AWS::CloudFront::OriginAccessControl',
  'encryption at rest: the files under .landfall/ are as safe as this machine':
    '*.SSESpecification *.BucketEncryption *.KmsMasterKeyId *.KmsKeyId',
  'a delivery of SNS that fails: it is a call in the same process': 'AWS::SNS::Subscription.RedrivePolicy',
  'backups and protection against deletion': '*.DeletionProtectionEnabled *.PointInTimeRecoverySpecification',
  'a bucket that is emptied before it is deleted: npm start -- --reset deletes': 'Custom::S3AutoDeleteObjects',
  'how Lambda cuts a stream into batches: each change goes to its function at once, in the order of one shard':
    'AWS::Lambda::EventSourceMapping.BisectBatchOnFunctionError AWS::Lambda::EventSourceMapping.MaximumBatchingWindowInSeconds AWS::Lambda::EventSourceMapping.ParallelizationFactor',
  'how many executions a queue may have at once, and how many are reserved or started: a queue has one here, and all functions together ten':
    'AWS::Lambda::EventSourceMapping.ScalingConfig AWS::Lambda::Function.ReservedConcurrentExecutions AWS::Lambda::Alias.ProvisionedConcurrencyConfig',
  'how a release takes over: here the one that is started is the only one':
    'AWS::CodeDeploy::Application AWS::CodeDeploy::DeploymentGroup',
  'capacity that a table has ready': 'AWS::DynamoDB::Table.WarmThroughput',
  'the identity that mails come from: every sender is verified in the inbox here': 'AWS::SES::EmailIdentity',
  'DNS records: the consoles are at 127.0.0.1 here': 'AWS::Route53::RecordSet',
  'key rotation': 'AWS::KMS::Key.EnableKeyRotation',
  'alarms, dashboard, saved queries and tracing':
    'AWS::CloudWatch::Alarm AWS::CloudWatch::CompositeAlarm AWS::CloudWatch::Dashboard AWS::Logs::QueryDefinition *.TracingConfiguration *.TracingConfig',
  "dead letters of a function: the rules on an execution's end are called until they have taken it":
    'AWS::Lambda::Function.DeadLetterConfig',
  'log groups: logs go to .landfall/logs/':
    'AWS::Logs::LogGroup *.LoggingConfig *.LoggingConfiguration AWS::ApiGatewayV2::Stage.AccessLogSettings',
  "memory, processor and Node version of a function: they are this machine's": '*.MemorySize *.Architectures *.Runtime',
  "a webhook's credential and rate":
    'AWS::Events::Connection AWS::Events::ApiDestination.ConnectionArn AWS::Events::ApiDestination.InvocationRateLimitPerSecond',
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
