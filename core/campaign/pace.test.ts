import { allowance, pacer } from './pace.ts';

const quota = { maxSendRate: 10, max24HourSend: 1000, sentLast24Hours: 0 };

test.each([
  [0, 800],
  [799, 1],
  [800, 0],
  [999, 0],
])('after %d mails of 1000 a day %d more may be sent', (sentLast24Hours, left) => {
  expect(allowance({ ...quota, sentLast24Hours })).toBe(left);
});

test('a quota without a limit allows any number of mails', () => {
  expect(allowance({ ...quota, max24HourSend: -1 })).toBe(Number.POSITIVE_INFINITY);
});

/** When each of `count` mails asked for at once goes out, in ms. */
function schedule(maxSendRate: number, count: number): number[] {
  const { take } = pacer({ ...quota, maxSendRate }, 0);
  return Array.from({ length: count }, () => take(0));
}

test('a small campaign is sent without waiting', () => {
  expect(schedule(50, 40)).toEqual(Array.from({ length: 40 }, () => 0));
});

test('no second after the first has more than 80 % of the rate', () => {
  const times = schedule(10, 200);
  expect(times.filter((time) => time === 0)).toHaveLength(8);
  for (const start of times)
    expect(times.filter((time) => time > start && time <= start + 1000).length).toBeLessThanOrEqual(8);
  expect(times.at(-1)).toBe(((200 - 8) / 8) * 1000);
});

test('mails are sent at the sandbox’s rate of one a second', () => {
  expect(schedule(1, 3)).toEqual([0, 1250, 2500]);
});
