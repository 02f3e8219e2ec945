/** Permissions that no test uses, and denials that a test asks for, each with its reason. An entry that explains nothing fails the run. */
import type { Permission } from '#local/iam/policy.ts';
import type { Denial } from '#local/iam/records.ts';

/** `policy`: the end of a policy's name; `actions`: with `*` at an end for all that begin so. */
export type Explanation = { readonly policy: RegExp; readonly actions: readonly string[]; readonly because: string };

export const EXPLAINED: readonly Explanation[] = [
  {
    policy: /Machine/u,
    actions: ['logs:*', 'xray:*'],
    because: 'Step Functions itself delivers logs and traces, of which this deployment has none',
  },
  {
    policy: /ServiceRole/u,
    actions: ['xray:*'],
    because: 'Lambda itself hands traces over, of which this deployment has none',
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

/** `test`: where it is asked for. */
export type Expected = Pick<Denial, 'role' | 'action' | 'resource'> & { readonly test: string };
export const EXPECTED_DENIALS: readonly Expected[] = [];

const names = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern;

export const explains = ({ policy, actions }: Explanation, { in: within, action }: Permission): boolean =>
  policy.test(within) && actions.some((pattern) => names(pattern, action));
