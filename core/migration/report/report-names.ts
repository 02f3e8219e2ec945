/**
 * Whom a report names, so that an erasure finds the parts by keys and not by reading every report: beside each part stands an index of the
 * hashes of the user keys in it.
 */
import * as z from 'zod';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import type { Change, ReportLine } from '../outcome.ts';

/** Fields of changes that hold user IDs or user keys. */
const NAMING: ReadonlySet<string> = new Set(['userId', 'assignee']);

const named = (value: Change['from']): string[] => (typeof value === 'string' ? [userKey(value)] : []);
const inChanges = (changes: readonly Change[] = []): string[] =>
  changes.filter(({ field }) => NAMING.has(field)).flatMap(({ from, to }) => [...named(from), ...named(to)]);

/** User keys that a line names: its own, of conflicts, and of changes. */
export function keysIn({ userId, other, changes, tokens = [] }: ReportLine): string[] {
  return [
    ...[userId, other?.userId, ...tokens.map((token) => token.other?.userId)].flatMap(named),
    ...inChanges(changes),
    ...tokens.flatMap((token) => inChanges(token.changes)),
  ];
}

/** The index of a part, sorted. */
export const indexOf = (lines: readonly ReportLine[]): string[] =>
  [...new Set(lines.flatMap(keysIn).map(keyHash))].toSorted();

const stored = z.array(z.string());
export const writeIndex = (lines: readonly ReportLine[]): string => JSON.stringify(indexOf(lines));
/** @param name of the object @throws LandfallError stored.damaged */
export const parseIndex = (text: string, name: string): string[] => readStoredJson(stored, text, name);

/** What stands in place of a serial of a person who was erased. */
export const ERASED = 'erased';

const isErased = (keys: ReadonlySet<string>, value: Change['from']): boolean =>
  named(value).some((key) => keys.has(key));

function withoutNames(changes: readonly Change[], keys: ReadonlySet<string>): Change[] {
  return changes.map((change) => {
    const { from, to, ...rest } = change;
    if (!NAMING.has(change.field)) return change;
    return {
      ...rest,
      ...(from === undefined || isErased(keys, from) ? {} : { from }),
      ...(to === undefined || isErased(keys, to) ? {} : { to }),
    };
  });
}

type Naming = Pick<ReportLine, 'other' | 'changes'>;
/** `other` and `changes` of another person's line or token, without what names the one who is erased. */
const kept = ({ other, changes }: Naming, keys: ReadonlySet<string>): Naming => ({
  ...(other === undefined || isErased(keys, other.userId) ? {} : { other }),
  ...(changes ? { changes: withoutNames(changes, keys) } : {}),
});

function ofAnother(line: ReportLine, keys: ReadonlySet<string>): ReportLine {
  const { other: _other, changes: _changes, tokens, ...rest } = line;
  return {
    ...rest,
    ...kept(line, keys),
    ...(tokens
      ? {
          tokens: tokens.map((token) => {
            const { other: _whose, changes: _former, ...plain } = token;
            return { ...plain, ...kept(token, keys) };
          }),
        }
      : {}),
  };
}

/** What became of the record, and nothing of whose it was: the sums stay. */
function anonymous({ part, line, type, outcome, code, notes, tokens, answers, password }: ReportLine): ReportLine {
  return {
    part,
    line,
    type,
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(notes ? { notes } : {}),
    ...(tokens
      ? {
          tokens: tokens.map((token) => ({
            serial: ERASED,
            outcome: token.outcome,
            pin: token.pin,
            ...(token.code === undefined ? {} : { code: token.code }),
          })),
        }
      : {}),
    ...(answers ? { answers } : {}),
    ...(password === undefined ? {} : { password }),
  };
}

export type ErasedLines = {
  /** With these lines the sums of the part are the same. */
  readonly lines: readonly ReportLine[];
  /** Lines that were changed. */
  readonly count: number;
  /** User keys that the person had before the run, as far as the lines tell. */
  readonly earlier: readonly string[];
  /** Serials that stood on the person's lines. */
  readonly serials: readonly string[];
};

/** The user key before a move, applied or not. */
const movedFrom = ({ changes = [] }: ReportLine): string[] =>
  changes.filter(({ field }) => field === 'userId').flatMap(({ from }) => named(from));

/** @param keys user keys of one person */
export function eraseFrom(lines: readonly ReportLine[], keys: ReadonlySet<string>): ErasedLines {
  const touched = lines.filter((line) => keysIn(line).some((key) => keys.has(key)));
  const own = touched.filter((line) => [...named(line.userId), ...movedFrom(line)].some((key) => keys.has(key)));
  return {
    lines: lines.map((line) => {
      if (!touched.includes(line)) return line;
      return own.includes(line) ? anonymous(line) : ofAnother(line, keys);
    }),
    count: touched.length,
    earlier: own.flatMap(movedFrom),
    serials: own.flatMap(({ tokens = [] }) => tokens.map(({ serial }) => serial)),
  };
}
