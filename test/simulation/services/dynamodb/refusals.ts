/** How the table says no, by DynamoDB's names and words. */

/** An answer that is an error: its `name` is the exception's, as the SDK's clients see it. */
export class Refusal extends Error {
  readonly status: number;
  /** What the error carries beside its message: Item, CancellationReasons. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, more: Readonly<Record<string, unknown>> = {}, status = 400) {
    super(message);
    this.name = name;
    this.more = more;
    this.status = status;
  }
}

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message);
export const malformed = (message: string): Refusal => new Refusal('SerializationException', message);
/** In a value of an item; elsewhere the words differ, the name does not. */
export const wrongParameter = (message: string): Refusal =>
  invalid(`One or more parameter values were invalid: ${message}`);
export const noTable = (): Refusal => new Refusal('ResourceNotFoundException', 'Requested resource not found');

/**
 * What DynamoDB may well do and this table does not: a fault of the simulation and no answer, so that a test that relies on it fails with
 * its name.
 */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';

  constructor(what: string) {
    super(`The simulated DynamoDB does not know ${what}`);
  }
}
