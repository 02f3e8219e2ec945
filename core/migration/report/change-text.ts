/** What a record changes, in one line of text, as command line and CSV show it. */
import type { Change, ChangeValue, OtherPerson, ReportLine } from '../outcome.ts';

export const valueText = (value: ChangeValue): string => (typeof value === 'object' ? value.join(' ') : String(value));

/** Of a secret, or of a value that comes or goes, only what is known. */
function changeText({ field, from, to, waits, kept }: Change): string {
  const mark = waits ? ' (waits)' : kept ? ' (kept)' : '';
  if (from === undefined && to === undefined) return `${field}${mark}`;
  return `${field}: ${from === undefined ? '' : `${valueText(from)} `}-> ${to === undefined ? 'none' : valueText(to)}${mark}`;
}

/** Of the record and of its tokens. */
export const changesOf = ({ changes = [], tokens = [] }: Pick<ReportLine, 'changes' | 'tokens'>): string[] => [
  ...changes.map(changeText),
  ...tokens.flatMap((token) => (token.changes ?? []).map((change) => `token ${token.serial} ${changeText(change)}`)),
];

const personText = ({ userId, name, source }: OtherPerson): string =>
  [userId, name === undefined ? '' : ` (${name})`, source === undefined ? '' : ` of ${source}`].join('');

/** Whom the record's or its tokens' conflicts are with. */
export const othersOf = ({ other, tokens = [] }: Pick<ReportLine, 'other' | 'tokens'>): string[] => [
  ...(other ? [personText(other)] : []),
  ...tokens.flatMap((token) => (token.other ? [`token ${token.serial}: ${personText(token.other)}`] : [])),
];
