import type { SourceTotals } from './shapes.ts';
import { funnelOf, ofSource, percentOf, summed } from './totals.ts';

const corp: SourceTotals = {
  source: 'corp',
  people: 10,
  stages: { imported: 1, told: 2, 'token-logon': 1, questions: 1, 'temporary-password': 1, home: 2, stuck: 2 },
  stuck: { bounced: 1, 'no-token': 1 },
  reached: { imported: 2, told: 2, 'token-logon': 2, questions: 1, 'temporary-password': 1, home: 2 },
};
const here: SourceTotals = { source: '', people: 3, stages: { home: 3 }, stuck: {}, reached: { home: 3 } };

test('without a chosen source all that were imported are added up, and not those who were made here', () => {
  const sources = [corp, { ...corp, source: 'lab' }, here];
  expect(ofSource(sources, undefined)).toMatchObject({ people: 20, stages: { home: 4 }, stuck: { bounced: 2 } });
  expect(ofSource(sources, '').people).toBe(3);
  expect(ofSource(sources, 'lab').people).toBe(10);
  expect(ofSource(sources, 'gone').people).toBe(0);
});

test('a step of the funnel holds all behind it, and those who stand at a step add up to the people', () => {
  const steps = funnelOf(summed([corp]), true);
  expect(steps.map(({ milestone, far }) => [milestone, far])).toEqual([
    ['imported', 10],
    ['told', 8],
    ['token-logon', 6],
    ['questions', 4],
    ['home', 2],
  ]);
  const standing = steps.reduce((sum, { here, stuck }) => sum + here + stuck, 0);
  // One more has a temporary password, which is no step.
  expect(standing + 1).toBe(10);
  expect(steps.find(({ milestone }) => milestone === 'token-logon')).toMatchObject({ here: 1, stuck: 1 });
});

test('questions are a step only where they are asked for, or where people stand at them', () => {
  const without = { ...corp, stages: { home: 2 }, reached: { home: 2 } };
  const names = (questions: boolean, of: SourceTotals) =>
    funnelOf(summed([of]), questions).map(({ milestone }) => milestone);
  expect(names(false, without)).toEqual(['imported', 'told', 'token-logon', 'home']);
  expect(names(true, without)).toContain('questions');
  expect(names(false, corp)).toContain('questions');
});

test('a percentage is 100 only where all are there', () => {
  expect(percentOf(999_999, 1_000_000)).toBe(99.9);
  expect(percentOf(5, 5)).toBe(100);
  expect(percentOf(0, 0)).toBe(0);
});
