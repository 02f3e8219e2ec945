import type { ErrorCode } from '#core/errors.ts';

/**
 * What the deployment answered, or ended a migration with. It may be of another version than this command, so that its code
 * need not be in the catalogue here.
 */
export class AnsweredError extends Error {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.facts = facts;
  }
}

/** Whether the deployment answered with this code. */
export const answeredWith = (error: unknown, code: ErrorCode): boolean =>
  error instanceof AnsweredError && error.code === code;
