import { keptAnswers, planReplacement } from './replace.ts';

const catalogue = [
  { language: 'en_US', questions: ['Your first pet?', 'Your first car?', 'Your city of birth?'] },
  { language: 'de_DE', questions: ['Ihr erstes Auto?'] },
];
const next = [{ language: 'en_US', questions: ['YOUR first  pet?', 'Your first school?'] }];

test('a plan names what is kept, added and removed, and keeps a question that is written otherwise', () => {
  expect(planReplacement(catalogue, next)).toEqual([
    {
      language: 'en_US',
      kept: 1,
      added: ['Your first school?'],
      removed: ['Your first car?', 'Your city of birth?'],
    },
  ]);
  expect(planReplacement([catalogue[1]!, catalogue[0]!], next)[0]).toMatchObject({ kept: 1 });
  expect(planReplacement([], next)[0]).toMatchObject({ kept: 0, removed: [], added: next[0]!.questions });
});

test('only answers to questions that are gone are dropped', () => {
  const answer = (language: string, question: string) => ({ language, question, hash: 'x' });
  const answers = [
    answer('en_US', 'Your first pet?'),
    answer('en_US', 'Your first car?'),
    answer('de_DE', 'Ihr erstes Auto?'),
    answer('fr_FR', 'Votre ville natale ?'),
  ];
  expect(keptAnswers(answers, next)).toEqual([answers[0], answers[2], answers[3]]);
});
