import { answerProblem, answerProblems, checkAnswers } from './answers.ts';

const owner = { userId: 'LBjørnsen', email: 'Lars.B@example.com' };
const code = (answer: string, question = 'What was the make of your first car?') =>
  answerProblem({ question, answer }, owner)?.code;

test.each([
  ['Škoda', undefined],
  ['Rex', undefined],
  ['犬の名', undefined],
  ['Al', 'answer.length'],
  ['  a  b ', undefined],
  [' ab ', 'answer.length'],
  ['x'.repeat(255), undefined],
  ['x'.repeat(256), 'answer.length'],
  ['first  CAR', 'answer.in_question'],
  ['the make', 'answer.in_question'],
  ['the makes', undefined],
  ['lbjørnsen', 'answer.own_name'],
  ['lars.b@EXAMPLE.com', 'answer.own_name'],
  ['LARS.B', 'answer.own_name'],
  ['123456', 'answer.too_common'],
  ['PassWord', 'answer.too_common'],
])('%j: %s', (answer, expected) => {
  expect(code(answer)).toBe(expected);
});

test('without an address the user name alone is known', () => {
  const of = (answer: string) => answerProblem({ question: 'Pet?', answer }, { userId: 'lars@home' })?.code;
  expect(['lars@home', 'undefined', 'Rex'].map(of)).toEqual(['answer.own_name', undefined, undefined]);
});

test('of two same answers the second is refused', () => {
  const given = ['Oslo', 'Bergen', ' OSLO '].map((answer, index) => ({ question: `Question ${index}?`, answer }));
  expect(answerProblems(given, owner).map((problem) => problem?.code)).toEqual([
    undefined,
    undefined,
    'answer.repeated',
  ]);
});

test('an enrolment is judged as a whole, names the answers by index, and quotes none', () => {
  const answers = (...texts: string[]) => texts.map((answer, index) => ({ question: `Question ${index}?`, answer }));
  expect(() => checkAnswers(answers('Oslo', 'Bergen', 'Bodø'), owner, 3)).not.toThrow();
  expect(() => checkAnswers(answers('Oslo', 'Bergen', 'Bodø', 'Moss'), owner, 3)).not.toThrow();
  expect(() => checkAnswers(answers('Oslo', 'Bergen'), owner, 3)).toThrow(
    expect.objectContaining({ code: 'answers.count', facts: { required: 3, given: 2 } }),
  );
  const many = (count: number) => answers(...Array.from({ length: count }, (_, index) => `City ${index}`));
  expect(() => checkAnswers(many(20), owner, 3)).not.toThrow();
  expect(() => checkAnswers(many(21), owner, 3)).toThrow(expect.objectContaining({ code: 'answers.count' }));
  expect(() => checkAnswers(many(21), owner, 21)).not.toThrow();
  const twice = [...answers('Oslo', 'Bergen'), { question: 'QUESTION 1?', answer: 'Bodø' }];
  expect(() => checkAnswers(twice, owner, 3)).toThrow(expect.objectContaining({ code: 'answers.question_repeated' }));
  try {
    checkAnswers(answers('Oslo', '123456', 'oslo'), owner, 3);
    throw new Error('accepted');
  } catch (error) {
    const { code: refusal, facts } = error as { code: string; facts: { answers: { index: number; code: string }[] } };
    expect(refusal).toBe('answers.refused');
    expect(facts.answers.map(({ index, code: why }) => [index, why])).toEqual([
      [1, 'answer.too_common'],
      [2, 'answer.repeated'],
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/oslo|123456/iu);
  }
});
