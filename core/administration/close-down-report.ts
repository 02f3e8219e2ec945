/** The final report as one HTML file that a manager prints and files: no scripts, and all that a directory says escaped. */
import type { Language } from '#core/languages.ts';
import { type Content, filled, type Html, html, section, table, value } from '../migration/report/report-html-parts.ts';
import { STYLE } from '../migration/report/report-html-style.ts';
import type { CloseDown } from './close-down.ts';
import { CLOSE_DOWN_WORDS, type CloseDownWords } from './close-down-words.ts';
import type { Day, ListedPerson } from './people.ts';

export type FinalReport = {
  readonly closeDown: CloseDown;
  readonly days: readonly Day[];
  /** Some of those who are not home, in their order. */
  readonly notHome: readonly ListedPerson[];
  readonly organisation: string;
};

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
const minute = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function people({ people: all, home, signedOff }: CloseDown, words: CloseDownWords): Html {
  const rows: (readonly [string, number])[] = [
    [words.home, home],
    [words.signedOff, signedOff],
    [words.open, all - home - signedOff],
    [words.all, all],
  ];
  return section(words.people, table([words.people, words.number], rows));
}

function checklist({ checks, done }: CloseDown, words: CloseDownWords): Html {
  const rows = checks.map(({ check, open }) => [words.checks[check], open === 0 ? words.nothing : open]);
  return section(
    words.checklist,
    html`<p>${done ? words.done : words.notDone}</p>`,
    table([words.check, words.left], rows),
  );
}

function byDay(days: readonly Day[], words: CloseDownWords): Html {
  const rows = days.map((one) => [one.day, one.imported, one.told, one.tokenLogon, one.home]);
  return section(words.byDay, table([words.day, words.imported, words.told, words.tokenLogon, words.home], rows));
}

function notHome({ notHome: listed, closeDown }: FinalReport, words: CloseDownWords): Html {
  const of = closeDown.people - closeDown.home;
  if (of === 0) return section(words.notHome, html`<p>${words.notHomeNone}</p>`);
  const rows = listed.map(({ firstName, lastName, userId, stuck, reached, since }): Content[] => [
    value([lastName, firstName].filter((name) => name !== undefined).join(', ') || userId),
    value(userId),
    stuck ? words.stuck[stuck] : words.reached[reached],
    day(since),
  ]);
  const more =
    listed.length < of
      ? html`<p class="soft">${filled(words.notHomeMore, { shown: listed.length, of })}</p>`
      : undefined;
  return section(words.notHome, table([words.name, words.userId, words.where, words.since], rows), more);
}

export function closeDownHtml(report: FinalReport, language: Language): string {
  const words = CLOSE_DOWN_WORDS[language];
  const { closeDown, days, organisation } = report;
  const tokens = [
    [words.tokensUsed, closeDown.tokensUsed],
    [words.tokensDisabledThere, closeDown.tokensDisabledThere],
  ];
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}: ${closeDown.source}</title><style>${{ html: STYLE }}</style></head><body>
<h1>${words.title}</h1>
<p>${value(organisation)}<br>${filled(words.lead, { source: closeDown.source })}<br>${words.asOf} ${minute(closeDown.asOf)}</p>
${people(closeDown, words)}${checklist(closeDown, words)}${section(words.tokens, table([words.tokens, words.number], tokens))}${byDay(days, words)}${notHome(report, words)}
</body></html>
`.html;
}
