/**
 * A report as one HTML file that is printed or filed: no scripts, nothing that is loaded from elsewhere, and all that the package
 * or the directory says escaped. Command line and Security Console make it of the same run and lists.
 */
import type { Language } from '#core/languages.ts';
import { OUTCOMES } from '../outcome.ts';
import type { RunView } from '../record.ts';
import { isReportCode } from '../report-codes.ts';
import { sumsOf } from '../sums.ts';
import { type Bar, type Content, chart, filled, type Html, html, section, table, value } from './report-html-parts.ts';
import { recordTable } from './report-html-records.ts';
import { STYLE } from './report-html-style.ts';
import type { CodeList, ReportLists } from './report-lists.ts';
import { CODE_TEXTS, WORDS } from './report-words.ts';
import type { ReportWords } from './report-words-type.ts';

export type ReportedRun = Pick<
  RunView,
  | 'id'
  | 'kind'
  | 'status'
  | 'policy'
  | 'key'
  | 'packageId'
  | 'requestedBy'
  | 'startedAt'
  | 'finishedAt'
  | 'source'
  | 'counts'
  | 'error'
  | 'totals'
  | 'notices'
  | 'questions'
  | 'settingsChange'
  | 'preview'
>;
type Totals = NonNullable<ReportedRun['totals']>;
type Page = { readonly run: ReportedRun; readonly words: ReportWords; readonly language: Language };

const time = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
type Row = readonly [string, Content];
const given = (rows: readonly Row[]): Row[] =>
  rows
    .filter(([, cell]) => cell !== undefined && cell !== 0)
    .map(([name, cell]) => [name, typeof cell === 'string' ? value(cell) : cell]);

function facts({ run, words: { facts: of } }: Page): Html {
  const { source, error } = run;
  const rows = given([
    [of.source, source?.deployment],
    [of.packed, source?.packedAt],
    [of.packer, source?.packer],
    [of.package, [run.key, run.packageId].filter((one) => one !== undefined).join(', ')],
    [of.run, run.id],
    [of.policy, run.policy],
    [of.by, run.requestedBy],
    [of.started, time(run.startedAt)],
    [of.finished, time(run.finishedAt)],
    [of.status, run.status],
    [of.error, error && `${error.code}: ${error.hint}`],
  ]);
  return html`<table><tbody>${rows.map(
    ([name, cell]) => html`<tr><th scope="row">${name}</th><td>${cell}</td></tr>
`,
  )}</tbody></table>`;
}

/** A rollback creates and rejects nothing: each user and token is taken back or stays. */
const BACK = ['updated', 'skipped'] as const;
function rollbackSection({ words }: Page, totals: Totals): Html {
  const of = ['users', 'tokens'] as const;
  const bars = of.map((one) => ({
    name: words[one],
    parts: BACK.map((outcome) => ({ name: words.back[outcome], tone: outcome, count: totals[one][outcome] })),
  }));
  const rows = of.map((one) => [words[one], ...BACK.map((outcome) => totals[one][outcome]), sumsOf(totals)[one]]);
  const heads = [words.what, ...BACK.map((outcome) => words.back[outcome]), words.sum];
  return section(words.totals, chart(words.chart, bars), table(heads, rows));
}

function totalsSection(page: Page, totals: Totals): Html {
  const { run, words } = page;
  if (run.kind === 'rollback') return rollbackSection(page, totals);
  const sums = sumsOf(totals, run.counts);
  const { untold } = sums;
  const rows = (['users', 'tokens'] as const).map((of) => [
    words[of],
    ...OUTCOMES.map((outcome) => totals[of][outcome]),
    sums[of],
    untold && sums[of] + untold[of],
  ]);
  const bars: Bar[] = (['users', 'tokens'] as const).map((of) => ({
    name: words[of],
    parts: OUTCOMES.map((outcome) => ({ name: words.outcome[outcome], tone: outcome, count: totals[of][outcome] })),
  }));
  const heads = [words.what, ...OUTCOMES.map((outcome) => words.outcome[outcome]), words.sum, words.inPackage];
  const numbers = given([
    [words.numbers.withoutToken, totals.users.withoutToken],
    [words.numbers.withoutAddress, totals.users.withoutAddress],
    [words.numbers.newPinMode, totals.tokens.newPinMode],
    [words.numbers.answersKept, totals.answers.kept],
    [words.numbers.answersDropped, totals.answers.dropped],
    [words.numbers.waiting, totals.waiting],
    [words.numbers.moved, totals.moved],
    [words.numbers.notInWave, totals.notInWave],
    [words.numbers.goneUsers, totals.gone?.users],
    [words.numbers.goneTokens, totals.gone?.tokens],
    [words.numbers.goneDisabled, totals.gone?.disabled],
  ]);
  return section(
    words.totals,
    chart(words.chart, bars),
    table(heads, rows),
    untold && untold.users + untold.tokens > 0 ? html`<p>${filled(words.untold, untold)}</p>` : undefined,
    numbers.length > 0 ? table([words.what, words.count], numbers) : undefined,
  );
}

function changesSection({ words, language }: Page, { changes }: Totals, lists: ReportLists): Content {
  if (!changes) return undefined;
  const rows = Object.entries(changes).sort(([, a], [, b]) => b - a);
  const fields = table(
    [words.field, words.how],
    rows.map(([field, count]) => [value(field), count]),
  );
  const records =
    lists.changed.length > 0 ? [html`<h3>${words.changed}</h3>`, recordTable(lists.changed, words, language)] : [];
  return section(words.changes, fields, records);
}

function codeSection({ words, language }: Page, { code, count, records, more }: CodeList): Html {
  const texts = CODE_TEXTS[language];
  const known = isReportCode(code);
  return html`<h3>${known ? texts[`code.${code}`] : value(code)} (${count}) <span class="code soft">${code}</span></h3>
${known ? html`<p>${texts[`fix.${code}`]}</p>` : undefined}
${records.length > 0 ? recordTable(records, words, language) : undefined}
${more ? html`<p class="soft">${words.more}</p>` : undefined}`;
}

function settingsSection({ run: { settingsChange }, words }: Page): Content {
  if (!settingsChange) return undefined;
  const { before, after, weakened } = settingsChange;
  const onOff = (on: boolean) => (on ? words.yes : words.no);
  return section(
    words.settings,
    table(
      [words.what, words.before, words.after],
      [
        [words.method, value(before.selfService), value(after.selfService)],
        [words.link, onOff(before.forgotPasswordLink), onOff(after.forgotPasswordLink)],
      ],
    ),
    weakened ? html`<p><strong>${words.weakened}</strong></p>` : undefined,
  );
}

const MAILS = [
  'sent',
  'bounced',
  'complained',
  'failed',
  'uncertain',
  'notInformed',
  'notPossible',
  'notAble',
  'notNeeded',
] as const;

function mailsSection({ run: { notices, kind }, words }: Page): Content {
  if (!notices || kind !== 'import') return undefined;
  const rows = MAILS.map((fate) => [words.mail[fate], notices[fate] ?? 0]);
  return section(words.mails, table([words.what, words.count], rows));
}

function questionsSection({ run: { questions }, words }: Page): Content {
  const { missing = [], unmatched = 0 } = questions ?? {};
  if (unmatched === 0) return undefined;
  const rows = missing.map(({ text, language, answers }) => [value(text), value(language), answers]);
  const more = unmatched - missing.length;
  return section(
    words.questions,
    table([words.question, words.language, words.answers], rows),
    more > 0 ? html`<p class="soft">${filled(words.moreQuestions, { count: more })}</p>` : undefined,
  );
}

/** @param lists from core/migration/report/report-lists.ts; what is longer says how many more there are @returns the whole file */
export function reportHtml(run: ReportedRun, lists: ReportLists, language: Language): string {
  const words = WORDS[language];
  const page = { run, words, language };
  const { totals } = run;
  const plans = run.kind === 'preview' || run.preview === true;
  const kind = run.kind === 'rollback' && plans ? 'rollbackPreview' : run.kind;
  const title = `${words.kind[kind]}${run.source ? `: ${run.source.deployment}` : ''}`;
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<h1>${title}</h1>
${plans ? html`<p>${words.preview}</p>` : undefined}
${facts(page)}
${totals ? totalsSection(page, totals) : undefined}
${totals ? changesSection(page, totals, lists) : undefined}
${section(words.reasons, lists.codes.length > 0 ? lists.codes.map((list) => codeSection(page, list)) : html`<p>${words.none}</p>`)}
${settingsSection(page)}
${mailsSection(page)}
${questionsSection(page)}
</body>
</html>
`;
  return document.html;
}
