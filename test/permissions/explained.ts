/** Permissions that no test uses, and denials that a test asks for, each with its reason. An entry that explains nothing fails the run. */
import type { Permission } from '#local/iam/policy.ts';
import type { Denial } from '#local/iam/records.ts';

/**
 * `policy`: of its name; `actions`: with `*` at an end for all that begin so; `on`, `where`: of the resource and the condition, any where they are left
 * out. `sometimes`: whether a test uses it depends on what happens to fail or to wait in a run, or on which function comes first; it may
 * explain nothing.
 */
export type Explanation = {
  readonly policy: RegExp;
  readonly actions: readonly string[];
  readonly on?: RegExp;
  readonly where?: RegExp;
  readonly sometimes?: true;
  readonly because: string;
};

const DATA_KEY = /:key\/.*DataKey/u;
/** Functions that give the writer of a source back (infra/rights/migration.ts, HAND_OVER). */
const HANDS_OVER =
  /(AdminKeys|AdminRuns|CheckRejects|ConfirmChanges|EnableSelfService|RecordFailure|RemindUsers|RestoreSettings|StartRun|Summarize)ServiceRole/u;

/** What AWS's services need of a role, and no engine here. */
const OF_SERVICES: readonly Explanation[] = [
  {
    policy: /Machine/u,
    actions: ['logs:*', 'xray:*'],
    because: 'Step Functions itself delivers logs and traces, of which this deployment has none',
  },
  {
    policy: /Machine/u,
    actions: ['lambda:InvokeFunction'],
    on: /:function:[^:]+$/u,
    because: "CDK's LambdaInvoke grants the function and its versions; the definitions call versions alone",
  },
  {
    policy: /ServiceRole/u,
    actions: ['xray:*', 'logs:*'],
    because: 'Lambda itself hands over traces, of which this deployment has none, and what a function prints',
  },
  {
    policy: /ServiceRole/u,
    actions: ['kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    on: DATA_KEY,
    where: /dynamodb\./u,
    because:
      "what DynamoDB asks of a table's key in the caller's name (AWS: encryption at rest usage notes); the judge asks for Decrypt",
  },
  {
    policy: /(AuditAppend|FollowPeople)ServiceRole/u,
    actions: ['kms:Decrypt'],
    on: DATA_KEY,
    because: "what Lambda's poller reads a stream of a sealed table with; the embedded one reads it as the engine",
  },
  {
    policy: /RecordFailureServiceRole/u,
    actions: ['sqs:SendMessage', 'kms:*'],
    because:
      "Lambda puts an end that could not be recorded into `Unrecorded`; here the rule's call is repeated until it is taken",
  },
  {
    policy: /MigrationMaps/u,
    actions: [
      'states:DescribeExecution',
      'states:StopExecution',
      's3:GetObject',
      's3:ListBucket',
      's3:ListMultipartUploadParts',
      's3:AbortMultipartUpload',
    ],
    because: 'AWS: IAM policies for using Distributed Map states. The embedded Map needs less',
  },
  {
    policy: /(StartRun|SendMail|MailEvents)ServiceRole/u,
    actions: ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    because: "what CDK's SqsEventSource gives Lambda's pollers; the embedded one receives and deletes",
  },
];

/** What is asked for where something failed, or waits, or was first: its unit tests play it, and a run of the whole meets it by chance. */
const OF_CHANCE: readonly Explanation[] = [
  {
    policy: /ServiceRole/u,
    actions: ['s3:ListBucket'],
    because:
      'makes S3 say that an object is not there, and not that it may not be read; only objects that are missing ask for it',
  },
  {
    policy: /ServiceRole/u,
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem'],
    on: /:table\/.*Operations/u,
    because: 'a write whose answer was lost, or whose condition failed, looks at its items (adapters/writes)',
  },
  {
    policy: HANDS_OVER,
    actions: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'states:StartExecution',
      'states:DescribeExecution',
      's3:GetObject',
      's3:PutObject',
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ],
    because: 'starts the run that waits for the source; which state does it depends on which run ends first, and how',
  },
  {
    policy: /(NotifyUsers|RemindUsers|SendRound)ServiceRole/u,
    actions: ['states:StartExecution', 'dynamodb:*'],
    because: 'what a campaign does that goes on for months, or whose start was lost (core/campaign/months.test.ts)',
  },
  {
    policy: /(Arrival|ForgotPassword|Logon|Me|MeTokens)ServiceRole/u,
    actions: ['dynamodb:PutItem', 'kms:GenerateDataKey'],
    because: 'makes the decoys: the first function that needs them, in each deployment',
  },
  {
    policy: /(ClockPeople|FollowPeople)ServiceRole/u,
    actions: ['dynamodb:*', 'events:PutEvents'],
    because: 'what becomes of people by the date alone, and of lists that were behind: by the recount, once in a while',
  },
  {
    policy: /(IngestPart|AdminQuestions|AdminResynchronise)ServiceRole/u,
    actions: ['sqs:SendMessage', 'kms:Decrypt', 'kms:GenerateDataKey', 'dynamodb:*'],
    because: 'tells people of what was changed at their tokens or answers, and takes a part back that was begun twice',
  },
  {
    policy: /(AdminErase|AdminCloseDown|Upgrade)ServiceRole/u,
    actions: ['dynamodb:*'],
    because: 'what few people have, or what earlier releases have left; test/integration calls the adapters',
  },
  {
    policy: /(ReadManifest|PlanRollback|VerifyPart|PreviewPart)ServiceRole/u,
    actions: ['s3:GetObject', 'kms:Decrypt', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
    because: 'goes on with what an earlier attempt of the run has prepared, or looks for what policy `fail` forbids',
  },
  {
    policy: /MeTokensServiceRole/u,
    actions: ['dynamodb:ConditionCheckItem'],
    because: 'a token is enrolled for a user who is still as they were read',
  },
  {
    policy: /AdminRunsServiceRole/u,
    actions: ['s3:ListMultipartUploadParts'],
    because: 'goes on with an upload that was broken off in a browser',
  },
  {
    policy: /CampaignMachine|CampaignExecutionFailed/u,
    actions: ['lambda:InvokeFunction'],
    because: "a campaign that fails or is aborted; the migration's, which is made alike, is tried",
  },
].map((explanation) => ({ ...explanation, sometimes: true }));

export const EXPLAINED: readonly Explanation[] = [...OF_SERVICES, ...OF_CHANCE];

/** `test`: where it is asked for. */
export type Expected = Pick<Denial, 'role' | 'action' | 'resource'> & { readonly test: string };
export const EXPECTED_DENIALS: readonly Expected[] = [];

const names = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern;

export const explains = (
  { policy, actions, on = /./u, where = /^/u }: Explanation,
  { in: within, action, resource, condition }: Permission,
): boolean =>
  policy.test(within) &&
  actions.some((pattern) => names(pattern, action)) &&
  on.test(resource) &&
  where.test(condition);
