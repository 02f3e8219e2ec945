import { dateOrderOf, readCount, readSince, readTime } from './times.ts';

test.each([
  ['20261123084345Z', '2026-11-23T08:43:45Z'],
  ['202611230843Z', '2026-11-23T08:43:00Z'],
  ['2026112308Z', '2026-11-23T08:00:00Z'],
  ['20261123084345.123Z', '2026-11-23T08:43:45Z'],
  ['20261123094345+0100', '2026-11-23T08:43:45Z'],
  ['20261123034345-05', '2026-11-23T08:43:45Z'],
  ['134079398250000000', '2025-11-18T11:43:45Z'],
  ['20261123235960Z', '2026-11-23T23:59:59Z'],
  ['20261123084345,9Z', '2026-11-23T08:43:45Z'],
  ['20261123084345-0530', '2026-11-23T14:13:45Z'],
  ['20261231235959Z', '2026-12-31T23:59:59Z'],
  ['20240229000000Z', '2024-02-29T00:00:00Z'],
  ['99991231000000Z', '9999-12-31T00:00:00Z'],
  ['99991231000001Z', null],
  ['9999-12-31T23:59:59Z', null],
  ['2650467743999999999', null],
  ['116444736000000000', '1970-01-01T00:00:00Z'],
  ['1970-01-01', '1970-01-01T00:00:00Z'],
  ['2026-11-23T08:43-01:30', '2026-11-23T10:13:00Z'],
  ['0', null],
  ['9223372036854775807', null],
  ['2026-11-23', '2026-11-23T00:00:00Z'],
  ['2026-11-23 08:43', '2026-11-23T08:43:00Z'],
  ['2026-11-23T08:43:45', '2026-11-23T08:43:45Z'],
  ['2026-11-23T08:43:45Z', '2026-11-23T08:43:45Z'],
  ['2026-11-23T09:43:45.5+01:00', '2026-11-23T08:43:45Z'],
  [' 2026-11-23 ', '2026-11-23T00:00:00Z'],
])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));

test.each([
  '',
  '20261323084345Z',
  '20260023084345Z',
  '20261100084345Z',
  '20261123086045Z',
  '20261123240000Z',
  '20261123084345',
  'x20261123084345Z',
  '20261123084345Zx',
  '116444735999990000',
  '12345678901234567890',
  '1969-12-31',
  '2026-13-01',
  '2026-11-23T25:00Z',
  '20260132084345Z',
  '20261123084345+',
  'soon:2026',
  '2026-11-23T08:43:45.Z',
  'x2026-11-23',
  '2026-11-23x',
  '2026-11-23T08',
  '20260230084345Z',
  '20261123254345Z',
  '2026-02-30',
  '1',
])('%j is no time', (text) => expect(readTime(text)).toBeUndefined());

test.each([
  ['20261123084345z', '2026-11-23T08:43:45Z'],
  ['never', null],
  ['(Never)', null],
  ['<nie>', null],
  ['9.22E+18', null],
  ['9,22337203685478E+18', null],
  ['23.11.2026', '2026-11-23T00:00:00Z'],
  ['3.4.2026', '2026-04-03T00:00:00Z'],
  ['23.11.2026 08:43:45', '2026-11-23T08:43:45Z'],
  ['23.11.2026, 08.43', '2026-11-23T08:43:00Z'],
  ['23/11/2026 08:43', '2026-11-23T08:43:00Z'],
  ['11/23/2026 8:43:45 AM', '2026-11-23T08:43:45Z'],
  ['11/23/2026 12:00:00 AM', '2026-11-23T00:00:00Z'],
  ['11/23/2026 12:00:00 PM', '2026-11-23T12:00:00Z'],
  ['11/23/2026 1:05 p.m.', '2026-11-23T13:05:00Z'],
  ['23-11-2026', '2026-11-23T00:00:00Z'],
  ['04/04/2026', '2026-04-04T00:00:00Z'],
  ['20261123', '2026-11-23T00:00:00Z'],
  ['2026/11/23', '2026-11-23T00:00:00Z'],
  ['2026.11.23 08:43', '2026-11-23T08:43:00Z'],
  ['2026-11-23 08:43:45 +01:00', '2026-11-23T07:43:45Z'],
])('%j, as spreadsheets and PowerShell write it, is %s', (text, time) => expect(readTime(text)).toBe(time));

test.each([
  '31.02.2026',
  '13/13/2026',
  '23.11.26',
  '23.11.2026 25:00',
  '23.11.2026 soon',
  '11/23/2026 13:00 PM',
  '11/23/2026 0:00 AM',
  '2026/13/01',
  '2026/11/23 soon',
  '20261323',
])('%j is no time', (text) => expect(readTime(text)).toBeUndefined());

test('a date whose day and month could be either is refused with the remedy, until the order is known', () => {
  expect(readTime('03/04/2026')).toEqual({ problem: expect.stringContaining('--date-order') });
  expect(readTime('03/04/2026', { dateOrder: 'dmy' })).toBe('2026-04-03T00:00:00Z');
  expect(readTime('03/04/2026 5:00 PM', { dateOrder: 'mdy' })).toBe('2026-03-04T17:00:00Z');
  // What a date can only be goes before the order.
  expect(readTime('23/11/2026', { dateOrder: 'mdy' })).toBe('2026-11-23T00:00:00Z');
  const orders = ['23/11/2026', '11-23-2026 8:00', '03/04/2026', '23.11.2026', '23/23/2026', 'soon'].map(dateOrderOf);
  expect(orders).toEqual(['dmy', 'mdy', undefined, undefined, undefined, undefined]);
});

test('a number that a spreadsheet has rounded is refused with the remedy', () => {
  expect(readTime('1.33E+17')).toEqual({ problem: expect.stringContaining('spreadsheet') });
});

test('a day ends at its end where that is asked for, a moment stays', () => {
  const end = { ofDay: 'end' } as const;
  for (const day of ['2026-12-31', '31.12.2026', '20261231', '2026/12/31', '12/31/2026'])
    expect(readTime(day, end)).toBe('2026-12-31T23:59:59Z');
  for (const moment of [
    '2026-12-31T00:00',
    '31.12.2026 00:00',
    '2026/12/31 00:00',
    '20261231000000Z',
    '134431488000000000',
  ])
    expect(readTime(moment, end)).toBe('2026-12-31T00:00:00Z');
});

test('a lockout begins at a moment, never, or lasts for good', () => {
  expect(['0', 'never', ' 0 '].map((text) => readSince(text))).toEqual([null, null, null]);
  for (const good of ['000001010000Z', '9223372036854775807', '2650467743999999999', '9.22E+18'])
    expect(readSince(good)).toBeGreaterThan(Date.UTC(9998));
  expect(readSince('20261123084345Z')).toBe(Date.UTC(2026, 10, 23, 8, 43, 45));
  expect(readSince('20261123')).toBe(Date.UTC(2026, 10, 23));
  expect(readSince('1')).toBeLessThan(0);
  expect(readSince('soon')).toBeUndefined();
  expect(readSince('1.33E+17')).toHaveProperty('problem');
});

test.each([
  ['20819', 'days', '2027-01-01T00:00:00Z'],
  ['0', 'days', '1970-01-01T00:00:00Z'],
  ['-1', 'days', null],
  ['99999999', 'days', null],
  ['1861920000', 'seconds', '2029-01-01T00:00:00Z'],
  ['0', 'seconds', null],
  ['2147483647', 'seconds', null],
  ['soon', 'seconds', undefined],
] as const)('%s %s since 1970 are %s', (value, unit, time) => expect(readCount(value, unit)).toBe(time));
