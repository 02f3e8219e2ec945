import { parse } from 'csv-parse/sync';
import { csvHead, csvRecord } from './report-csv.ts';

const token = { serial: '1', outcome: 'created', pin: true } as const;
const user = { part: 1, line: 2, type: 'user', userId: '=cmd', outcome: 'created', tokens: [token] } as const;

test("each record is a line below the head's names, and no cell is a formula", () => {
  const answers = { kept: 3, dropped: 1 };
  const rejected = {
    part: 1,
    line: 3,
    type: 'token',
    serial: '9',
    outcome: 'rejected',
    code: 'token.user_missing',
    hint: 'Why, "so"',
  } as const;
  const text =
    csvHead() + csvRecord({ ...user, answers, notes: ['user.no_address'], notice: 'none' }) + csvRecord(rejected);
  const [first, second] = parse(text, { columns: true }) as [Record<string, string>, Record<string, string>];
  expect(first).toMatchObject({
    part: '1',
    line: '2',
    userId: "'=cmd",
    tokens: '1 created',
    answersKept: '3',
    notes: 'user.no_address',
  });
  expect(second).toMatchObject({
    serial: '9',
    outcome: 'rejected',
    code: 'token.user_missing',
    hint: 'Why, "so"',
    tokens: '',
  });
});

test('what changes, and whom a conflict is with, stand in cells of their own that are no formulas either', () => {
  const record = {
    ...user,
    name: '+Ada',
    changes: [
      { field: 'email', from: 'a@x.example', to: 'b@x.example', waits: true },
      { field: 'enabled', from: true, to: false, kept: true },
      { field: 'lastName', to: '=1+1' },
      { field: 'middleName', from: 'Q' },
      { field: 'tokens', from: ['1'], to: ['1', '2'] },
      { field: 'answers' },
    ],
    tokens: [{ ...token, changes: [{ field: 'seed' }], other: { userId: 'bo' } }],
    other: { userId: 'ada', name: 'Ada Other', source: 'south' },
  } as const;
  const [row] = parse(csvHead() + csvRecord(record), { columns: true }) as [Record<string, string>];
  expect(row).toMatchObject({
    name: "'+Ada",
    changes:
      'email: a@x.example -> b@x.example (waits); enabled: true -> false (kept); lastName: -> =1+1; middleName: Q -> none; tokens: 1 -> 1 2; answers; token 1 seed',
    conflictWith: 'ada (Ada Other) of south; token 1: bo',
  });
});

test('several tokens or notes are separated in their cell, and none leave it empty', () => {
  const tokens = [token, { serial: '2', outcome: 'rejected', code: 'token.assigned', pin: false } as const];
  const many = { ...user, tokens, notes: ['user.no_address', 'answers.dropped'] as const };
  const { tokens: _tokens, ...bare } = user;
  const [first, second] = parse(csvHead() + csvRecord(many as never) + csvRecord(bare), { columns: true }) as [
    Record<string, string>,
    Record<string, string>,
  ];
  expect(first).toMatchObject({
    tokens: '1 created; 2 rejected token.assigned',
    notes: 'user.no_address answers.dropped',
  });
  expect(second).toMatchObject({ tokens: '', notes: '' });
});
