import { LANGUAGES } from '#core/languages.ts';
import type { ReportLine } from '../outcome.ts';
import { totalsOf } from '../totals.ts';
import { type ReportedRun, reportHtml } from './report-html.ts';
import type { ReportLists } from './report-lists.ts';
import { WORDS } from './report-words.ts';

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>\u202e&amp;`;
const conflict: ReportLine = {
  part: 2,
  line: 7,
  type: 'user',
  userId: HOSTILE,
  name: HOSTILE,
  outcome: 'rejected',
  code: 'user.other_source',
  other: { userId: 'bo', name: HOSTILE, source: HOSTILE },
  changes: [
    { field: HOSTILE, from: HOSTILE, to: [HOSTILE, '2'], waits: true },
    { field: 'seed' },
    { field: 'enabled', from: true, kept: true },
    { field: 'lastName', to: 'Byrne' },
  ],
  tokens: [
    { serial: HOSTILE, outcome: 'rejected', code: 'token.other_source', pin: false, other: { userId: HOSTILE } },
    { serial: '2', outcome: 'rejected', code: HOSTILE, pin: false, changes: [{ field: 'pin' }] },
    { serial: '3', outcome: 'rejected', pin: false },
  ],
};
const loose: ReportLine = { part: 1, line: 1, type: 'token', serial: '9', outcome: 'created' };
const totals = {
  ...totalsOf(
    [
      conflict,
      { ...conflict, outcome: 'created', code: 'user.no_token', tokens: [], notes: ['user.no_token'] },
      {
        part: 3,
        line: 1,
        type: 'user',
        outcome: 'updated',
        code: 'user.gone',
        changes: [{ field: 'enabled', to: false }],
      },
      { part: 1, line: 2, type: 'unreadable', outcome: 'rejected' },
    ],
    3,
  ),
  notices: { sent: 2, notInformed: 1, failed: 0, notNeeded: 0, notAble: 3, bounced: 1, complained: 0 },
};
const run = {
  id: 'f'.repeat(32),
  kind: 'import',
  status: 'succeeded',
  policy: 'skip',
  key: `uploads/${HOSTILE}.zip`,
  packageId: 'a'.repeat(32),
  requestedBy: HOSTILE,
  startedAt: Date.UTC(2026, 10, 30, 8, 5),
  source: { kind: 'external', deployment: HOSTILE, packedAt: '2026-11-29T00:00:00Z', packer: HOSTILE },
  counts: { users: 3, tokensAssigned: 4 },
  totals,
  notices: totals.notices,
  questions: {
    matched: 1,
    unmatched: 3,
    missing: [
      { text: HOSTILE, language: 'en', answers: 7 },
      { text: 'x', language: 'fr' },
    ],
  },
  settingsChange: {
    status: 'applied',
    before: { selfService: HOSTILE, forgotPasswordLink: false },
    after: { selfService: 'SecurID_Native', forgotPasswordLink: true },
    weakened: true,
    version: 2,
  },
} as const satisfies ReportedRun;
const lists: ReportLists = {
  codes: [
    { code: 'user.other_source', count: 9, records: [conflict], more: true },
    { code: HOSTILE, count: 1, records: [], more: false },
    { code: 'token.exists', count: 1, records: [loose], more: false },
  ],
  changed: [conflict, { part: 1, line: 8, type: 'user', userId: 'nameless', outcome: 'updated' }],
};

describe.each(LANGUAGES)('in %s', (language) => {
  const page = reportHtml(run, lists, language);
  const words = WORDS[language];

  test('nothing of the data becomes markup, and nothing is loaded or run', () => {
    expect(page).not.toMatch(/<script|<img|<link|<iframe|<object|\u202e/iu);
    expect(page).not.toMatch(/<[^>]*\bon\w+=/iu);
    expect(page).not.toMatch(/<[^>]*\b(?:href|src)=|url\(|@import|https?:/iu);
    expect(page).toContain(`default-src 'none'`);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img src=x onerror=alert(2)&gt;');
    expect(page).toContain('\ufffd&amp;amp;');
  });

  test('it is a whole document whose tags are closed', () => {
    expect(page).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`, 'u'));
    for (const tag of ['table', 'tr', 'td', 'th', 'section', 'ul', 'li', 'svg', 'bdi', 'p', 'figure'])
      expect([tag, page.match(new RegExp(`<${tag}[ >]`, 'gu'))?.length]).toEqual([
        tag,
        page.match(new RegExp(`</${tag}>`, 'gu'))?.length,
      ]);
  });

  test('it says what came, the sums of the package, the mails, the settings and the questions', () => {
    for (const text of [words.kind.import, words.untold.split(':')[0]!, words.weakened, words.numbers.goneUsers])
      expect(page).toContain(text);
    expect(page).toContain(words.mail.notAble);
    expect(page).toContain(words.moreQuestions.replace('{count}', '1'));
    expect(page).toContain('<td class="number">7</td>');
    expect(page).toContain('2026-11-30 08:05:00 UTC');
    expect(page).not.toMatch(/\{\w+\}|undefined|NaN/u);
  });

  test('a conflict has both people, and a list that is cut says that there are more', () => {
    expect(page.split(words.more)).toHaveLength(2);
    expect(page).toContain('<bdi>bo</bdi>');
    expect(page).toContain(words.secret);
    expect(page).toContain(words.nothing);
    expect(page).toContain('user.other_source');
  });
});

test('a run that has counted nothing has its facts and the reason', () => {
  const {
    totals: _totals,
    notices: _notices,
    questions: _questions,
    settingsChange: _change,
    source: _source,
    ...bare
  } = run;
  const { counts: _counts, packageId: _package, ...failed } = bare;
  const error = { code: 'package.not_zip', hint: 'Not a ZIP.' };
  const page = reportHtml({ ...failed, status: 'failed', error }, { codes: [], changed: [] }, 'en');
  expect(page).toContain('package.not_zip: Not a ZIP.');
  expect(page).toContain('<p>Nothing.</p>');
  expect(page).not.toContain('<svg');
});

test('a preview says so and has no mails; an empty one has a chart without bars', () => {
  const { counts: _counts, settingsChange, questions: _questions, ...rest } = run;
  const empty = { ...totalsOf([], 3), notices: totals.notices };
  const preview: ReportedRun = {
    ...rest,
    kind: 'preview',
    totals: empty,
    finishedAt: Date.UTC(2026, 10, 30, 9),
    settingsChange: { ...settingsChange, weakened: false, status: 'preview' },
    questions: { matched: 1, unmatched: 0, missing: [] },
  };
  const page = reportHtml(preview, { codes: [], changed: [] }, 'en');
  expect(page).toContain(WORDS.en.preview);
  expect(page).not.toContain(WORDS.en.mails);
  expect(page).not.toContain(WORDS.en.weakened);
  expect(page).not.toContain('class="created"><title>');
});

test('fields that were changed are counted also where no list of records is there', () => {
  const changed = { ...totals, changes: { email: 2, 'token.seed': 5 } };
  const page = reportHtml({ ...run, totals: changed }, { codes: [], changed: [] }, 'en');
  expect(page.indexOf('token.seed')).toBeLessThan(page.indexOf('<bdi>email</bdi>'));
  expect(page).not.toContain(WORDS.en.changed);
});

test('questions that are counted but not kept are still said to be there', () => {
  const page = reportHtml(
    { ...run, questions: { matched: 0, unmatched: 4, missing: [] } },
    { codes: [], changed: [] },
    'en',
  );
  expect(page).toContain('And 4 more questions.');
  const all = { matched: 0, unmatched: 1, missing: [{ text: 'x', language: 'fr' }] };
  expect(reportHtml({ ...run, questions: all }, { codes: [], changed: [] }, 'en')).not.toContain('more questions');
});

test('a rollback says what was taken back and what stays; its preview says that nothing was written', () => {
  const { counts: _counts, settingsChange: _settings, questions: _questions, notices: _notices, ...rest } = run;
  const back = { ...totalsOf([], 1), notices: totals.notices };
  const some = { ...back, users: { ...back.users, updated: 3, skipped: 2 } };
  const lists = { codes: [], changed: [] };
  for (const language of ['en', 'de', 'fr'] as const) {
    const words = WORDS[language];
    const done = reportHtml({ ...rest, kind: 'rollback', totals: some }, lists, language);
    expect(done).toContain(words.kind.rollback);
    expect(done).toContain(words.back.updated);
    expect(done).toContain(words.back.skipped);
    expect(done).not.toContain(words.outcome.rejected);
    expect(done).not.toContain(words.preview);
    const preview = reportHtml({ ...rest, kind: 'rollback', preview: true, totals: some }, lists, language);
    expect(preview).toContain(words.kind.rollbackPreview);
    expect(preview).toContain(words.preview);
  }
});
