/**
 * What every simulated service of AWS is: a state machine that answers the requests of the wire at once. What delays, loses or repeats
 * requests and answers is the network's (test/simulation/network.ts); a service never waits and knows no other clock than the one it is given.
 */

/** A request as it comes in. Header names are in lower case. */
export type WireRequest = {
  /** The service's name in the request's signature: dynamodb, s3, sqs, ses, kms, secretsmanager, states, events. */
  readonly service: string;
  readonly method: string;
  readonly host: string;
  /** Without the query, encoded as it was sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** The world around a service: its clock in Unix milliseconds, and what is drawn from the seed. */
export type Surroundings = {
  now(): number;
  /** A whole number from 0 to below `below`. */
  random(below: number): number;
};

/** The name of a way in which a service refuses a request: 'throttled', 'internal', 'slow-down', 'conflict', … */
export type Fault = string;

export interface Service {
  /** Takes effect at once and completely. */
  handle(request: WireRequest): WireAnswer;
  /** The faults that the service may answer to this request instead of doing it. */
  faults(request: WireRequest): readonly Fault[];
  /**
   * The answer of such a fault. Nothing takes effect but what the fault's nature is: a batch is done in part, and an error inside the
   * service may come after the effect (its name ends in `-done`).
   */
  refuse(request: WireRequest, fault: Fault): WireAnswer;
}
