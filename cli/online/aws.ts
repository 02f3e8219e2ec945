/** The deployment on AWS that a CloudFormation stack describes, and the caller's credentials as the AWS SDK finds them. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { invalid } from '#core/errors.ts';
import type { Target } from './target.ts';

/**
 * @param region @param profile of the AWS command line's files; each as the AWS SDK finds it where it is not given
 * @throws LandfallError stack.not_found, stack.incomplete, aws.credentials, aws.region
 */
export async function stackTarget(stack: string, region?: string, profile?: string): Promise<Target> {
  const client = new CloudFormationClient({ ...(region ? { region } : {}), ...(profile ? { profile } : {}) });
  const [used, credentials] = await Promise.all([
    client.config.region().catch(() => {
      throw invalid('aws.region', 'Name the region with --region, or set AWS_REGION.');
    }),
    client.config.credentials().catch(() => {
      throw invalid('aws.credentials', 'No AWS credentials were found. Log on first, e.g. with `aws sso login`.');
    }),
  ]);
  const outputs = await describe(client, stack, used);
  const output = (name: string): string => {
    const found = outputs.get(name);
    if (!found)
      throw invalid(
        'stack.incomplete',
        `The stack ${stack} has no output ${name}. Name the stateless one, such as landfall-stateless.`,
      );
    return found;
  };
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    apiUrl: output('ApiEndpoint').replace(/\/+$/u, ''),
    region: used,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    exportBucket: output('ExportBucket'),
    stack,
  };
}

async function describe(client: CloudFormationClient, stack: string, region: string): Promise<Map<string, string>> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
  } catch (cause) {
    if ((cause as Error).name !== 'ValidationError') throw cause;
    throw invalid(
      'stack.not_found',
      `There is no stack ${stack} in ${region}. See \`aws cloudformation list-stacks\`.`,
    );
  }
}
