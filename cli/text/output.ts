/** What commands print: JSON for scripts, or text for people, coloured only on a terminal that wants it (no-color.org). */

import type { FieldProblem } from '#core/errors/definition.ts';
import { isLandfallError } from '#core/errors.ts';
import { AnsweredError, ofAnswer } from './answered.ts';

export const EXIT = { ok: 0, refused: 1, usage: 2, service: 3, migrationFailed: 4, waits: 5 } as const;

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

/** Colour needs a terminal, and NO_COLOR unset or empty. */
export function style(name: Style, text: string, stream: { readonly isTTY?: boolean } = process.stdout): string {
  if (process.env['NO_COLOR'] || !stream.isTTY) return text;
  const [on, off] = CODES[name];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Control characters of data must not reach the terminal. */
const plain = (value: unknown): string => String(value ?? '').replace(/\p{Cc}/gu, '?');

/** Columns padded to their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [style('bold', line(head)), ...cells.map(line)].join('\n');
}

/** `name  value` lines, without those that have no value. */
export function list(pairs: readonly (readonly [string, unknown])[]): string {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join('\n');
}

/** Prints the data as JSON, or the text made of it. */
export function print(json: boolean | undefined, data: unknown, text: () => string): void {
  console.log(json ? JSON.stringify(data, null, 2) : text());
}

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be used by you',
  EPERM: 'may not be used by you',
  EISDIR: 'is a folder',
  ENOTDIR: 'lies in no folder',
  EEXIST: 'exists already, and nothing is overwritten',
  ENOSPC: "can't be written: the disk is full",
};

type DescribedError = {
  readonly code: string;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** One or two, for people. */
  readonly lines: readonly string[];
  readonly exit: number;
};
const described = (code: string, message: string, exit: number): DescribedError => ({
  code,
  message,
  facts: {},
  lines: [`${code}: ${message}`],
  exit,
});

/** What an error says, and its exit code. */
export function describeError(thrown: unknown): DescribedError {
  const error = ofAnswer(thrown);
  if (!isLandfallError(error) && !(error instanceof AnsweredError)) {
    const { code = '', path = 'a file', message } = error as NodeJS.ErrnoException;
    const problem = FILE_PROBLEMS[code];
    return problem
      ? described('file.unusable', `${plain(path)} ${problem}.`, EXIT.refused)
      : described('internal', plain(message ?? String(error)), EXIT.service);
  }
  const { code, message, facts, status } = error;
  const fields = 'fields' in facts && Array.isArray(facts.fields) ? (facts.fields as FieldProblem[]) : [];
  const more = fields.length > 1 ? [`  ${fields.map(({ path, reason }) => `${path}: ${reason}`).join('; ')}`] : [];
  const lines = [`${code}: ${message}`, ...more].map(plain);
  return { code, message, facts: { ...facts }, lines, exit: status >= 500 ? EXIT.service : EXIT.refused };
}
