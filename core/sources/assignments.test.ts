import { readAnswer } from './answers.ts';
import { readAssignment } from './assignments.ts';

const row = (cells: Record<string, string>) => ({ line: 7, cells });

test('an assignment as the file has it, with what only some sources know', () => {
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

test('an unknown column is not read over: a misspelt PIN column would put every token into New PIN mode', () => {
  expect(() => readAssignment(row({ serial: '1', userid: 'ada', pincode: '1234' }))).toThrow(
    expect.objectContaining({ code: 'assignments.column_unknown', facts: { column: 'pincode' } }),
  );
});

test('answers: language may be missing, question may not', () => {
  const cells = { userid: 'ada', language: 'en_US', question: ' First pet? ', answer: ' Rex ' };
  expect(readAnswer(row(cells))).toEqual({
    userId: 'ada',
    given: { line: 7, language: 'en_US', question: 'First pet?', answer: ' Rex ' },
  });
  expect(readAnswer(row({ ...cells, language: '' }))).toMatchObject({ given: { language: 'und' } });
  expect(readAnswer(row({ ...cells, language: 'en US!' }))).toEqual({ line: 7, code: 'answer.language_invalid' });
  expect(readAnswer(row({ ...cells, question: 'q'.repeat(256) }))).toEqual({
    line: 7,
    code: 'answer.question_invalid',
  });
});
