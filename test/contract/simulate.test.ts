/** The section of docs/scale.md that `npm run simulate -- --write` writes is up to date, and the model has the numbers of the rules. */
import { readFileSync } from 'node:fs';
import { campaignShare } from '#core/campaign/pace.ts';
import { FIND_SHARDS } from '#core/journey/finds.ts';
import { rangesOf } from '#core/migration/ranges.ts';
import { VALUES } from '#infra/configuration/values.ts';
import { countedSchema } from '#infra/cost/counts.ts';
import { sectionOf, withSection } from '#infra/scale/page.ts';
import { CAMPAIGNS_SHARE } from '#infra/scale/simulate.ts';
import { firstImportOf, type Machine } from '#infra/scale/states.ts';
import { unitsSchema } from '#infra/scale/units.ts';
import { RECORDS_OF_RANGE, UNITS_OF_ONE_KEY, WORD_SHARDS } from '#infra/scale/work.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const counted = countedSchema.parse(json('infra/cost/counted.json'));
const units = unitsSchema.parse(json('infra/scale/units.json'));

test('the page is up to date: else `npm run simulate -- --write`', () => {
  const states = firstImportOf(json('statemachines/migration.asl.json') as Machine);
  const inputs = { counted, units, states, unitsOfOneKey: UNITS_OF_ONE_KEY };
  const page = readFileSync('docs/scale.md', 'utf8');
  expect(page).toBe(withSection(page, sectionOf(inputs, VALUES.packageDays.parse(undefined))));
  expect(page).not.toMatch(/NaN|undefined|Infinity/u);
});

test('a page without the section gets it at its end, and a second writing changes nothing', () => {
  const [begin, end] = [/<!-- Written by [^>]*-->/u, /<!-- to here -->/u].map(
    (mark) => mark.exec(readFileSync('docs/scale.md', 'utf8'))![0],
  );
  const section = `${begin}\ntext\n${end}`;
  const once = withSection('# Page\n', section);
  expect(once).toBe(`# Page\n\n${section}\n`);
  expect(withSection(`${once}\nmore\n`, section)).toBe(`${once}\nmore\n`);
});

test('shares, shards and ranges are those of the rules', () => {
  expect(WORD_SHARDS).toBe(FIND_SHARDS.word);
  expect([rangesOf(RECORDS_OF_RANGE, 0), rangesOf(RECORDS_OF_RANGE + 1, 0)]).toEqual([1, 2]);
  expect(campaignShare({ maxSendRate: 100, max24HourSend: 1000, sentLast24Hours: 0 })).toEqual({
    rate: 100 * CAMPAIGNS_SHARE,
    day: 1000 * CAMPAIGNS_SHARE,
  });
});

test('units by table, counted apart, come to what the whole import was counted with: else `npm run simulate:measure`', () => {
  const [few, many] = counted.imports;
  const whole = (many.counts.units.write - few.counts.units.write) / (many.users - few.users);
  const writes = Object.values(units)
    .flatMap((some) => (typeof some === 'string' ? [] : Object.entries(some)))
    .reduce((sum, [name, amount]) => sum + (name.startsWith('write') ? amount : 0), 0);
  // What the mails leave to follow is in the whole alone.
  expect(writes / whole).toBeGreaterThan(0.7);
  expect(writes / whole).toBeLessThan(1.1);
});
