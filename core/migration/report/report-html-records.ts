/** Records of a printed report as a table: where, who, what differs, and with whom a conflict is. */
import type { Language } from '#core/languages.ts';
import type { Change, OtherPerson } from '../outcome.ts';
import { isReportCode } from '../report-codes.ts';
import { valueText } from './change-text.ts';
import { type Content, filled, type Html, html, table, value } from './report-html-parts.ts';
import type { ReportedRecord } from './report-page.ts';
import { CODE_TEXTS } from './report-words.ts';
import type { ReportWords } from './report-words-type.ts';

function change({ field, from, to, waits, kept }: Change, words: ReportWords): Html {
  const secret = from === undefined && to === undefined;
  const side = (one: Change['from']) => (one === undefined ? words.nothing : value(valueText(one)));
  const mark = waits ? words.waits : kept ? words.kept : undefined;
  const what: Content = secret ? words.secret : [side(from), ' → ', side(to)];
  return html`<li>${value(field)}: ${what}${mark === undefined ? undefined : html` <em>(${mark})</em>`}</li>`;
}

function person({ userId, name, source }: OtherPerson, words: ReportWords): Content {
  return [
    value(userId),
    name === undefined ? undefined : [' (', value(name), ')'],
    source === undefined ? undefined : [' ', filled(words.ofSource, { source })],
  ];
}

const serialOf = (serial: string, words: ReportWords): string => filled(words.token, { serial });

function who({ userId, name, serial, tokens = [] }: ReportedRecord, words: ReportWords): Content {
  const own = userId !== undefined ? person({ userId, ...(name === undefined ? {} : { name }) }, words) : undefined;
  const serials = [...new Set([...(serial === undefined ? [] : [serial]), ...tokens.map((token) => token.serial)])];
  return [
    own,
    serials.length > 0
      ? html`<ul class="plain soft">${serials.map((one) => html`<li>${value(serialOf(one, words))}</li>`)}</ul>`
      : undefined,
  ];
}

function differences({ changes = [], tokens = [] }: ReportedRecord, words: ReportWords, language: Language): Content {
  const texts = CODE_TEXTS[language];
  const own = changes.map((one) => change(one, words));
  const theirs = tokens.flatMap((token) => {
    const { code } = token;
    const reason = code === undefined ? undefined : isReportCode(code) ? texts[`code.${code}`] : value(code);
    const items = (token.changes ?? []).map((one) => change(one, words));
    if (reason === undefined && items.length === 0) return [];
    return [html`<li>${value(serialOf(token.serial, words))}: ${reason}<ul class="plain">${items}</ul></li>`];
  });
  return own.length + theirs.length > 0 ? html`<ul class="plain">${own}${theirs}</ul>` : undefined;
}

function others({ other, tokens = [] }: ReportedRecord, words: ReportWords): Content {
  const theirs = tokens.flatMap((token) =>
    token.other ? [html`<li>${value(serialOf(token.serial, words))}: ${person(token.other, words)}</li>`] : [],
  );
  const own = other ? [html`<li>${person(other, words)}</li>`] : [];
  return own.length + theirs.length > 0 ? html`<ul class="plain">${own}${theirs}</ul>` : undefined;
}

/** A column that would be empty in every line is left out. */
export function recordTable(records: readonly ReportedRecord[], words: ReportWords, language: Language): Html {
  const rows = records.map((record) => [
    filled(words.where, { part: record.part, line: record.line }),
    who(record, words),
    differences(record, words, language),
    others(record, words),
  ]);
  const heads = [words.place, words.who, words.differs, words.other];
  const kept = heads.map((_head, column) => column < 2 || rows.some((row) => row[column] !== undefined));
  const visible = <T>(cells: readonly T[]): T[] => cells.filter((_cell, column) => kept[column]);
  return table(visible(heads), rows.map(visible));
}
