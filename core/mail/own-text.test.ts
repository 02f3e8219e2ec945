import fc from 'fast-check';
import { LANGUAGES } from '#core/languages.ts';
import { asOwnText, blocksOf, buttonOf, faultsOf, OWN_TEXT_LIMITS, tidied } from './own-text.ts';
import { placeholdersOf, requiredOf } from './placeholders.ts';
import { TEXTS } from './render.ts';
import { MAIL_KINDS } from './texts/model.ts';

const every = LANGUAGES.flatMap((language) => MAIL_KINDS.map((kind) => [language, kind] as const));

test.each(every)('%s %s: the product’s text is one that an administrator could have written', (language, kind) => {
  const product = TEXTS[language].mails[kind];
  const own = asOwnText(product);
  expect(faultsOf(kind, own)).toEqual([]);
  expect(blocksOf(own, buttonOf(product))).toEqual(product);
});

const good = { subject: 'Hello {name}', text: 'Come in.\n\n{link}' };
const faults = (more: object, kind: (typeof MAIL_KINDS)[number] = 'migration') =>
  faultsOf(kind, { ...good, ...more }).map(({ field, wrong, placeholder }) =>
    [field, wrong, ...(placeholder === undefined ? [] : [placeholder])].join(' '),
  );

test('a good text has no faults', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ text: 'Good for {days} days, {userId}: { } is not a placeholder of any kind.\n{link}' })).toEqual([
    'text unknown-placeholder  ',
  ]);
  expect(faults({ text: 'A brace } alone { is text.\n {link} \nBye, <b>{organisation}</b>' })).toEqual([]);
});

test.each<[string, object, string[]]>([
  ['empty', { subject: ' ', text: '\n' }, ['subject empty', 'text empty', 'text missing-placeholder link']],
  ['too long', { subject: 'x'.repeat(OWN_TEXT_LIMITS.subject + 1) }, ['subject too-long']],
  ['a line break', { subject: 'a\r\nBcc: all@corp.example' }, ['subject line-break']],
  ['a line separator', { subject: 'a\u2028b' }, ['subject line-break']],
  ['control characters', { subject: 'a\u0000', text: 'b\u0007\n{link}' }, ['subject control', 'text control']],
  ['half a character', { text: '\ud83d\n{link}' }, ['text control']],
  ['marks that turn text around', { text: 'a\u202eb\n{link}' }, ['text control']],
  ['a placeholder of another kind', { text: '{hours} {hours}\n{link}' }, ['text unknown-placeholder hours']],
  ['a placeholder of no kind', { subject: '{constructor}' }, ['subject unknown-placeholder constructor']],
  ['no link', { text: 'Come in.' }, ['text missing-placeholder link']],
  ['a link in a line', { text: 'Come: {link}' }, ['text line-of-its-own link']],
  ['two links', { text: '{link}\n\n{link}' }, ['text more-than-once link']],
  ['a link in the subject', { subject: 'Go to {link}' }, ['subject not-in-subject link']],
])('%s: refused', (_what, more, expected) => {
  expect(faults(more)).toEqual(expected);
});

test('a code is never in a subject, and a notice says what, who and when', () => {
  expect(faults({ subject: 'Code {code}', text: '{code}' }, 'new-pin-proof')).toEqual(['subject not-in-subject code']);
  expect(faults({ text: 'Something happened.' }, 'way-changed').filter((one) => one.includes('missing'))).toEqual(
    ['what', 'who', 'time'].map((name) => `text missing-placeholder ${name}`),
  );
});

test('paragraphs, lines, steps and the places of button and code', () => {
  const text = 'One\r\ntwo   \n\n\n1. first\n   goes on\n2) second\n\n3. third\nAfter\n{link}\nThe end\n{code}\n';
  expect(blocksOf({ subject: ' S ', text }, 'Open')).toEqual({
    subject: 'S',
    blocks: [
      'One\ntwo',
      { steps: ['first goes on', 'second', 'third After'] },
      { button: 'Open' },
      'The end',
      { code: '{code}' },
    ],
  });
});

test('a text that is tidied stays as it is when it is tidied again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = tidied({ subject: text, text });
      expect(tidied(once)).toEqual(once);
    }),
  );
});

test('each kind has its placeholders once, the required ones first', () => {
  for (const kind of MAIL_KINDS) {
    const all = placeholdersOf(kind);
    expect(new Set(all).size).toBe(all.length);
    expect(all.slice(0, requiredOf(kind).length)).toEqual(requiredOf(kind));
  }
});
