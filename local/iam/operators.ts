/**
 * Operators beside the account's owner: each file NAME.json of a folder is a key that one of the templates' managed policies binds. They are
 * read when one asks, so that a file may come and go while the deployment runs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT } from '../aws/names.ts';
import { withTls } from './account.ts';
import type { Credentials } from './authority.ts';
import { type Caller, createJudge } from './judge.ts';
import { managedPoliciesOf } from './policies.ts';

const schema = z.strictObject({ accessKeyId: z.string(), secretAccessKey: z.string(), policy: z.string() });

export type BoundOperator = Credentials & {
  readonly arn: string;
  /** Whether its policy allows this route. @param resource ARN of the request */
  mayInvoke(resource: string): boolean;
};

/** @returns whose key it is; undefined of a key that stands in no file @throws Error where a file is wrong, or names a policy that is not there */
export function operatorsIn(
  folder: string,
  assembly: Pick<Assembly, 'of'>,
): (accessKeyId: string) => BoundOperator | undefined {
  const policies = managedPoliciesOf(assembly);
  return (accessKeyId) => {
    for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []) {
      const name = file.replace(/\.json$/u, '');
      const key = schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (key.accessKeyId !== accessKeyId) continue;
      const statements = policies.get(key.policy);
      if (!statements)
        throw new Error(`There is no policy ${key.policy}, but ${[...policies.keys()].join(', ') || 'none'}.`);
      const caller: Caller = { kind: 'user', name, arn: `arn:aws:iam::${ACCOUNT}:user/${name}` };
      const judge = createJudge({ account: ACCOUNT, identities: new Map([[name, statements]]), resources: new Map() });
      const mayInvoke = (resource: string) =>
        judge(caller, { action: 'execute-api:Invoke', resource, context: withTls({}) }).allowed;
      return { ...key, arn: caller.arn, mayInvoke };
    }
    return undefined;
  };
}
