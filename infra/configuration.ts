/**
 * What an operator may set before `cdk deploy` (cdk.json's context or `-c name=value`). Everything has a default that
 * suits a new account.
 */
import type { Node } from 'constructs';
import * as z from 'zod';

const schema = z.strictObject({
  /** Prefix of the stacks: <name>-stateful, <name>-stateless. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/u)
    .default('landfall'),
  /** Days until S3 deletes a package, imported or not (U5). */
  packageDays: z.coerce.number().int().min(1).max(30).default(1),
  /** Days that reports are kept. */
  reportDays: z.coerce.number().int().min(7).max(3650).default(400),
  /** The address that alarms are mailed to. */
  alarmEmail: z.email().optional(),
  /** An address or domain that SES has verified; the sender's address itself is a setting. */
  mailIdentity: z.string().min(3).optional(),
  /** Parts that are worked on at once; 5 suits a new account, which may run 10 functions at a time in all. */
  workerConcurrency: z.coerce.number().int().min(1).max(1000).default(5),
  /** Which key of the origin secret the distribution sends (S6): another one after a rotation. */
  originKey: z
    .string()
    .regex(/^[\w.-]{1,64}$/u)
    .default('k1'),
});

export type Configuration = z.infer<typeof schema>;

/** @throws Error with every wrong value named. */
export function readConfiguration(node: Node): Configuration {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((key) => {
      const value: unknown = node.tryGetContext(`landfall:${key}`);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(`Configuration (context landfall:*): ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
