/** What an input has shown, and the checks that all targets share. */
import { definitionOf, isErrorCode } from '#core/errors/catalogue.ts';
import { isLandfallError, LandfallError } from '#core/errors.ts';

/** Something that must not be. `kind`: a few words, the same for all inputs that show the same. */
export class Finding extends Error {
  readonly kind: string;
  constructor(kind: string, detail: string) {
    super(detail);
    this.name = 'Finding';
    this.kind = kind;
  }
}

/** @throws Finding where it is not so */
export function must(holds: boolean, kind: string, detail: () => string = () => kind): asserts holds {
  if (!holds) throw new Finding(kind, detail());
}

/** Begins a text of a generated document that no message may repeat: a seed, a PIN, a password, an answer. */
const SECRET = /zq7042[a-f0-9]{10}/u;
/** Sixteen characters that stand for a secret. */
export const secretOf = (hex: string): string => `zq7042${hex.slice(0, 10).padEnd(10, '0')}`;

/** Words that no sentence for a person has: a value that was not there, or an object in place of its text. A schema says `received undefined`. */
const SLIP = /(?<!received )\b(?:undefined|NaN|Infinity)\b|\[object /u;

/** What is wrong with an error as an answer to input; undefined where it is one that the product documents. */
function faultOf(error: unknown, families: readonly string[]): string | undefined {
  if (!isLandfallError(error) || !(error instanceof LandfallError)) return 'an error that is none of the catalogue';
  const { code, message } = error;
  const facts: Readonly<Record<string, unknown>> = error.facts;
  if (!isErrorCode(code)) return `the code ${code as string} is not in the catalogue`;
  if (families.length > 0 && !families.some((one) => code === one || code.startsWith(`${one}.`)))
    return `the code ${code} is not one that its reader names`;
  const described = definitionOf(code).facts ?? {};
  const missing = Object.entries(described).find(([name, { optional }]) => !optional && facts[name] === undefined);
  if (missing) return `${code} lacks its fact ${missing[0]}`;
  const unknown = Object.keys(facts).find((name) => !Object.hasOwn(described, name));
  if (unknown !== undefined) return `${code} has a fact that is not described: ${unknown}`;
  if (message.trim() === '' || SLIP.test(message)) return `${code} says: ${message.slice(0, 200)}`;
  if (SECRET.test(message) || SECRET.test(JSON.stringify(facts))) return `${code} repeats a secret`;
  return undefined;
}

/** @throws Finding where the error is none that the product documents for such input */
export function checkError(error: unknown, families: readonly string[] = []): void {
  if (error instanceof Finding) throw error;
  const fault = faultOf(error, families);
  if (fault === undefined) return;
  const { name, message, stack = '' } = error as Error;
  const place = stack
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, 6)
    .join('\n');
  // Where it was thrown belongs to its kind: a run tells one of each.
  const thrown = isLandfallError(error) ? '' : ` (${name} at ${/[\w-]+\.ts/u.exec(place)?.[0] ?? 'a library'})`;
  throw new Finding(fault + thrown, `${name}: ${String(message).slice(0, 500)}\n${place}`);
}

/** What is read, or undefined where it was refused as documented. @param families codes, or what they begin with: 'ldif' */
export async function read<T>(families: readonly string[], act: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    checkError(error, families);
    return undefined;
  }
}

/** Texts that are text: no half of a surrogate pair in any of them. */
export function checkText(value: unknown, what: string): void {
  if (typeof value === 'string') must(value.isWellFormed(), `${what} holds half of a surrogate pair`);
  else if (value instanceof Map) for (const one of value.values()) checkText(one, what);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) checkText(one, what);
}

/** Whether a text repeats a secret of a generated document. */
export const repeatsSecret = (text: string): boolean => SECRET.test(text);
