/**
 * The one error of the product. Every failure that a person, a state machine or a client may meet is one of these:
 * a stable dotted code, the HTTP status it maps to, whether its message may leave the process, and whether to try again.
 * `name` equals the code, because Step Functions matches `ErrorEquals` against an error's name.
 */
export type ErrorOptions = {
  /** What is wrong and what to do, in a sentence a user can act on. No secret, passcode, answer, seed or e-mail address. */
  readonly detail?: string;
  /** Facts for a client: field names, line numbers, limits. Same prohibition. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

export class LandfallError extends Error {
  readonly code: string;
  /** HTTP status, also the exit-code class of the CLI (4xx: 1, 5xx: 3). */
  readonly status: number;
  /** Whether message and facts may be told to the caller; an error that is not exposed answers as a bare 500. */
  readonly expose: boolean;
  readonly retryable: boolean;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, options: ErrorOptions & { expose?: boolean; retryable?: boolean } = {}) {
    super(options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = status;
    this.expose = options.expose ?? status < 500;
    this.retryable = options.retryable ?? false;
    this.facts = options.facts ?? {};
  }
}

/** The request or the input is wrong (400 unless another status is given). */
export function invalid(
  code: string,
  detail: string,
  facts: Record<string, unknown> = {},
  status = 400,
): LandfallError {
  return new LandfallError(code, status, { detail, facts });
}

/** A passing fault: the caller may try the same again. */
export function transient(code: string, cause?: unknown): LandfallError {
  return new LandfallError(code, 503, { retryable: true, cause });
}

export function isLandfallError(error: unknown): error is LandfallError {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'expose' in error;
}
