import fc from 'fast-check';
import { codePoints, comparable } from '#core/text.ts';
import { answerProblem, answerProblems, checkAnswers } from './answers.ts';

const owner = { userId: 'LBjørnsen', email: 'Lars.B@example.com' };
const code = (answer: string, question = 'What was the make of your first car?') =>
  answerProblem({ question, answer }, owner)?.code;

test.each([
  ['Škoda', undefined],
  ['Rex', undefined],
  ['Al', 'answer.length'],
  ['', 'answer.length'],
  ['   ', 'answer.length'],
  ['  a  b ', undefined],
  [' ab ', 'answer.length'],
  ['x'.repeat(255), undefined],
  ['x'.repeat(256), 'answer.length'],
  ['first  CAR', 'answer.in_question'],
  ['the make', 'answer.in_question'],
  ['car?', 'answer.in_question'],
  ['the makes', undefined],
  ['What was the make of your first car? Rex', undefined],
  ['lbjørnsen', 'answer.own_name'],
  ['lars.b@EXAMPLE.com', 'answer.own_name'],
  ['LARS.B', 'answer.own_name'],
  ['lars.b@', undefined],
  ['lbjørnsen jr', undefined],
  ['123456', 'answer.too_common'],
  ['1234567', undefined],
  ['PassWord', 'answer.too_common'],
  ['passwords', undefined],
])('%j: %s', (answer, expected) => {
  expect(code(answer)).toBe(expected);
});

test('the own name of a user without an address is the user ID alone', () => {
  const of = (answer: string) => answerProblem({ question: 'Pet?', answer }, { userId: 'lars@home' })?.code;
  expect(['lars@home', 'undefined', 'Rex'].map(of)).toEqual(['answer.own_name', undefined, undefined]);
});

test('of two equal answers the second is refused', () => {
  const given = ['Oslo', 'Bergen', ' OSLO '].map((answer, index) => ({ question: `Question ${index}?`, answer }));
  expect(answerProblems(given, owner).map((problem) => problem?.code)).toEqual([
    undefined,
    undefined,
    'answer.repeated',
  ]);
});

test.each([
  ['three characters of another script', '犬の名', undefined],
  ['two of them', '犬名', 'answer.length'],
  ['three emoji', '🐶🐱🐭', undefined],
  ['two emoji, four UTF-16 units', '🐶🐱', 'answer.length'],
  ['marks that compose with their letters', 'e\u0301e\u0301', 'answer.length'],
  ['three letters with marks', 'e\u0301e\u0301e\u0301', undefined],
  ['full-width spelling of a worthless one', '１２３４５６', 'answer.too_common'],
  ['full-width spelling of another', 'ＰＡＳＳＷＯＲＤ', 'answer.too_common'],
  ['full-width part of the question', 'ＦＩＲＳＴ\u3000ＣＡＲ', 'answer.in_question'],
  ['the user ID, decomposed by compatibility', 'ＬＢＪＯ\u0338ＲＮＳＥＮ', undefined],
  ['the user ID in wide letters', 'ＬＢｊørnsen', 'answer.own_name'],
  ['a ligature counts as its letters', 'ﬃ', undefined],
  ['a sharp s counts as two', 'ßa', undefined],
])('other scripts and forms: %s', (_what, answer, expected) => {
  expect(code(answer)).toBe(expected);
});

test('an answer that stands in its question is found in every form of either', () => {
  const problem = (question: string, answer: string) => answerProblem({ question, answer }, owner)?.code;
  expect(problem('In welcher Straße wohnten Sie?', 'STRASSE')).toBe('answer.in_question');
  expect(problem('Où est né votre père ?', 'NE\u0301 VOTRE PE\u0300RE')).toBe('answer.in_question');
  expect(problem('Где вы родились?', 'РОДИЛИСЬ')).toBe('answer.in_question');
  expect(problem('初めての犬の名前は？', '犬の名前')).toBe('answer.in_question');
  expect(problem('初めての犬の名前は？', '柴犬の太郎')).toBeUndefined();
});

test('an empty answer is not taken for the missing address of a user', () => {
  const bare = { userId: 'x1' };
  expect(answerProblem({ question: 'Q?', answer: 'undefined' }, bare)).toBeUndefined();
  expect(answerProblem({ question: 'Q?', answer: 'x1x' }, bare)).toBeUndefined();
});

test('each refusal of an answer says what to do', () => {
  const reason = (answer: string) => answerProblem({ question: 'First car?', answer }, owner)?.reason;
  expect(['Al', 'first car', 'lbjørnsen', '123456'].map(reason)).toEqual([
    'An answer has 3 to 255 characters.',
    'The answer stands in its own question. Choose another.',
    'The answer is your user name or e-mail address. Choose another.',
    'This answer is one of the first that anybody would try.',
  ]);
});

test('of two equal answers the second is refused, in any form', () => {
  const problems = (...texts: string[]) =>
    answerProblems(
      texts.map((answer, index) => ({ question: `Question ${index}?`, answer })),
      owner,
    );
  expect(problems('Oslo', 'Bergen', ' OSLO ')).toEqual([
    undefined,
    undefined,
    { code: 'answer.repeated', reason: 'Two questions may not have the same answer.' },
  ]);
  for (const [one, other] of [
    ['Zoë', 'ZOE\u0308'],
    ['Ｏｓｌｏ', 'oslo'],
    ['Straße', 'STRASSE'],
    ['a  b', 'A\u00a0B'],
  ])
    expect(problems(one!, other!)[1]?.code).toBe('answer.repeated');
  expect(problems('Oslo', 'Os lo')).toEqual([undefined, undefined]);
  // A refused one is told its own reason each time.
  expect(problems('123456', '123456').map((problem) => problem?.code)).toEqual([
    'answer.too_common',
    'answer.too_common',
  ]);
});

test('Q4 for any answer: what is accepted is comparable, of 3 to 255 code points, and not in the question', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (answer, question) => {
      const problem = answerProblem({ question, answer }, owner);
      const [given, asked] = [comparable(answer), comparable(question)];
      const length = codePoints(given);
      if (length < 3 || length > 255) expect(problem?.code).toBe('answer.length');
      else if (asked.includes(given)) expect(problem?.code).toBe('answer.in_question');
      else expect(problem).toBeUndefined();
      expect(answerProblem({ question, answer: ` ${answer.normalize('NFD')} ` }, owner)).toEqual(problem);
      if (length >= 3 && length <= 255)
        expect(answerProblem({ question: `Is it ${answer}?`, answer }, owner)?.code).toBe('answer.in_question');
    }),
  );
});

test('an enrolment has as many answers as are asked for, and 20 at most unless more are asked for', () => {
  const answers = (count: number) =>
    Array.from({ length: count }, (_one, index) => ({ question: `Question ${index}?`, answer: `reply ${index}` }));
  for (const [given, required] of [
    [3, 3],
    [20, 3],
    [25, 25],
  ] as const)
    expect(() => checkAnswers(answers(given), owner, required)).not.toThrow();
  for (const [given, required] of [
    [0, 1],
    [2, 3],
    [21, 3],
    [26, 25],
  ] as const)
    expect(() => checkAnswers(answers(given), owner, required)).toThrow(
      expect.objectContaining({
        code: 'answers.count',
        status: 422,
        message: `Answer at least ${required} questions.`,
        facts: { required, given },
      }),
    );
});

test('an enrolment is refused as a whole, with the answers named by index and none quoted', () => {
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
