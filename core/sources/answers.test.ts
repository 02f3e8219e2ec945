import { readAnswer } from './answers.ts';

const read = (more: Record<string, string>) =>
  readAnswer({ line: 7, cells: { userid: 'ada', question: 'Pet?', answer: ' Rex ', ...more } });

test('an answer may lack a language, not a question', () => {
  expect(read({ language: ' en_US ', question: ' First pet? ' })).toEqual({
    userId: 'ada',
    given: { line: 7, language: 'en_US', question: 'First pet?', answer: ' Rex ' },
  });
  for (const cells of [{}, { language: '' }, { language: ' ' }])
    expect(read(cells)).toMatchObject({ given: { language: 'und' } });
});

test.each(['en US!', '-en', 'en-', 'x'.repeat(9), `de${'-abcdefgh'.repeat(3)}-abcdefg`])(
  'no language: %s',
  (language) => {
    expect(read({ language })).toEqual({ line: 7, code: 'answer.language_invalid' });
  },
);
test.each(['de', 'zh-Hant_TW', `de${'-abcdefgh'.repeat(3)}-abcde`])('%s is accepted as a language', (language) => {
  expect(read({ language })).toMatchObject({ given: { language } });
});

test('a question has 1 to 255 characters', () => {
  for (const question of ['', ' ', 'q'.repeat(256)])
    expect(read({ question })).toEqual({ line: 7, code: 'answer.question_invalid' });
  expect(read({ question: ` ${'q'.repeat(255)} ` })).toMatchObject({ given: { question: 'q'.repeat(255) } });
});
