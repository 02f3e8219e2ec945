import { LANGUAGES } from '#core/languages.ts';
import { CHECKS, type CloseDown } from './close-down.ts';
import { closeDownHtml, type FinalReport } from './close-down-report.ts';

const closeDown: CloseDown = {
  source: 'old <deployment>',
  people: 12,
  home: 9,
  signedOff: 1,
  tokensUsed: 8,
  tokensDisabledThere: 7,
  checks: CHECKS.map((check) => ({ check, open: check === 'people' ? 2 : 0 })),
  done: false,
  asOf: Date.UTC(2026, 10, 30, 22, 5),
};
const listed = { source: 'old', userId: 'anna', since: Date.UTC(2026, 10, 2), times: { imported: 1 } } as const;
const report: FinalReport = {
  closeDown,
  days: [{ day: '2026-11-02', imported: 12, told: 11, tokenLogon: 10, home: 9 }],
  notHome: [
    { ...listed, firstName: 'Anna', lastName: '<b>Berg</b>', stage: 'stuck', stuck: 'bounced', reached: 'told' },
    { ...listed, userId: 'bert', stage: 'told', reached: 'told' },
  ],
  organisation: 'Example & Sons',
};

test.each(LANGUAGES)('in %s it has every number, and nothing of a directory as markup', (language) => {
  const page = closeDownHtml(report, language);
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain('old &lt;deployment&gt;');
  expect(page).toContain('&lt;b&gt;Berg&lt;/b&gt;, Anna');
  expect(page).toContain('Example &amp; Sons');
  expect(page).toContain('2026-11-30 22:05 UTC');
  for (const number of [12, 9, 1, 2, 8, 7, 11, 10]) expect(page).toContain(`<td class="number">${number}</td>`);
  expect(page).not.toMatch(/undefined|\{\w+\}|<script/u);
});

test('it says who is not home and why, how many more there are, and when all are home', () => {
  const page = closeDownHtml(report, 'en');
  expect(page).toContain('The mail came back');
  expect(page).toContain('<bdi>bert</bdi></th><td><bdi>bert</bdi></td><td>Told</td><td>2026-11-02</td>');
  expect(page).toContain('The first 2 of 3;');
  expect(page).toContain('Not everything is done yet.');
  const all = { ...report, closeDown: { ...closeDown, home: 12, signedOff: 0, done: true }, notHome: [] };
  expect(closeDownHtml(all, 'en')).toContain('Everybody has a password of their own.');
  expect(closeDownHtml(all, 'en')).toContain('may be shut down');
  const listedAll = { ...report, closeDown: { ...closeDown, home: 10 } };
  expect(closeDownHtml(listedAll, 'en')).not.toContain('The first');
});
