/**
 * A mail as text and as HTML that says the same: no image, no table, no style sheet to load; readable in the dark and by a
 * screen reader.
 */
import { escapeHtml } from '#core/html.ts';
import type { Language } from '#core/languages.ts';
import { type MailDesign, PRODUCT_DESIGN, textId } from './design.ts';
import { blocksOf, buttonOf } from './own-text.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import { fr } from './texts/fr.ts';
import type { Block, MailKind, MailText, Texts } from './texts/model.ts';

export type Addressing = {
  /** settings.organisation */
  readonly organisation: string;
  readonly helpDesk: string;
  /** How to greet, such as "Léa Bjørnsen"; absent: without a name. */
  readonly name?: string | undefined;
  readonly userId: string;
};
type Extras = {
  migration: { readonly link: string; readonly days: number };
  reminder: { readonly link: string; readonly days: number };
  'recovery-link': { readonly link: string; readonly minutes: number };
  'recovery-not-ready': { readonly link: string };
  /** `time`: already written out. */
  'password-changed': { readonly time: string };
  'administrator-reset': { readonly link: string; readonly hours: number };
  'new-pin-proof': { readonly code: string; readonly minutes: number };
  /** `until`: already written out. */
  'recovery-wait': { readonly link: string; readonly until: string };
  /** All written out: what was changed, for the subject and in a sentence; by which kind of person; when. */
  'way-changed': { readonly title: string; readonly what: string; readonly who: string; readonly time: string };
};
/** What a mail of this kind needs. Lifetimes in the unit that the name says. */
export type MailData<K extends MailKind> = Addressing & Extras[K];
export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

export const TEXTS: Readonly<Record<Language, Texts>> = { en, de, fr };

type Values = Readonly<Record<string, string>>;

/** A value may hold anything that a directory held: line breaks in it would start a line or a header of their own. */
const clean = (value: string): string => value.replace(/[\p{C}\s]+/gu, ' ').trim();

/** A text with its values. They are put in once, left to right, so that braces in a value stay braces. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/gu, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`A mail text names {${name}}, which this kind of mail does not have.`);
    return value;
  });
}

function textBlock(block: Block, values: Values): string {
  if (typeof block === 'string') return fill(block, values);
  if ('steps' in block) return block.steps.map((step, index) => `${index + 1}. ${fill(step, values)}`).join('\n\n');
  if ('button' in block) return `${fill(block.button, values)}:\n${fill('{link}', values)}`;
  return `    ${fill(block.code, values)}`;
}

/** The consoles' accent colour in the light (console/shared/styles/tokens.css). */
const BUTTON_COLOUR = '#0b5d66';

const STYLE = {
  body: 'margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
  main: 'max-width:36em;margin:0 auto',
  button: (colour: string) =>
    `display:inline-block;padding:12px 20px;border-radius:6px;background:${colour};color:#ffffff;text-decoration:none;font-weight:600`,
  small: 'font-size:14px;word-break:break-all',
  code: 'font:600 24px/1.5 ui-monospace,Consolas,monospace;letter-spacing:2px',
};

function htmlBlock(block: Block, values: Values, texts: Texts, colour: string): string {
  const put = (template: string) => fill(escapeHtml(template), values).replaceAll('\n', '<br>\n');
  if (typeof block === 'string') return `<p>${put(block)}</p>`;
  if ('steps' in block)
    return `<ol style="padding-left:1.5em">${block.steps.map((step) => `<li style="margin:0 0 8px">${put(step)}</li>`).join('')}</ol>`;
  if ('code' in block) return `<p style="${STYLE.code}">${put(block.code)}</p>`;
  const address = put('{link}');
  return [
    `<p style="margin:24px 0"><a href="${address}" style="${escapeHtml(STYLE.button(colour))}">${put(block.button)}</a></p>`,
    `<p style="${STYLE.small}">${put(texts.linkHint)}<br>${address}</p>`,
  ].join('\n');
}

function htmlPage(language: Language, subject: string, parts: readonly string[]): string {
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${escapeHtml(STYLE.body)}"><main style="${STYLE.main}">`,
    ...parts,
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

/** What a mail of a kind says in this deployment: its own text, or the product's. */
function textOf(kind: MailKind, language: Language, design: MailDesign): MailText {
  const product = TEXTS[language].mails[kind];
  const own = design.texts[textId(language, kind)];
  return own ? blocksOf(own, buttonOf(product)) : product;
}

/**
 * Renders a mail. Every value and every text is escaped for HTML; a link must be a URL that the deployment built itself (F4). Greeting
 * and closing are the product's, also around an own text.
 */
export function renderMail<K extends MailKind>(
  kind: K,
  language: Language,
  data: MailData<K>,
  design: MailDesign = PRODUCT_DESIGN,
): RenderedMail {
  const texts = TEXTS[language];
  const { name, ...rest } = data;
  const cleaned = Object.entries({ ...rest, name: name ?? '' }).map(([key, value]) => [key, clean(String(value))]);
  const given: Values = Object.fromEntries(cleaned);
  // A text that greets by itself has a word to put there, also where no name is known.
  const values: Values = { ...given, name: given['name'] || given['userId']! };
  const escaped: Values = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, escapeHtml(value)]));
  const { subject: subjectText, blocks } = textOf(kind, language, design);
  const all: Block[] = [given['name'] ? texts.greeting : texts.greetingUnnamed, ...blocks, texts.closing];
  const subject = fill(subjectText, values);
  const colour = design.colour ?? BUTTON_COLOUR;
  return {
    subject,
    text: `${all.map((block) => textBlock(block, values)).join('\n\n')}\n`,
    html: htmlPage(
      language,
      subject,
      all.map((block) => htmlBlock(block, escaped, texts, colour)),
    ),
  };
}
