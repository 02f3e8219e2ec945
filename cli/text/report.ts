/** Outcomes of records as text. */
import { LANGUAGES, type Language } from '#core/languages.ts';
import { changesOf, othersOf } from '#core/migration/report/change-text.ts';
import { type CodeList, type ReadRecords, readCodes } from '#core/migration/report/report-lists.ts';
import type { ReportedRecord } from '#core/migration/report/report-page.ts';

const whoseOf = ({ userId, serial }: ReportedRecord): string =>
  userId ?? (serial === undefined ? 'unreadable record' : `token ${serial}`);
const whereOf = ({ part, line }: ReportedRecord): string => `part ${part}, line ${line}`;

/** The language of the environment, as POSIX names it (`de_AT.UTF-8`); English where it is another. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): Language {
  const wanted = [LC_ALL, LC_MESSAGES, LANG].find((one) => one !== undefined && one !== '');
  return LANGUAGES.find((language) => wanted?.startsWith(language)) ?? 'en';
}

/** Codes of records that may have been taken in, and yet are to be looked at. */
const DIFFERING = new Set([
  'user.differs',
  'user.renamed',
  'user.awaits_yes',
  'user.gone',
  'token.pending',
  'token.differs',
  'token.gone',
]);

/** Those of these codes that came, each with its first records. */
export const differing = (
  read: ReadRecords,
  counts: Readonly<Record<string, number>>,
  limit: number,
): Promise<CodeList[]> =>
  readCodes(read, Object.fromEntries(Object.entries(counts).filter(([code]) => DIFFERING.has(code))), limit);

/** A line for each record, with what differs, and whether there are more. */
export function differences({ code, more, records }: CodeList): string[] {
  const lines = records.map((record) => {
    const what = [...changesOf(record), ...othersOf(record)].join('; ');
    return `${whoseOf(record)} (${whereOf(record)}): ${code}${what && `. ${what}`}`;
  });
  return more ? [...lines, `and more with ${code}: landfall report --csv`] : lines;
}

/** A line for each thing that an administrator should look at: a record not taken in, or a token of one. */
export function remarks(record: ReportedRecord): string[] {
  const { serial, outcome, code, hint, tokens = [] } = record;
  // Asked for, and counted.
  if (code === 'user.not_in_wave') return [];
  const where = whereOf(record);
  const odd = (one: string) => one === 'rejected' || one === 'skipped';
  const whose = whoseOf(record);
  const collides = othersOf(record).map((other) => ` Here: ${other}.`);
  const own = odd(outcome)
    ? [`${whose} (${where}): ${outcome} ${code ?? ''}. ${hint ?? ''}${collides.join('')}`.trim()]
    : [];
  const theirs = tokens
    .filter((token) => odd(token.outcome) && token.code !== undefined && token.serial !== serial)
    .map((token) => `token ${token.serial} of ${whose} (${where}): ${token.outcome} ${token.code}`);
  return [...own, ...theirs];
}
