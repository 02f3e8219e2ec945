/** The account and region of the embedded deployment, and the words of the protocols between the SDK and the engines. */
import type { IncomingHttpHeaders } from 'node:http';

export const REGION = 'eu-central-1';
/** The account that fauxqs answers for. */
export const ACCOUNT = '000000000000';

/** The last segment of an ARN: the name of a queue, function, secret or machine. */
export const nameIn = (arn: string): string => arn.split(':').at(-1)!;

/** The function's name in its ARN, also in that of a version (`function:NAME:7`) or an alias (`function:NAME:live`), or in `NAME:live`. */
export function functionIn(arn: string): string {
  const words = arn.split(':');
  return words[words.indexOf('function') + 1]!;
}

/** An error by name: what the SDK, a Catch and a Retry go by. */
export class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A request as it came: IAM looks at it before the action is called. */
export type Sent = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly service: string;
  readonly action: string;
  readonly input: unknown;
};
