import { settingsWith } from '#test/support/memory.ts';
import { reconcileSecurityQuestions } from './reconcile-security-questions.ts';

test("the manifest's questions are mapped to the catalogue by the present settings", () => {
  const catalogue = [{ language: 'en_US', version: 1, questions: ['Your pet?', 'Your city?'] }];
  const { securityQuestions } = settingsWith({
    securityQuestions: {
      enrolment: 4,
      authentication: 2,
      defaultLanguage: 'en_US',
      aliases: [{ language: 'en', from: 'Town?', to: 'Your city?' }],
    },
  });
  const texts = ['YOUR pet?', 'Town?', 'Your car?'].map((text) => ({ language: 'xx', text }));
  expect(reconcileSecurityQuestions(texts, catalogue, securityQuestions, 7)).toEqual({
    generation: 7,
    enrolment: 4,
    mapping: [{ language: 'en_US', question: 'Your pet?' }, { language: 'en_US', question: 'Your city?' }, null],
  });
});
