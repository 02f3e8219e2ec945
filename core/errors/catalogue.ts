/**
 * Every error of the product, once: what is thrown, answered, named in `ErrorEquals`, or printed by the command line.
 * A code that is not here does not compile (typed.test.ts).
 */
import { ACCESS } from './access.ts';
import { COMMAND_LINE } from './command-line.ts';
import type { Definition, ValuesOf } from './definition.ts';
import { MAIL_TEXTS } from './mail-texts.ts';
import { PACK } from './pack.ts';
import { PACKAGES, STORED_PACKAGES, UNREADABLE_PACKAGES } from './packages.ts';
import { PASSWORDS } from './passwords.ts';
import { REQUEST } from './request.ts';
import { RUN } from './run.ts';
import { RUN_START } from './run-start.ts';
import { SENDER } from './sender.ts';
import { SERVICES } from './services.ts';
import { SETTINGS } from './settings.ts';
import { TOKEN_FILES } from './token-files.ts';
import { TOKENS } from './tokens.ts';
import { USERS } from './users.ts';

/** Those that the API answers with. */
export const ANSWERED = {
  ...REQUEST,
  ...ACCESS,
  ...PASSWORDS,
  ...USERS,
  ...TOKENS,
  ...SETTINGS,
  ...MAIL_TEXTS,
  ...RUN_START,
  ...STORED_PACKAGES,
  ...UNREADABLE_PACKAGES,
  ...SENDER,
} as const;

export const CATALOGUE = {
  ...ANSWERED,
  ...RUN,
  ...PACKAGES,
  ...SERVICES,
  ...PACK,
  ...TOKEN_FILES,
  ...COMMAND_LINE,
} as const;

type Catalogue = typeof CATALOGUE;
export type ErrorCode = keyof Catalogue;
export const ERROR_CODES = Object.keys(CATALOGUE) as readonly ErrorCode[];

/** Codes that begin alike, such as `package` for `package.unsigned`. */
export type ErrorFamily = ErrorCode extends infer Code
  ? Code extends `${infer Family}.${string}`
    ? Family
    : never
  : never;
export type CodeOf<Family extends ErrorFamily> = Extract<ErrorCode, `${Family}.${string}`>;

/** Passing faults. */
export type RetryableCode = {
  [Code in ErrorCode]: Catalogue[Code] extends { readonly retryable: true } ? Code : never;
}[ErrorCode];
export type ApiErrorCode = keyof typeof ANSWERED;

/** The facts of an error of this code, or of one of these codes. */
export type FactsOf<Code extends ErrorCode> = Code extends ErrorCode
  ? Catalogue[Code] extends { readonly facts: infer Facts }
    ? ValuesOf<Facts>
    : Readonly<Record<never, never>>
  : never;

export const definitionOf = (code: ErrorCode): Definition => CATALOGUE[code];

/** Of a code that came from elsewhere: a state machine, another version of the product. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(CATALOGUE, code);

export const isExposed = (code: ErrorCode): boolean => {
  const { status, expose } = definitionOf(code);
  return expose ?? status < 500;
};
