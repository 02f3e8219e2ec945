import { readFileSync } from 'node:fs';
import { setFor } from './catalogue.ts';
import { parseCatalogue } from './read-catalogue.ts';

const file = (inner: string, head = '<?xml version="1.0"?>') =>
  `${head}<SECURITY_QUESTIONS>${inner}</SECURITY_QUESTIONS>`;
const set = (id: string, ...questions: string[]) =>
  `<LANGUAGE id="${id}">${questions.map((text) => `<QUESTION>${text}</QUESTION>`).join('\n')}</LANGUAGE>`;

test('the sample catalogue is read as written and in order', () => {
  const sets = parseCatalogue(readFileSync('samples/corp/target-questions.xml', 'utf8'));
  expect(sets.map(({ language, questions }) => [language, questions.length])).toEqual([
    ['en_US', 10],
    ['de_DE', 6],
  ]);
  expect(sets[1]!.questions[0]).toBe('Wie hieß Ihr erstes Haustier?');
});

test("XML's own characters and comments are read, white space is folded, and en-US is taken for en_US", () => {
  const [one] = parseCatalogue(file(`<!-- ours -->${set('en-US', '  Ben &amp;\n Jerry &lt;3 Stra&#223;e? ', '2024')}`));
  expect(one).toEqual({ language: 'en_US', questions: ['Ben & Jerry <3 Straße?', '2024'] });
});

test.each([
  ['a DOCTYPE', file(set('en_US', 'A?'), '<!DOCTYPE x [<!ENTITY a "b">]>')],
  ['no XML', 'What was your first pet?'],
  ['an open element', '<SECURITY_QUESTIONS><LANGUAGE id="en_US">'],
  ['another root', '<QUESTIONS></QUESTIONS>'],
  ['a catalogue by another name', `<CATALOGUE>${set('en_US', 'A?')}</CATALOGUE>`],
  ['a set by another name', file('<SET id="en_US"><QUESTION>A?</QUESTION></SET>')],
  ['no set', file('')],
  ['an empty set', file(set('en_US'))],
  ['no id', file('<LANGUAGE><QUESTION>A?</QUESTION></LANGUAGE>')],
  ['a strange id', file(set('../en', 'A?'))],
  ['two sets of a language', file(set('en_US', 'A?') + set('en_US', 'B?'))],
  ['one question twice', file(set('en_US', 'Your pet?', 'your  PET?'))],
  ['an empty question', file(set('en_US', ' '))],
  ['a long question', file(set('en_US', 'x'.repeat(256)))],
  ['an unknown element', file('<LANGUAGE id="en_US"><ANSWER>A?</ANSWER></LANGUAGE>')],
  ['an unknown entity', file(set('en_US', 'Caf&eacute;?'))],
  ['markup in a question', file(set('en_US', 'A <b>bold</b> one?'))],
  ['two roots', `${file(set('en_US', 'A?'))}<more/>`],
])('a catalogue is refused with %s', (_what, xml) => {
  expect(() => parseCatalogue(xml)).toThrow(expect.objectContaining({ code: 'questions.unreadable', status: 422 }));
});

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_one, index) => make(index));
const languageOf = (index: number) => `x${String.fromCodePoint(97 + Math.floor(index / 26), 97 + (index % 26))}`;

const refusal = (xml: string) => {
  try {
    return parseCatalogue(xml);
  } catch (error) {
    return (error as { facts: object }).facts;
  }
};
const sets = (count: number) => file(many(count, (index) => set(`en_${10 + index}`, 'A?')).join(''));

test('a refusal names the set and the question, from 1 on', () => {
  expect(refusal(file(set('en_US', 'A?', 'B?', 'a?')))).toEqual({ language: 'en_US', question: 3 });
  expect(refusal(file(set('en_US', 'A?', ' ')))).toEqual({ language: 'en_US', question: 2 });
  expect(refusal(file(set('en_US')))).toEqual({ language: 'en_US' });
  expect(refusal(file(set('en_US', 'A?') + set('en-US', 'B?')))).toEqual({ language: 'en_US' });
});

test('a catalogue of more than 200 questions a set, 50 sets or a million characters is refused', () => {
  expect(parseCatalogue(file(set('en_US', ...many(200, String))))[0]!.questions).toHaveLength(200);
  expect(refusal(file(set('en_US', ...many(201, String))))).toEqual({ language: 'en_US' });
  expect(parseCatalogue(sets(50))).toHaveLength(50);
  expect(() => parseCatalogue(sets(51))).toThrow(expect.objectContaining({ code: 'questions.unreadable' }));
  const padded = (length: number) => file(set('en_US', 'A?')).padEnd(length, ' ');
  expect(parseCatalogue(padded(1_000_000))).toHaveLength(1);
  expect(() => parseCatalogue(padded(1_000_001))).toThrow(expect.objectContaining({ code: 'questions.unreadable' }));
});

test.each([
  ['no set', file(''), 'A catalogue holds 1 to 50 LANGUAGE elements.'],
  [
    '51 sets',
    file(many(51, (index) => set(languageOf(index), 'A?')).join('')),
    'A catalogue holds 1 to 50 LANGUAGE elements.',
  ],
  ['no question', file(set('en_US')), 'The set en_US must hold 1 to 200 questions.'],
  ['201 questions', file(set('en_US', ...many(201, String))), 'The set en_US must hold 1 to 200 questions.'],
  ['no id', file('<LANGUAGE><QUESTION>A?</QUESTION></LANGUAGE>'), 'Each LANGUAGE needs an id such as en_US.'],
  ['another root', '<QUESTIONS></QUESTIONS>', 'A catalogue is one SECURITY_QUESTIONS element.'],
  ['another element', file('<QUESTION>A?</QUESTION>'), 'SECURITY_QUESTIONS may hold LANGUAGE elements only.'],
  [
    'an unknown element',
    file('<LANGUAGE id="en_US"><ANSWER>A?</ANSWER></LANGUAGE>'),
    'A LANGUAGE may hold QUESTION elements only.',
  ],
  ['markup in a question', file(set('en_US', 'A <b>bold</b> one?')), 'A QUESTION may hold text only.'],
  ['an empty question', file(set('en_US', 'A?', ' ')), 'Question 2 of en_US must have 1 to 255 characters.'],
  [
    'a question twice',
    file(set('en_US', 'A?', 'B?', 'a?')),
    'Question 3 of en_US is there twice. Remove one of the two.',
  ],
  ['two sets', file(set('en_US', 'A?') + set('en-US', 'B?')), 'There are two sets for en_US. Join them into one.'],
])('the refusal says what is wrong: %s', (_what, xml, message) => {
  expect(() => parseCatalogue(xml)).toThrow(expect.objectContaining({ message }));
});

test('50 sets and 200 questions are allowed', () => {
  expect(parseCatalogue(file(many(50, (index) => set(languageOf(index), 'A?')).join('')))).toHaveLength(50);
  expect(parseCatalogue(file(set('en_US', ...many(200, String))))[0]?.questions).toHaveLength(200);
});

test('an error that is not about the file is passed on as it is', () => {
  expect(() => parseCatalogue(undefined as never)).toThrow(TypeError);
});

test('255 characters are allowed, counted in code points', () => {
  expect(parseCatalogue(file(set('en_US', '𝒙'.repeat(255))))[0]!.questions).toHaveLength(1);
});

test('a language is served by its own set, by the first of its kind, or by the default one', () => {
  const catalogue = ['de_DE', 'en_GB', 'en_US', 'fr'].map((language) => ({ language }));
  const served = (language: string | undefined, standard = 'de_DE') => setFor(language, catalogue, standard)?.language;
  expect(served('en_US')).toBe('en_US');
  expect(served('EN-us')).toBe('en_US');
  expect(served('en')).toBe('en_GB');
  expect(served(' en-US ')).toBe('en_US');
  expect(served('e')).toBe('de_DE');
  expect(served('')).toBe('de_DE');
  expect(served('fr')).toBe('fr');
  expect(served('it')).toBe('de_DE');
  expect(served('en_AU')).toBe('de_DE');
  expect(served(undefined)).toBe('de_DE');
  expect(served('it', 'es_ES')).toBeUndefined();
});
