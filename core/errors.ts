/**
 * The one error of the product. Every failure that a person, a state machine or a client may meet is one of these: a code of
 * the catalogue (core/errors/), which says its HTTP status, its facts, whether it may be told and whether to try again.
 * `name` equals the code, because Step Functions matches `ErrorEquals` against an error's name.
 */
import {
  type CodeOf,
  definitionOf,
  type ErrorCode,
  type ErrorFamily,
  type FactsOf,
  isExposed,
  type RetryableCode,
} from './errors/catalogue.ts';

export type { ApiErrorCode, CodeOf, ErrorCode, ErrorFamily, FactsOf, RetryableCode } from './errors/catalogue.ts';

type NoFacts<Code extends ErrorCode> = keyof FactsOf<Code> extends never ? true : false;
/** Whether an error of the code may come without facts. */
type Bare<Code extends ErrorCode> = Readonly<Record<never, never>> extends FactsOf<Code> ? true : false;

export type ErrorOptions<Code extends ErrorCode = ErrorCode> = {
  /** What is wrong and what to do, in a sentence a user can act on. No secret, passcode, answer, seed or e-mail address. */
  readonly detail?: string;
  readonly cause?: unknown;
} & (NoFacts<Code> extends true
  ? { readonly facts?: never }
  : Bare<Code> extends true
    ? { readonly facts?: FactsOf<Code> }
    : { readonly facts: FactsOf<Code> });

type Options<Code extends ErrorCode> =
  Bare<Code> extends true ? [options?: ErrorOptions<Code>] : [options: ErrorOptions<Code>];
type Facts<Code extends ErrorCode> =
  NoFacts<Code> extends true ? [] : Bare<Code> extends true ? [facts?: FactsOf<Code>] : [facts: FactsOf<Code>];

export class LandfallError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  /** HTTP status, also the exit-code class of the CLI (4xx: 1, 5xx: 3). */
  readonly status: number;
  /** Whether message and facts may be told to the caller; an error that is not exposed answers as a bare 500. */
  readonly expose: boolean;
  readonly retryable: boolean;
  /** Facts for a client: field names, line numbers, limits. No secret, passcode, answer, seed or e-mail address. */
  readonly facts: FactsOf<Code>;

  constructor(code: Code, ...[options]: Options<Code>) {
    const { advice, status, retryable = false } = definitionOf(code);
    const { detail = advice ?? code, cause, facts = {} } = (options ?? {}) as ErrorOptions;
    super(detail, cause === undefined ? undefined : { cause });
    this.name = code;
    this.code = code;
    this.status = status;
    this.expose = isExposed(code);
    this.retryable = retryable;
    this.facts = facts as FactsOf<Code>;
  }
}

/** The request or the input is wrong. @param detail see ErrorOptions */
export function invalid<Code extends ErrorCode>(
  code: Code,
  detail: string,
  ...[facts]: Facts<Code>
): LandfallError<Code> {
  return errorOf(code, { detail, facts });
}

/** A passing fault: the caller may try the same again. */
export function transient<Code extends RetryableCode>(code: Code, cause?: unknown): LandfallError<Code> {
  return errorOf(code, { cause });
}

/** The same error with another message, such as one that names the file. */
export function withDetail<Code extends ErrorCode>(error: LandfallError<Code>, detail: string): LandfallError<Code> {
  return errorOf(error.code, { detail, facts: error.facts, cause: error });
}

/**
 * For functions whose own signature says which facts belong to a code: of a code that it doesn't know yet the compiler can't
 * tell.
 */
export function errorOf<Code extends ErrorCode>(
  code: Code,
  parts: { readonly detail?: string; readonly facts?: object | undefined; readonly cause?: unknown },
): LandfallError<Code> {
  return new LandfallError<Code>(code, ...([parts] as unknown as Options<Code>));
}

/** By its form, since an error may come from another realm. */
export function isLandfallError(error: unknown): error is LandfallError {
  return error instanceof Error && 'expose' in error && 'code' in error && typeof error.code === 'string';
}

/** Whether it is an error of one of these codes. */
export function isError<Code extends ErrorCode>(
  error: unknown,
  ...codes: readonly [Code, ...Code[]]
): error is LandfallError<Code> {
  return isLandfallError(error) && codes.some((code) => code === error.code);
}

/** Whether its code begins so: `package` for `package.unsigned`. */
export function isErrorOf<Family extends ErrorFamily>(
  error: unknown,
  family: Family,
): error is LandfallError<CodeOf<Family>> {
  return isLandfallError(error) && error.code.startsWith(`${family}.`);
}
