/**
 * The assignments file: CSV with the columns serial, userId, pin, and where they are known clockOffset, enabled, nickname.
 */
import { invalid } from '#core/errors.ts';
import type { CsvRow } from './csv-rows.ts';

export type Assignment = {
  readonly line: number;
  readonly serial: string;
  /** Empty: unassigned. */
  readonly userId: string;
  /** Empty: New PIN mode. */
  readonly pin: string;
  readonly clockOffset?: number;
  readonly enabled?: boolean;
  readonly nickname?: string;
};

export const ASSIGNMENT_COLUMNS = ['serial', 'userid'] as const;
const KNOWN = new Set(['serial', 'userid', 'pin', 'clockoffset', 'enabled', 'nickname']);
const ENABLED: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};

function refuse(line: number, column: string, wanted: string) {
  return invalid(
    'assignments.cell_invalid',
    `Line ${line} of the assignments file: ${column} must be ${wanted}. Mend the file and try again.`,
    { line, column },
  );
}

/** One row. @throws LandfallError assignments.column_unknown, assignments.cell_invalid with `line` (never the value) */
export function readAssignment({ line, cells }: CsvRow): Assignment {
  const unknown = Object.keys(cells).find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    throw invalid(
      'assignments.column_unknown',
      `The assignments file has a column "${unknown}" that means nothing here. Columns: serial, userId, pin, clockOffset, enabled, nickname.`,
      { column: unknown },
    );
  const cell = (name: string) => cells[name]?.trim() ?? '';
  const clockOffset = cell('clockoffset');
  if (!/^(?:-?\d{1,4})?$/u.test(clockOffset) || Math.abs(Number(clockOffset)) > 1000)
    throw refuse(line, 'clockOffset', 'a number of intervals from -1000 to 1000');
  const enabled = cell('enabled').toLowerCase();
  if (enabled !== '' && !Object.hasOwn(ENABLED, enabled)) throw refuse(line, 'enabled', 'yes or no');
  const nickname = cell('nickname');
  if (nickname.length > 64) throw refuse(line, 'nickname', 'at most 64 characters');
  return {
    line,
    serial: cell('serial'),
    userId: cell('userid'),
    pin: cell('pin'),
    ...(clockOffset === '' ? {} : { clockOffset: Number(clockOffset) }),
    ...(enabled === '' ? {} : { enabled: ENABLED[enabled]! }),
    ...(nickname === '' ? {} : { nickname }),
  };
}
