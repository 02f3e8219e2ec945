import { keyHash } from '#core/key-hash.ts';
import type { ReportLine } from '../outcome.ts';
import { ERASED, eraseFrom, indexOf, keysIn, parseIndex, writeIndex } from './report-names.ts';

const user: ReportLine = {
  part: 1,
  line: 1,
  type: 'user',
  userId: 'Anna',
  name: 'Anna Alt',
  pseudonym: 'p',
  outcome: 'updated',
  code: 'user.differs',
  notes: ['user.no_token'],
  hint: 'h',
  answers: { kept: 1, dropped: 0 },
  password: true,
  changes: [
    { field: 'userId', from: 'Ana', to: 'Anna' },
    { field: 'email', from: 'a@x.example', to: 'b@x.example' },
  ],
  tokens: [
    { serial: 's1', outcome: 'created', pin: true },
    { serial: 's2', outcome: 'rejected', code: 'token.assigned', pin: false },
  ],
};
const other: ReportLine = {
  part: 1,
  line: 2,
  type: 'user',
  userId: 'bert',
  name: 'Bert Bond',
  outcome: 'rejected',
  code: 'user.id_reused',
  other: { userId: 'anna', name: 'Anna Alt', source: 'old' },
  changes: [
    { field: 'userId', to: 'anna' },
    { field: 'userId', from: 'carl' },
    { field: 'enabled', from: true, to: false },
  ],
  tokens: [
    {
      serial: 's3',
      outcome: 'updated',
      pin: true,
      other: { userId: 'carl' },
      changes: [
        { field: 'assignee', from: 'anna', to: 'bert' },
        { field: 'digits', from: 6, to: 8 },
      ],
    },
    { serial: 's4', outcome: 'rejected', pin: true, other: { userId: 'ANNA' } },
  ],
};
const stray: ReportLine = { part: 1, line: 3, type: 'token', serial: 's9', outcome: 'created' };

test('the keys of a line are those of its user, of conflicts and of changes', () => {
  expect(new Set(keysIn(user))).toEqual(new Set(['anna', 'ana']));
  expect(new Set(keysIn(other))).toEqual(new Set(['bert', 'anna', 'carl']));
  expect(keysIn(stray)).toEqual([]);
});

test('the index of a part holds hashes alone, sorted, each once', () => {
  const hashes = indexOf([user, other, stray]);
  expect(hashes).toEqual(['anna', 'ana', 'bert', 'carl'].map(keyHash).toSorted());
  expect(parseIndex(writeIndex([user, other, stray]), 'x')).toEqual(hashes);
  expect(() => parseIndex('{', 'x')).toThrow(expect.objectContaining({ code: 'stored.damaged' }));
});

test('of the line of an erased person the outcomes stay, and of others’ lines all but the person', () => {
  const erased = eraseFrom([user, other, stray], new Set(['anna']));
  expect(erased.lines[0]).toEqual({
    part: 1,
    line: 1,
    type: 'user',
    outcome: 'updated',
    code: 'user.differs',
    notes: ['user.no_token'],
    answers: { kept: 1, dropped: 0 },
    password: true,
    tokens: [
      { serial: ERASED, outcome: 'created', pin: true },
      { serial: ERASED, outcome: 'rejected', code: 'token.assigned', pin: false },
    ],
  });
  const { other: _anna, ...bert } = other;
  const [first, second] = other.tokens!;
  const { other: _too, ...plain } = second!;
  expect(erased.lines[1]).toEqual({
    ...bert,
    changes: [{ field: 'userId' }, { field: 'userId', from: 'carl' }, { field: 'enabled', from: true, to: false }],
    tokens: [
      {
        ...first,
        changes: [
          { field: 'assignee', to: 'bert' },
          { field: 'digits', from: 6, to: 8 },
        ],
      },
      plain,
    ],
  });
  expect(erased.lines[2]).toBe(stray);
  expect(erased).toMatchObject({ count: 2, serials: ['s1', 's2'] });
  expect(erased.earlier).toEqual(['ana']);
  expect(keysIn(erased.lines[0]!)).toEqual([]);
});

test('a line that says that the person has another user ID at the source is the person’s', () => {
  const moving: ReportLine = { ...user, userId: 'Anna', name: 'Anna Neu' };
  const { lines, earlier } = eraseFrom([moving], new Set(['ana']));
  expect(JSON.stringify(lines)).not.toContain('Neu');
  expect(earlier).toEqual(['ana']);
});

test('a line without tokens, code or answers stays as small as it is', () => {
  const bare: ReportLine = { part: 1, line: 4, type: 'user', userId: 'anna', outcome: 'unchanged' };
  const named: ReportLine = { ...bare, line: 5, userId: 'dora', other: { userId: 'anna' } };
  expect(eraseFrom([bare, named], new Set(['anna'])).lines).toEqual([
    { part: 1, line: 4, type: 'user', outcome: 'unchanged' },
    { part: 1, line: 5, type: 'user', userId: 'dora', outcome: 'unchanged' },
  ]);
});
