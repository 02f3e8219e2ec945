/**
 * What cdk-nag finds and what stays as it is, each with its reason: a rule (with its finding, where it names one), on these constructs and on
 * no others. An entry that nothing needs any more fails the test.
 */
export type Acknowledgement = {
  /** As cdk-nag names it, without the finding in brackets. */
  readonly rule: string;
  /** What stands in brackets, where the rule names its findings. */
  readonly finding?: RegExp;
  /** The construct's path, without the "/Resource" at its end. */
  readonly at: RegExp;
  readonly reason: string;
};

const functionsRole = (names: string) =>
  new RegExp(`^Stateless/Functions/(?:${names})/ServiceRole/DefaultPolicy$`, 'u');
const COPIES_FILES = /^Stateless\/Custom::CDKBucketDeployment\w+(?:\/ServiceRole(?:\/DefaultPolicy)?)?$/u;

/** Wildcards in policies. What the functions may do is tested both ways by the embedded deployment's judge. */
const WILDCARDS: readonly Acknowledgement[] = [
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::.*ExportBucket.*\/(?:uploads|staged|plans)\/\*$/u,
    at: functionsRole(
      'StartRun|ReadManifest|VerifyPart|SortKeys|CompareRange|PlanRun|ReconcileSecurityQuestions|PreviewPart|ConfirmChanges|MoveUsers|IngestPart|PlanRollback|Summarize|AdminRuns',
    ),
    reason: 'Objects of one folder of the bucket. Their names are chosen by who uploads, or hold the id of the run.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::.*ReportBucket.*\/reports\/\*$/u,
    at: functionsRole(
      'ReconcileSecurityQuestions|PreviewPart|ConfirmChanges|IngestPart|NotifyUsers|RollbackPart|Summarize|AdminRuns|AdminErase',
    ),
    reason: 'Objects of one folder of the bucket, named by the run and its part.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding:
      /^Resource::arn:.*:execute-api:.*\/\$default\/[A-Z]+\/api\/operator\/(?:runs|campaigns|packers)\/\*(?:\/\w+)?$/u,
    at: /^Stateless\/Operators\/(?:read|help-desk|run-migrations|administer)$/u,
    reason: 'One route of the API; the star stands for the id in its path.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::.*:execution:landfall-migration:\*$/u,
    at: functionsRole(
      'StartRun|ConfirmChanges|CheckRejects|RestoreSettings|Summarize|RecordFailure|RemindUsers|AdminRuns',
    ),
    reason: 'The executions of one machine. Each is named by its run, after the deployment.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::.*:ses:.*:identity\/\*$/u,
    at: functionsRole('NotifyUsers|SendRound|SendMail|AdminCampaigns'),
    reason:
      'The sender is a setting that administrators change; a condition holds the configuration set, or the sender where the deployment names it.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/u,
    at: functionsRole('NotifyUsers|SendRound|SendMail|AdminCampaigns'),
    reason:
      'SES: GetSendQuota and its neighbours name no resource (Actions, resources, and condition keys for Amazon SES).',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/u,
    at: functionsRole('AuditAppend|FollowPeople'),
    reason: 'DynamoDB: ListStreams names no stream (Actions, resources, and condition keys for Amazon DynamoDB).',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/u,
    at: /^Stateless\/Functions\/\w+\/ServiceRole\/DefaultPolicy$/u,
    reason: 'AWS X-Ray: PutTraceSegments names no resource (Actions, resources, and condition keys for AWS X-Ray).',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/u,
    at: /^Stateless\/(?:Migration|Campaign)\/Machine\/Role\/DefaultPolicy$/u,
    reason:
      'The delivery of logs and traces names no resource (AWS Step Functions Developer Guide, Logging and Tracing).',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::<Functions\w+\.Arn>:\*$/u,
    at: /^Stateless\/(?:Migration|Campaign)\/Machine\/Role\/DefaultPolicy$/u,
    reason: 'The versions of one function, which the machine calls.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::(?:.*ExportBucket.*\/plans\/\*|.*ReportBucket.*\/\*|.*:execution:landfall-migration[:/]\*)$/u,
    at: /^Stateless\/Migration\/Maps$/u,
    reason:
      'A Distributed Map reads the plan of its run, writes results, and looks after its own children, all named by the run.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^(?:Action::s3:\w+\*|Resource::.*)$/u,
    at: COPIES_FILES,
    reason:
      "The CDK's own function copies the consoles' files from the bucket of its assets into that of the site, when the stack is deployed.",
  },
];

const LOGS_AND_KEYS: readonly Acknowledgement[] = [
  {
    rule: 'AwsSolutions-S1',
    at: /^Stateful\/(?:ExportBucket|ReportBucket)$/u,
    reason:
      'Who read and wrote an object is in CloudTrail where data events are on (docs/operations.md); a log bucket would be one more store of names.',
  },
  {
    rule: 'AwsSolutions-S1',
    at: /^Stateless\/Site\/Bucket$/u,
    reason: 'It holds published files that only the distribution reads.',
  },
  {
    rule: 'AwsSolutions-S1',
    at: /^EdgeLogs\/AccessLog$/u,
    reason: 'It holds the access log of the distribution; who reads it is in CloudTrail where data events are on.',
  },
  {
    rule: 'AwsSolutions-SMG4',
    at: /^Stateful\/(?:Peppers|SessionKeys|OriginSecret)$/u,
    reason:
      'A ring of keys, to which a rotation adds one: by the runbook, since stored hashes name the key that made them (docs/operations.md).',
  },
  {
    rule: 'AwsSolutions-SF1',
    at: /^Stateless\/(?:Migration|Campaign)\/Machine$/u,
    reason: 'Standard executions keep their whole history for 90 days; the log has the errors.',
  },
];

const EVENTS: readonly Acknowledgement[] = [
  {
    rule: 'Serverless-SQSRedrivePolicy',
    at: /^(?:Stateful\/UploadDeadLetters|Stateless\/(?:Mail\/(?:Outgoing|Returned)DeadLetters|Events\/Undelivered|Unrecorded))$/u,
    reason: 'It is itself the dead-letter queue, with an alarm.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    at: /^Stateless\/Events\/Undelivered$/u,
    reason: "It is the dead-letter queue of the webhook's rule, in whose targets cdk-nag does not look.",
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    at: /^(?:Stateless|EdgeWatch)\/Alarms\/alarms@example\.com$/u,
    reason:
      'The alarm AlarmsUndelivered counts what could not be mailed, and what had rung is in the history of alarms: a queue would hold nothing more.',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    at: /^Stateless\/Functions\/(?:StartRun|SendMail|MailEvents)\/SqsEventSource:\w+$/u,
    reason: 'A queue has no such destination: what fails goes to the dead-letter queue of its redrive policy.',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    at: /^Stateless\/Functions\/(?:AuditAppend\/Outbox|FollowPeople\/Directory)$/u,
    reason: 'No change is ever put aside: it is tried until it is done, in order, and an alarm says when it is late.',
  },
  {
    rule: 'Serverless-EventBusDLQ',
    at: /^Stateless\/(?:Reminders|Upgrade|ClockPeople)$/u,
    reason: 'A schedule: the next minute or hour does what was missed.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: /^Stateless\/(?:Functions\/\w+|Custom::CDKBucketDeployment\w+)$/u,
    reason: 'It is called and waited for: by the API, a state, a queue or a stream, each of which sees its failure.',
  },
];

const SITE: readonly Acknowledgement[] = [
  {
    rule: 'AwsSolutions-APIG4',
    at: /^Stateless\/Api\/Routes\/(?:GET|POST|PUT|PATCH|DELETE)--api--(?!operator)[\w{}-]+$/u,
    reason:
      'The function itself reads the session, since a logon, a recovery and a session that ends at once can have no authorizer. Routes of operators are signed (AWS_IAM).',
  },
  {
    rule: 'AwsSolutions-CFR1',
    at: /^Stateless\/Site\/Distribution$/u,
    reason: 'Users travel.',
  },
  {
    rule: 'AwsSolutions-CFR3',
    at: /^Stateless\/Site\/Distribution$/u,
    reason:
      'Where the configuration wants a log, the stack EdgeLogs delivers it, by standard logging v2, which the rule does not see.',
  },
  {
    rule: 'AwsSolutions-IAM4',
    finding: /AWSCodeDeployRoleForLambdaLimited$/u,
    at: /^Stateless\/GradualDeployment\/Role$/u,
    reason: "AWS's own policy for what CodeDeploy does to aliases.",
  },
  {
    rule: 'AwsSolutions-L1',
    at: COPIES_FILES,
    reason: "The CDK's own function; its runtime comes with the release of the CDK.",
  },
  {
    rule: 'Serverless-LambdaLatestVersion',
    at: COPIES_FILES,
    reason: "The CDK's own function; its runtime comes with the release of the CDK.",
  },
  {
    rule: 'Serverless-LambdaTracing',
    at: COPIES_FILES,
    reason: "The CDK's own function, which runs while the stack is deployed.",
  },
  {
    rule: 'AwsSolutions-IAM4',
    finding: /AWSLambdaBasicExecutionRole$/u,
    at: COPIES_FILES,
    reason: "The CDK's own function, which runs while the stack is deployed.",
  },
];

/** Known, and not mended yet. */
const NOT_YET: readonly Acknowledgement[] = [
  {
    rule: 'Serverless-APIGWDefaultThrottling',
    at: /^Stateless\/Api\/Gateway\/DefaultStage$/u,
    reason: "The account's own limits hold until the configuration names others.",
  },
  ...['AwsSolutions-CFR2', 'AwsSolutions-CFR4'].map((rule) => ({
    rule,
    at: /^Stateless\/Site\/Distribution$/u,
    reason: 'Without a domain of its own and a WAF in its configuration a deployment has none.',
  })),
  {
    rule: 'AwsSolutions-IAM4',
    finding: /AWSLambdaBasicExecutionRole$/u,
    at: /^Stateless\/Functions\/\w+\/ServiceRole$/u,
    reason: 'A function is to write to its own log group alone.',
  },
];

export const ACKNOWLEDGED: readonly Acknowledgement[] = [
  ...WILDCARDS,
  ...LOGS_AND_KEYS,
  ...EVENTS,
  ...SITE,
  ...NOT_YET,
];
