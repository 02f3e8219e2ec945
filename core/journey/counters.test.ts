import { contributions, differences } from './counters.ts';
import type { Journey } from './journey.ts';

const DAY = Date.parse('2026-11-30T23:59:59Z');
const journey: Journey = { reached: 'told', since: 1, times: { imported: DAY, told: DAY + 1000 } };

test('a person counts as one of the source’s, in one stage, at one milestone, and on the day of each milestone', () => {
  expect(contributions('old', journey)).toEqual([
    { source: 'old', name: 'people' },
    { source: 'old', name: 'stage.told' },
    { source: 'old', name: 'reached.told' },
    { source: 'old', name: 'imported', day: '2026-11-30' },
    { source: 'old', name: 'told', day: '2026-12-01' },
  ]);
});

test('who is stuck counts in that stage, by the reason, and at the milestone', () => {
  const names = contributions('old', { ...journey, stuck: 'bounced' }).map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['people', 'stage.stuck', 'reached.told', 'stuck.bounced']);
});

test('counters change by what is not the same', () => {
  const [before, after] = [contributions('old', journey), contributions('old', { ...journey, reached: 'home' })];
  expect(differences(before, after)).toEqual([
    { source: 'old', name: 'stage.told', by: -1 },
    { source: 'old', name: 'reached.told', by: -1 },
    { source: 'old', name: 'stage.home', by: 1 },
    { source: 'old', name: 'reached.home', by: 1 },
  ]);
  expect(differences(before, before)).toEqual([]);
  expect(differences([], before).every(({ by }) => by === 1)).toBe(true);
});

test('who was signed off counts so, until home', () => {
  const names = (more: object) => contributions('old', { ...journey, signedOffAt: 5, ...more }).map(({ name }) => name);
  expect(names({})).toContain('signed-off');
  expect(names({ reached: 'home' })).not.toContain('signed-off');
});
