import { warningOf } from './session-end.ts';

const MINUTE = 60_000;
const times = { lastRequest: 0, idleMinutes: 15, overallEnd: 480 * MINUTE };
const at = (minutes: number, more = {}) => warningOf({ ...times, ...more }, minutes * MINUTE);

test('the warning begins two minutes before the idle end and gives the minutes that are left', () => {
  expect(at(12.9)).toBeUndefined();
  expect(at(13)).toEqual({ minutesLeft: 2, extendable: true });
  expect(at(14.2)).toEqual({ minutesLeft: 1, extendable: true });
  expect(at(15)).toEqual({ minutesLeft: 0, extendable: true });
  expect(at(99)).toEqual({ minutesLeft: 0, extendable: true });
});

test('a request restarts the idle time but does not move the overall end', () => {
  expect(at(13, { lastRequest: 5 * MINUTE })).toBeUndefined();
  expect(at(478.5, { lastRequest: 478 * MINUTE })).toEqual({ minutesLeft: 2, extendable: false });
});
