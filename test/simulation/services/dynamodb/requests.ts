/** The parameters of an operation: which there are, and of which kind. */
import { invalid, malformed, NotSimulated } from './refusals.ts';
import { isObject } from './values.ts';

export type Request = Readonly<Record<string, unknown>>;

/** What DynamoDB takes and answers as if it had not been there, as far as this table is concerned. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['ReturnItemCollectionMetrics']);

/**
 * A parameter that is not simulated is a fault of the simulation: nothing is left out in silence.
 * @param allowed the parameters of the operation, with spaces between them
 */
export function checkParameters(request: Request, operation: string, allowed: string): void {
  const names = allowed.split(' ');
  for (const name of Object.keys(request))
    if (request[name] !== undefined && !names.includes(name) && !WITHOUT_EFFECT.has(name))
      throw new NotSimulated(`the parameter ${name} of ${operation}`);
}

export function objectIn(request: Request, name: string): Request {
  const given = request[name];
  if (given === undefined || given === null)
    throw invalid(`The parameter '${name}' is required but was not present in the request`);
  if (!isObject(given)) throw malformed(`expected a map as ${name}`);
  return given;
}

/** @throws Refusal where it holds fewer than one or more than `most` */
function listIn(request: Request, name: string, most: number): readonly unknown[] {
  const given = request[name];
  if (given === undefined || given === null)
    throw invalid(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
  if (!Array.isArray(given)) throw malformed(`expected an array as ${name}`);
  if (given.length < 1)
    throw invalid(
      `Value '[]' at '${name}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  if (given.length > most)
    throw invalid(
      `Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  return given;
}

/** Each member as an object. */
export function objectsIn(request: Request, name: string, most: number): readonly Request[] {
  return listIn(request, name, most).map((one) => {
    if (!isObject(one)) throw malformed(`expected a map in ${name}`);
    return one;
  });
}

export function textIn(request: Request, name: string): string | undefined {
  const given = request[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'string') throw malformed(`expected a text as ${name}`);
  return given;
}

export function flagIn(request: Request, name: string): boolean {
  const given = request[name];
  if (given === undefined || given === null) return false;
  if (typeof given !== 'boolean') throw malformed(`expected a boolean as ${name}`);
  return given;
}

/** A whole number from `least` to `most`. */
export function numberIn(request: Request, name: string, least: number, most: number): number | undefined {
  const given = request[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'number' || !Number.isInteger(given)) throw malformed(`expected a whole number as ${name}`);
  if (given < least || given > most)
    throw invalid(
      `Value '${given}' at '${name}' failed to satisfy constraint: Member must have value from ${least} to ${most}`,
    );
  return given;
}

/** One of these words; the first where there is none. */
export function wordIn<const Word extends string>(request: Request, name: string, words: readonly Word[]): Word {
  const given = textIn(request, name);
  if (given === undefined) return words[0]!;
  const known = words.find((word) => word === given);
  if (known === undefined)
    throw invalid(
      `Value '${given}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`,
    );
  return known;
}
