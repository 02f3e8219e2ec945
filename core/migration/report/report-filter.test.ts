import type { ReportLine } from '../outcome.ts';
import { totalsOf } from '../totals.ts';
import { fits, isFilter, mayHold, type ReportFilter } from './report-filter.ts';

const line = (over: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line: 1,
  type: 'user',
  userId: 'ana',
  outcome: 'created',
  ...over,
});
const rejected = line({ outcome: 'rejected', code: 'user.duplicate' });
const unreadable = line({ type: 'unreadable', outcome: 'rejected', code: 'record.not_json' });
const noted = line({ notes: ['user.no_token', 'user.no_address'] });
const withToken = line({ tokens: [{ serial: '1', outcome: 'skipped', code: 'token.exists', pin: true }] });
const loose = line({
  type: 'token',
  outcome: 'rejected',
  code: 'token.user_missing',
  tokens: [{ serial: '2', outcome: 'rejected', code: 'token.user_missing', pin: false }],
});

const moved = line({
  outcome: 'updated',
  changes: [
    { field: 'userId', from: 'anna', to: 'ana' },
    { field: 'email', from: 'a@x.example', to: 'b@x.example', waits: true },
  ],
  tokens: [{ serial: '3', outcome: 'updated', pin: true, changes: [{ field: 'seed' }] }],
});

test.each<[string, ReportFilter, ReportLine, boolean]>([
  ['no wish', {}, rejected, true],
  ['the outcome of the record', { outcomes: ['rejected'] }, rejected, true],
  ['one of several', { outcomes: ['skipped', 'rejected'] }, unreadable, true],
  ['another outcome', { outcomes: ['skipped'] }, rejected, false],
  ['the outcome of a token', { outcomes: ['skipped'] }, withToken, true],
  ['the outcome of no token', { outcomes: ['rejected'] }, withToken, false],
  ['the reason', { code: 'user.duplicate' }, rejected, true],
  ['another reason', { code: 'user.exists' }, rejected, false],
  ['a note', { code: 'user.no_address' }, noted, true],
  ['the reason of a token', { code: 'token.exists' }, withToken, true],
  ['no reason at all', { code: 'token.exists' }, line(), false],
  ['both', { outcomes: ['rejected'], code: 'token.user_missing' }, loose, true],
  ['a field that was changed', { field: 'userId' }, moved, true],
  ['a field whose change waits', { field: 'email' }, moved, false],
  ['a field of a token', { field: 'token.seed' }, moved, true],
  ['no changes at all', { field: 'userId' }, line(), false],
  ['the one without the other', { outcomes: ['created'], code: 'token.user_missing' }, loose, false],
])('%s', (_what, filter, given, expected) => {
  expect(fits(given, filter)).toBe(expected);
  // Totals never rule out a part that holds what is asked for.
  if (expected) expect(mayHold(totalsOf([line(), given], 3), filter)).toBe(true);
});

test.each<[ReportFilter]>([
  [{ outcomes: ['rejected'] }],
  [{ outcomes: ['updated', 'unchanged'] }],
  [{ code: 'user.exists' }],
  [{ field: 'email' }],
  [{ outcomes: ['created'], code: 'user.exists' }],
])('with %j a part without such records need not be read', (filter) => {
  expect(mayHold(totalsOf([line(), noted, withToken], 3), filter)).toBe(false);
});

test('a part of leavers alone is read for the outcomes that their lines may have', () => {
  const gone = line({ outcome: 'unchanged', code: 'user.gone' });
  expect(mayHold(totalsOf([gone], 3), { outcomes: ['unchanged'] })).toBe(true);
  expect(mayHold(totalsOf([gone], 3), { code: 'user.gone' })).toBe(true);
});

test('only a part with users who were not rejected can hold a notice', () => {
  expect(mayHold(totalsOf([line()], 3), { notice: 'sent' })).toBe(true);
  expect(mayHold(totalsOf([rejected, unreadable, loose], 3), { notice: 'sent' })).toBe(false);
});

test('a filter without fields is none', () => {
  expect([{}, { outcomes: undefined, code: undefined, notice: undefined }].map(isFilter)).toEqual([false, false]);
  const filters: ReportFilter[] = [{ outcomes: ['created'] }, { code: 'user.exists' }, { notice: 'none' }];
  expect(filters.map(isFilter)).toEqual([true, true, true]);
});

test('a rejected record matches no other outcome, and a filter without a notice needs no users', () => {
  expect(mayHold(totalsOf([unreadable], 3), { outcomes: ['created'] })).toBe(false);
  expect(mayHold(totalsOf([unreadable], 3), { outcomes: ['rejected'] })).toBe(true);
  expect(mayHold(totalsOf([rejected], 3), { code: 'user.duplicate' })).toBe(true);
});
