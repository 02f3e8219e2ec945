import type { ReportLine } from '../outcome.ts';
import { parseReport, writeReport } from './report-lines.ts';

const lines: ReportLine[] = [
  {
    part: 1,
    line: 1,
    type: 'user',
    userId: 'ada',
    pseudonym: 'p1',
    outcome: 'created',
    notes: ['user.no_token'],
    tokens: [{ serial: '000000000001', outcome: 'rejected', code: 'token.assigned', pin: true }],
    answers: { kept: 2, dropped: 1 },
    password: false,
  },
  {
    part: 1,
    line: 3,
    type: 'user',
    userId: 'bob',
    name: 'Bob Byrne',
    pseudonym: 'p2',
    outcome: 'updated',
    changes: [
      { field: 'email', from: 'bob@example.org', to: 'bob@example.com' },
      { field: 'answers', waits: true },
    ],
    tokens: [
      {
        serial: '000000000002',
        outcome: 'rejected',
        code: 'token.other_source',
        pin: false,
        changes: [{ field: 'seed' }],
        other: { userId: 'carl', name: 'Carl Cox', source: 'north' },
      },
    ],
    other: { userId: 'bo' },
  },
  { part: 1, line: 2, type: 'unreadable', outcome: 'rejected', code: 'record.not_json', hint: 'Pack again.' },
];

test('a report is read as it was written', () => {
  expect(parseReport(writeReport(lines), 'x.jsonl')).toEqual(lines);
  expect(writeReport(lines).split('\n')).toHaveLength(4);
  expect(parseReport('', 'x.jsonl')).toEqual([]);
});

test('a code of another version is kept, a field of another version is left out', () => {
  const other = { part: 1, line: 1, type: 'token', serial: '1', outcome: 'rejected', code: 'token.revoked' };
  expect(parseReport(JSON.stringify({ ...other, vendor: 'x' }), 'x.jsonl')).toEqual([other]);
});

test.each([
  ['not JSON', ''],
  ['{"part":1}', 'line'],
  ['{"part":1,"line":1,"type":"user","outcome":"merged"}', 'outcome'],
])('a line that is no report line is a fault on this side, which names the line and the field: %s', (text, field) => {
  expect(() => parseReport(`${writeReport(lines)}${text}`, 'x.jsonl')).toThrow(
    expect.objectContaining({ code: 'stored.damaged', expose: false, facts: { item: 'x.jsonl:4', field } }),
  );
});
