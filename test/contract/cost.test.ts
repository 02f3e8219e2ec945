/** docs/cost.md is what `npm run cost` writes, of what was counted and of the templates as they are. */
import { readFileSync } from 'node:fs';
import { countedSchema } from '#infra/cost/counts.ts';
import { costPage } from '#infra/cost/page.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { deployedAs } from '../support/cloud.ts';

const counted = countedSchema.parse(JSON.parse(readFileSync('infra/cost/counted.json', 'utf8')));

test('the page is up to date: else `npm run cost`', () => {
  const page = costPage(counted, deployedAs({ name: 'landfall', region: 'us-east-1' }));
  expect(readFileSync('docs/cost.md', 'utf8')).toBe(page);
});

test('what was counted knows the functions of today: else `npm run cost:measure`', () => {
  const all = [counted.idleMinute, counted.idleHour, ...counted.imports.map(({ counts }) => counts)];
  const names = [...all, counted.journeys.counts, counted.logons.counts].flatMap((one) => Object.keys(one.functions));
  expect(names.filter((name) => !Object.hasOwn(FUNCTIONS, name))).toEqual([]);
  for (const name of ['ingest-part', 'notify-users', 'logon', 'forgot-password', 'follow-people', 'clock-people'])
    expect(names).toContain(name);
});
