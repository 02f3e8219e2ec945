import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { answerProblems } from './answers.ts';
import { parseCatalogue } from './read-catalogue.ts';
import { reconcile } from './reconcile.ts';

const catalogue = [
  { language: 'en_US', questions: ['What is your favorite book?', 'In what city were you born?', 'Straße?'] },
  { language: 'de_DE', questions: ['In welcher Straße wohnten Sie?'] },
];
const match = (text: string, language = 'en_US', aliases: { language: string; from: string; to: string }[] = []) =>
  reconcile([{ language, text }], catalogue, aliases, 'en_US')[0];
const book = { language: 'en_US', question: 'What is your favorite book?' };

test('questions that differ in case, white space or compatibility forms are the same', () => {
  expect(match('  WHAT is your\t favorite\n book? ')).toEqual(book);
  expect(match('What is your favorite book？')).toEqual(book); // full-width question mark: NFKC
  expect(match('STRASSE?')).toEqual({ language: 'en_US', question: 'Straße?' });
});

test('questions that differ in punctuation, spelling or words are not the same', () => {
  expect(match('What is your favorite book ?')).toBeNull();
  expect(match('What is your favorite book')).toBeNull();
  expect(match('What is your favourite book?')).toBeNull();
  expect(match('Which book do you like best?')).toBeNull();
});

test('questions of two languages are not the same', () => {
  expect(match('What is your favorite book?', 'de_DE')).toBeNull();
  expect(match('IN WELCHER STRASSE WOHNTEN SIE?', 'de')?.language).toBe('de_DE');
  expect(match('What is your favorite book?', 'en')).toEqual(book);
  expect(match('What is your favorite book?', 'fr_FR')).toEqual(book); // no set: the default language
});

test('an alias names a catalogue question, within its language, and does not replace the question itself', () => {
  const alias = { language: 'en', from: 'Which BOOK do you like best?', to: 'what is your favorite book?' };
  expect(match('Which book do you like best?', 'en_US', [alias])).toEqual(book);
  expect(match('Which book do you like best?', 'de_DE', [alias])).toBeNull();
  expect(match('Which book do you like best?', 'en_US', [{ ...alias, to: 'Not in the catalogue?' }])).toBeNull();
  expect(match('In what city were you born?', 'en_US', [{ ...alias, from: 'In what city were you born?' }])).toEqual({
    language: 'en_US',
    question: 'In what city were you born?',
  });
});

test('where not even the default language has a set, no question and no alias is found', () => {
  const text = { language: 'fr_FR', text: 'Votre ville natale ?' };
  const alias = { language: 'fr_FR', from: text.text, to: 'In what city were you born?' };
  expect(reconcile([text], catalogue, [alias], 'it_IT')).toEqual([null]);
  expect(reconcile([text], [], [alias], 'en_US')).toEqual([null]);
});

test('of the sample 110 of 200 answers come over, and 30, 10 and 2 users keep 3, 2 and none', () => {
  const read = (name: string) => readFileSync(`samples/corp/${name}`, 'utf8');
  const rows = (name: string) => parse(read(name), { columns: true, bom: true }) as Record<string, string>[];
  const inDirectory = new Set([...read('corp.ldif').matchAll(/^uid: (.+)$/gmu)].map((found) => found[1]!));
  const users = new Set(rows('assignments.csv').flatMap(({ userId }) => (inDirectory.has(userId!) ? [userId!] : [])));
  const answers = rows('security-answers.csv').filter(({ userId }) => users.has(userId!));
  const texts = answers.map(({ language, question }) => ({ language: language!, text: question! }));
  const found = reconcile(texts, parseCatalogue(read('target-questions.xml')), [], 'en_US');
  const kept = answers.filter((_answer, index) => found[index] !== null);
  expect([users.size, answers.length, kept.length]).toEqual([42, 200, 110]);
  const tally = [...users].map((user) => kept.filter(({ userId }) => userId === user).length);
  expect([3, 2, 0].map((count) => tally.filter((one) => one === count).length)).toEqual([30, 10, 2]);
  // None of the answers that count is one that Q4 refuses.
  for (const user of users) {
    const own = kept.filter(({ userId }) => userId === user);
    const given = own.map(({ question, answer }) => ({ question: question!, answer: answer! }));
    expect(answerProblems(given, { userId: user }).filter(Boolean)).toEqual([]);
  }
});

test('nothing is found without a set that serves the language, and an alias of such a language has no effect', () => {
  const alias = { language: 'fr_FR', from: 'Votre livre ?', to: 'What is your favorite book?' };
  const texts = [{ language: 'fr_FR', text: 'What is your favorite book?' }];
  expect(reconcile(texts, catalogue, [alias], 'es_ES')).toEqual([null]);
  expect(reconcile([{ language: 'en_US', text: 'Votre livre ?' }], catalogue, [alias], 'es_ES')).toEqual([null]);
});
