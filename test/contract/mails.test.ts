/** Mails and pages are of one product: their colour, and how long the procedure takes. */
import { globSync, readFileSync } from 'node:fs';
import { LANGUAGES } from '#core/languages.ts';
import { placeholdersOf } from '#core/mail/placeholders.ts';
import { renderMail, TEXTS } from '#core/mail/render.ts';
import { MAIL_KINDS } from '#core/mail/texts/model.ts';
import { texts as de } from '../../console/self-service/texts/de.ts';
import { texts as en } from '../../console/self-service/texts/en.ts';
import { texts as fr } from '../../console/self-service/texts/fr.ts';

const PAGES = { en, de, fr };
/** The word before "minutes". */
const minutes = (text: unknown) => /([\p{L}\d]+) minut/iu.exec(String(text))?.[1];

test("a mail's button has the accent colour of the consoles", () => {
  const [, accent] = /--accent: light-dark\(var\(--brand-light-accent, (#[0-9a-f]{6})\),/u.exec(
    readFileSync('console/shared/styles/tokens.css', 'utf8'),
  )!;
  const data = { organisation: 'o', helpDesk: 'h', userId: 'u', link: 'https://x.example/', minutes: 1 };
  expect(renderMail('recovery-link', 'en', data).html).toContain(`background:${accent};color:#ffffff`);
});

test.each(LANGUAGES)('%s: the migration mail and the page behind it name the same minutes', (language) => {
  const mail = TEXTS[language].mails.migration.blocks.map(minutes).filter(Boolean);
  expect(mail).toEqual([minutes(PAGES[language]['welcome.lead'])]);
});

test.each(LANGUAGES)('%s: the page of the mail texts explains every placeholder of every mail', (language) => {
  const explained = readFileSync(`console/security/texts/${language}/mail-texts.ts`, 'utf8');
  const names = new Set(MAIL_KINDS.flatMap((kind) => placeholdersOf(kind)));
  expect([...names].filter((name) => !explained.includes(`'mail-texts.placeholder.is.${name}'`))).toEqual([]);
  expect(MAIL_KINDS.filter((kind) => !explained.includes(`'mail-texts.kind.${kind}'`))).toEqual([]);
});

test('mails leave the product by one way, which gives each its sender, its reply-to and what tells responders that no person sent it', () => {
  const sending = globSync('{core,adapters,lambdas}/**/*.ts').filter(
    (file) =>
      !file.endsWith('.test.ts') &&
      /\bSend(?:Raw|Templated|BulkTemplated)?EmailCommand\b/u.test(readFileSync(file, 'utf8')),
  );
  expect(sending).toEqual(['adapters/mail/ses.ts']);
  expect(readFileSync('adapters/mail/ses.ts', 'utf8')).toContain('rawMessage(mail)');
});
