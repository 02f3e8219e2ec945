import { type ErrorCode, LandfallError } from '#core/errors.ts';

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

/** The answer is no JSON, or no answer of this version. */
export const unreadableAnswer = (cause: unknown): LandfallError =>
  new LandfallError('deployment.answer_unreadable', {
    cause,
    detail:
      'What answered is no deployment of this version of `landfall`: another version runs there, or a proxy answers in its place.',
  });

let answered = false;
/** The deployment has answered with JSON, which the command takes for what it asked for. */
export function noteAnswer(): void {
  answered = true;
}

/** What an error is about: a value that is not there, once there was an answer, is one that the answer lacks. */
export const ofAnswer = (error: unknown): unknown =>
  answered && error instanceof TypeError ? unreadableAnswer(error) : error;
