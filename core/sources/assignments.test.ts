import { readAssignment } from './assignments.ts';

const row = (cells: Record<string, string>) => ({ line: 7, cells });

test('an assignment is read as the file has it, with the optional columns', () => {
  expect(readAssignment(row({ serial: ' 000000000001 ', userid: 'ada', pin: '' }))).toEqual({
    line: 7,
    serial: '000000000001',
    userId: 'ada',
    pin: '',
  });
  expect(
    readAssignment(
      row({ serial: '1', userid: 'ada', pin: '0012', clockoffset: '-3', enabled: 'No', nickname: 'key ring' }),
    ),
  ).toMatchObject({ pin: '0012', clockOffset: -3, enabled: false, nickname: 'key ring' });
});

test.each([
  [{ clockoffset: '1001' }, 'clockOffset'],
  [{ clockoffset: 'x' }, 'clockOffset'],
  [{ enabled: 'perhaps' }, 'enabled'],
  [{ enabled: 'toString' }, 'enabled'],
  [{ nickname: 'n'.repeat(65) }, 'nickname'],
])('a cell that can not be read stops with line and column: %j', (cells, column) => {
  expect(() => readAssignment(row({ serial: '1', userid: 'ada', ...cells } as Record<string, string>))).toThrow(
    expect.objectContaining({ code: 'assignments.cell_invalid', facts: { line: 7, column } }),
  );
});

test('an unknown column is refused, since a misspelt PIN column would put every token into New PIN mode', () => {
  expect(() => readAssignment(row({ serial: '1', userid: 'ada', pincode: '1234' }))).toThrow(
    expect.objectContaining({ code: 'assignments.column_unknown', facts: { column: 'pincode' } }),
  );
});

test('a cell may hold exactly its limit', () => {
  const read = (cells: Record<string, string>) => readAssignment(row({ serial: '1', userid: 'ada', ...cells }));
  expect(['1000', '-1000', ' 5 ', '0'].map((clockoffset) => read({ clockoffset }).clockOffset)).toEqual([
    1000, -1000, 5, 0,
  ]);
  expect(['true', 'YES', '1', 'false', 'no', '0'].map((enabled) => read({ enabled }).enabled)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(read({ nickname: 'n'.repeat(64) }).nickname).toHaveLength(64);
  expect(read({ enabled: '', clockoffset: '', nickname: ' ' })).toStrictEqual({
    line: 7,
    serial: '1',
    userId: 'ada',
    pin: '',
  });
  for (const clockoffset of ['1001', '-1001', '10000', '1.5', '+1', '--1'])
    expect(() => read({ clockoffset })).toThrow(expect.objectContaining({ status: 422 }));
});
