import { since } from './expire-logs.ts';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const line = (day: number) => `{"timestamp":"${at(day)}"}\n`;
const [noon10] = [Date.parse('2026-11-10T12:00:00Z')];

test('the lines before a moment go, and those of a stack with the line before them', () => {
  expect(since(`${line(9)}    at f (x.ts:1)\n${line(11)}${line(12)}`, noon10)).toBe(`${line(11)}${line(12)}`);
  expect(since(`${line(9)}${line(10)}    at f (x.ts:1)\n`, noon10)).toBe('');
});

test('a log without an old line stays, and one that tells no time', () => {
  expect(since(line(11), noon10)).toBe(line(11));
  expect(since('no time at all\n', noon10)).toBe('no time at all\n');
});

test('the events of the bus say `time`', () => {
  const event = (day: number) => `{"id":"x","time":"${at(day)}"}\n`;
  expect(since(`${event(1)}${event(20)}`, noon10)).toBe(event(20));
});
