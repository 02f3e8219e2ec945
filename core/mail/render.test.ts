import { mailLanguage } from './language.ts';
import { type MailData, renderMail, TEXTS } from './render.ts';
import { MAIL_KINDS, MAIL_LANGUAGES, type MailKind } from './texts/model.ts';

const base = {
  organisation: 'Example Corp',
  helpDesk: 'help@corp.example, ext. 4711',
  name: 'Léa Bjørnsen',
  userId: 'lbjrnsen',
};
const DATA: { [K in MailKind]: MailData<K> } = {
  migration: { ...base, link: 'https://logon.example.com/#/welcome?t=abc', days: 30 },
  'recovery-link': { ...base, link: 'https://logon.example.com/#/forgot-password?link=abc', minutes: 10 },
  'recovery-not-ready': { ...base, link: 'https://logon.example.com/' },
  'password-changed': { ...base, time: '23 November 2026, 12:00 UTC' },
  'administrator-reset': { ...base, link: 'https://logon.example.com/#/reset?link=abc', hours: 24 },
  'new-pin-proof': { ...base, code: '482913', minutes: 10 },
};
const every = MAIL_LANGUAGES.flatMap((language) => MAIL_KINDS.map((kind) => [language, kind] as const));

/** Every string of a language with the way to it, such as mails.migration.blocks.1.steps.0. */
function strings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => strings(inner, path ? `${path}.${key}` : key));
}
const shape = (language: 'en' | 'de' | 'fr') => strings(TEXTS[language]).map(([path]) => path);
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map((found) => found[1]!).sort();

test.each(['de', 'fr'] as const)('%s has every text that English has, and no other', (language) => {
  expect(shape(language)).toEqual(shape('en'));
});

test.each(['de', 'fr'] as const)('%s names the same values in each text', (language) => {
  const english = new Map(strings(TEXTS.en));
  for (const [path, text] of strings(TEXTS[language]))
    expect([path, placeholders(text)]).toEqual([path, placeholders(english.get(path)!)]);
});

test.each(['de', 'fr'] as const)('%s is no copy of English', (language) => {
  const english = new Map(strings(TEXTS.en));
  const same = strings(TEXTS[language]).filter(([path, text]) => english.get(path) === text && text !== '{code}');
  expect(same).toEqual([]);
});

describe.each(every)('%s %s', (language, kind) => {
  const mail = renderMail(kind, language, DATA[kind] as never);

  test('names organisation, user ID and help desk, in text and HTML alike, and leaves nothing open', () => {
    for (const body of [mail.text, mail.html]) {
      for (const value of ['lbjrnsen', 'help@corp.example, ext. 4711', 'Léa Bjørnsen']) expect(body).toContain(value);
      expect(body).not.toMatch(/\{\w+\}|undefined/u);
    }
    expect(mail.subject).toContain('Example Corp');
    expect(mail.subject).not.toMatch(/[\r\n]/u);
  });

  test('HTML names its language, its title, works in the dark and holds nothing to load', () => {
    expect(mail.html).toContain(`<html lang="${language}">`);
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toMatch(/<title>[^<]+<\/title>/u);
    expect(mail.html).not.toMatch(/<(?:img|table|script|link|style)\b|url\(/u);
  });
});

test.each(MAIL_LANGUAGES)('%s: the migration mail has the five steps, numbered, and the link', (language) => {
  const { text, html } = renderMail('migration', language, DATA.migration);
  expect(text.match(/^\d\. /gmu)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  expect(html.match(/<li\b/gu)).toHaveLength(5);
  expect(text).toContain('https://logon.example.com/#/welcome?t=abc');
  expect(html).toContain('href="https://logon.example.com/#/welcome?t=abc"');
});

test('a hostile name stays a name: no markup, no second line in subject or text, no placeholder of its own', () => {
  const name = 'Eve <img src=x onerror=alert(1)> "&\r\nBcc: all@corp.example {link}';
  const { html, text, subject } = renderMail('migration', 'en', { ...DATA.migration, name, organisation: 'A\r\nB' });
  expect(html).not.toContain('<img');
  expect(html).toContain('Eve &lt;img src=x onerror=alert(1)&gt; &quot;&amp; Bcc: all@corp.example {link}');
  expect(text).toContain('Bcc: all@corp.example {link},\n');
  expect(text).not.toMatch(/^Bcc/mu);
  expect(subject).toMatch(/^A B: /u);
});

test('without a name the greeting has no gap', () => {
  const { name: _name, ...unnamed } = DATA['recovery-link'];
  expect(renderMail('recovery-link', 'fr', unnamed).text).toMatch(/^Bonjour,\n/u);
});

test.each([
  ['de', 'de'],
  ['de_DE', 'de'],
  ['fr-CA', 'fr'],
  ['FR', 'fr'],
  ['it, de;q=0.8, en;q=0.5', 'de'],
  ['nl', 'en'],
  ['', 'en'],
  ['deutsch', 'en'],
  [undefined, 'en'],
])('preferredLanguage %s is written to in %s', (preferred, language) => {
  expect(mailLanguage(preferred, 'en')).toBe(language);
});
