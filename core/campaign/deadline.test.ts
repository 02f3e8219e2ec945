import { deadlineOf } from './deadline.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const quota = { sentLast24Hours: 0 };
const hours = (of: object, now = 0) =>
  deadlineOf({ status: 'running', createdAt: 0, left: 10, quota, ...of }, 2, now).hoursLate;

test('it is late by the hours that it is expected to end after its last day, which is counted from its begin', () => {
  expect(deadlineOf({ status: 'running', createdAt: 5 }, 2, 0).dueAt).toBe(5 + 2 * DAY_MS);
  expect(deadlineOf({ status: 'scheduled', createdAt: 5, at: DAY_MS }, 2, 0).dueAt).toBe(3 * DAY_MS);
  expect([hours({ doneAt: 2 * DAY_MS }), hours({ doneAt: 2 * DAY_MS + 1 }), hours({ doneAt: 3 * DAY_MS })]).toEqual([
    0, 1, 24,
  ]);
});

test('one whose last day is over is late whatever is expected, also while it is held or its quota can’t be asked for', () => {
  expect(hours({ doneAt: DAY_MS }, 2 * DAY_MS + 3 * HOUR_MS)).toBe(3);
  expect(hours({ status: 'held', quota: undefined }, 3 * DAY_MS)).toBe(24);
  expect(hours({ quota: undefined }, DAY_MS)).toBe(0);
});

test('one that may send no mail at all is a year late; one that is over, or has nothing left, is in time', () => {
  expect(hours({})).toBe(8760);
  expect(hours({ left: undefined })).toBe(0);
  for (const over of [{ status: 'succeeded' }, { status: 'ended' }, { left: 0 }])
    expect(hours(over, 9 * DAY_MS)).toBe(0);
});
