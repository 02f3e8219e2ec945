import fc from 'fast-check';
import { LANGUAGES, type Language } from '#core/languages.ts';
import { mailLanguage } from './language.ts';
import { faultsOf } from './own-text.ts';
import { placeholdersOf } from './placeholders.ts';
import { type MailData, type RenderedMail, renderMail, TEXTS } from './render.ts';
import { MAIL_KINDS, type MailKind } from './texts/model.ts';

const base = {
  organisation: 'Example Corp',
  helpDesk: 'help@corp.example, ext. 4711',
  name: 'Léa Bjørnsen',
  userId: 'lbjrnsen',
};
const DATA: { [K in MailKind]: MailData<K> } = {
  migration: { ...base, link: 'https://logon.example.com/#/w/7K3MQ2XW9DPA', days: 30 },
  reminder: { ...base, link: 'https://logon.example.com/#/w/7K3MQ2XW9DPA', days: 30 },
  'recovery-link': { ...base, link: 'https://logon.example.com/#/forgot-password?link=abc', minutes: 10 },
  'recovery-not-ready': { ...base, link: 'https://logon.example.com/' },
  'password-changed': { ...base, time: '23 November 2026, 12:00 UTC' },
  'administrator-reset': { ...base, link: 'https://logon.example.com/#/reset?link=abc', hours: 24 },
  'new-pin-proof': { ...base, code: '482913', minutes: 10 },
  'recovery-wait': {
    ...base,
    link: 'https://logon.example.com/#/forgot-password',
    until: '24 November 2026, 12:00 UTC',
  },
  'way-changed': {
    ...base,
    title: 'your PIN was changed',
    what: 'A new PIN was set for the user ID lbjrnsen.',
    who: 'an operator',
    time: '23 November 2026, 12:00 UTC',
  },
};
const every = LANGUAGES.flatMap((language) => MAIL_KINDS.map((kind) => [language, kind] as const));

/** Every string of a language with the way to it, such as mails.migration.blocks.1.steps.0. */
function strings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => strings(inner, path ? `${path}.${key}` : key));
}
const shape = (language: Language) => strings(TEXTS[language]).map(([path]) => path);
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
  const same = strings(TEXTS[language]).filter(
    ([path, text]) => english.get(path) === text && !/^(?:\{\w+\}|\W)+$/u.test(text),
  );
  expect(same).toEqual([]);
});

describe.each(every)('%s %s', (language, kind) => {
  let mail: RenderedMail;
  beforeAll(() => {
    mail = renderMail(kind, language, DATA[kind] as never);
  });

  test('names organisation, user ID and help desk, in text and HTML alike, and leaves no placeholder', () => {
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

test.each(LANGUAGES)('%s: the migration mail has the five steps, numbered, and the link', (language) => {
  const { text, html } = renderMail('migration', language, DATA.migration);
  expect(text.match(/^\d\. /gmu)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  expect(html.match(/<li\b/gu)).toHaveLength(5);
  expect(text).toContain('https://logon.example.com/#/w/7K3MQ2XW9DPA');
  expect(html).toContain('href="https://logon.example.com/#/w/7K3MQ2XW9DPA"');
});

test('a hostile name stays a name, without markup, a second line or a placeholder of its own', () => {
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

test('a mail with a link is rendered as text and as HTML', () => {
  const { text, html } = renderMail('recovery-link', 'en', { ...DATA['recovery-link'], name: '  A &\t\n B ' });
  expect(text).toBe(`Hello A & B,

Somebody, probably you, clicked “Forgot Your Password” for the user ID lbjrnsen.

Reset my password:
https://logon.example.com/#/forgot-password?link=abc

The link works once and only for 10 minutes.

If it was not you, ignore this message: nothing has changed, and your password stays as it is.

Questions? Contact help@corp.example, ext. 4711.
`);
  const body = 'margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,&quot;Segoe UI&quot;,Roboto,sans-serif';
  const button =
    'display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5d66;color:#ffffff;text-decoration:none;font-weight:600';
  expect(html).toBe(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>Example Corp: reset your password</title></head>
<body style="${body}"><main style="max-width:36em;margin:0 auto">
<p>Hello A &amp; B,</p>
<p>Somebody, probably you, clicked “Forgot Your Password” for the user ID lbjrnsen.</p>
<p style="margin:24px 0"><a href="https://logon.example.com/#/forgot-password?link=abc" style="${button}">Reset my password</a></p>
<p style="font-size:14px;word-break:break-all">If the button does not work, copy this address into your browser:<br>https://logon.example.com/#/forgot-password?link=abc</p>
<p>The link works once and only for 10 minutes.</p>
<p>If it was not you, ignore this message: nothing has changed, and your password stays as it is.</p>
<p>Questions? Contact help@corp.example, ext. 4711.</p>
</main></body>
</html>
`);
});

test('a code and the steps are set off from the text', () => {
  const code = renderMail('new-pin-proof', 'en', DATA['new-pin-proof']);
  expect(code.text).toContain('\n\n    482913\n\n');
  const style = 'font:600 24px/1.5 ui-monospace,Consolas,monospace;letter-spacing:2px';
  expect(code.html).toContain(`\n<p style="${style}">482913</p>\n`);
  const steps = renderMail('migration', 'en', DATA.migration);
  expect(steps.text).toContain(
    '\n\n2. Set up your security questions: choose them and answer them.\n\n3. Log off.\n\n',
  );
  expect(steps.html).toMatch(/\n<ol style="padding-left:1.5em">(<li style="margin:0 0 8px">[^<]+<\/li>){5}<\/ol>\n/u);
});

test('a text with a placeholder that the mail does not have throws', () => {
  expect(() => renderMail('new-pin-proof', 'en', base as never)).toThrow('{code}');
});

test.each(every)('%s %s: at most two short paragraphs stand before the button', (language, kind) => {
  const { blocks } = TEXTS[language].mails[kind];
  const button = blocks.findIndex((block) => typeof block === 'object' && 'button' in block);
  const before = blocks.slice(0, Math.max(button, 0));
  expect(before.length).toBeLessThanOrEqual(2);
  expect(before.every((block) => typeof block === 'string')).toBe(true);
  expect(before.join('').length).toBeLessThan(450);
});

test('each kind has the values that its table of placeholders names, and no other', () => {
  for (const kind of MAIL_KINDS) expect(Object.keys(DATA[kind]).sort()).toEqual([...placeholdersOf(kind)].sort());
});

const own = (subject: string, text: string) => ({ texts: { 'en#recovery-link': { subject, text } } }) as const;
const render = (design: ReturnType<typeof own> & { colour?: string }, more: object = {}) =>
  renderMail('recovery-link', 'en', { ...DATA['recovery-link'], ...more }, design);

test('an own text is put between greeting and closing, in both parts alike', () => {
  const { subject, text, html } = render(own('Reset, {name}', 'First line\nsecond.\n\n{link}\n\n1. Go\n2. Stop'));
  expect(subject).toBe('Reset, Léa Bjørnsen');
  expect(text).toContain('\n\nFirst line\nsecond.\n\nReset my password:\nhttps://');
  expect(text).toContain('\n\n1. Go\n\n2. Stop\n\nQuestions?');
  expect(html).toContain('<p>First line<br>\nsecond.</p>');
  expect(html.match(/<li\b/gu)).toHaveLength(2);
});

test('an own text that greets a user without a name says the user ID', () => {
  expect(render(own('For {name}', '{link}'), { name: undefined }).subject).toBe('For lbjrnsen');
});

test('the button has the organisation’s colour', () => {
  expect(render({ ...own('S', '{link}'), colour: '#7a1f5c' }).html).toContain('background:#7a1f5c;color:#ffffff');
});

/** Anything that people type or a directory holds: markup, line breaks, marks that turn text around, characters of four bytes. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '<script>',
    '</p>',
    '&lt;',
    '"',
    "'",
    '{name}',
    '{',
    '}',
    '\r\nBcc: x@y.example',
    '\u202e',
    '😀',
    '1. ',
  ),
);
const anything = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const tags = (html: string) => html.match(/<[^>]*>/gu)!.map((tag) => tag.replace(/ .*/su, '>'));
const decoded = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('no name and no text of any kind becomes markup or a line of its own in a subject', () => {
  fc.assert(
    fc.property(anything, anything, anything, (name, subject, body) => {
      const design = own(subject, `${body}\n\n{link}`);
      fc.pre(faultsOf('recovery-link', design.texts['en#recovery-link']).length === 0);
      const mail = render(design, { name });
      expect(mail.subject).not.toMatch(/[\r\n\u2028\u2029]/u);
      const known = [
        '<!doctype>',
        '<html>',
        '</html>',
        '<head><meta>',
        '<head>',
        '</head>',
        '<meta>',
        '<title>',
        '</title>',
      ];
      const allowed = [
        ...known,
        '<body>',
        '</body>',
        '<main>',
        '</main>',
        '<p>',
        '</p>',
        '<a>',
        '</a>',
        '<br>',
        '<ol>',
        '</ol>',
        '<li>',
        '</li>',
      ];
      for (const tag of tags(mail.html)) expect(allowed).toContain(tag);
      // The title is the subject, and nothing of it is lost.
      expect(decoded(/<title>([^<]*)<\/title>/u.exec(mail.html)![1]!)).toBe(mail.subject);
    }),
    { numRuns: 300 },
  );
});
