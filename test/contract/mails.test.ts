/** Mails and pages are of one product: their colour, and how long the procedure takes. */
import { readFileSync } from 'node:fs';
import { LANGUAGES } from '#core/languages.ts';
import { renderMail, TEXTS } from '#core/mail/render.ts';
import { texts as de } from '../../console/self-service/texts/de.ts';
import { texts as en } from '../../console/self-service/texts/en.ts';
import { texts as fr } from '../../console/self-service/texts/fr.ts';

const PAGES = { en, de, fr };
/** The word before "minutes". */
const minutes = (text: unknown) => /([\p{L}\d]+) minut/iu.exec(String(text))?.[1];

test("a mail's button has the accent colour of the consoles", () => {
  const [, accent] = /--accent: light-dark\((#[0-9a-f]{6}),/u.exec(
    readFileSync('console/shared/styles/tokens.css', 'utf8'),
  )!;
  const data = { organisation: 'o', helpDesk: 'h', userId: 'u', link: 'https://x.example/', minutes: 1 };
  expect(renderMail('recovery-link', 'en', data).html).toContain(`background:${accent};color:#ffffff`);
});

test.each(LANGUAGES)('%s: the migration mail and the page behind it name the same minutes', (language) => {
  const mail = TEXTS[language].mails.migration.blocks.map(minutes).filter(Boolean);
  expect(mail).toEqual([minutes(PAGES[language]['welcome.lead'])]);
});
