/** How this deployment's mails look and what they say, where it differs from the product: own texts and a colour. */
import { LANGUAGES, type Language } from '#core/languages.ts';
import { faultsOf, type OwnText } from './own-text.ts';
import { MAIL_KINDS, type MailKind } from './texts/model.ts';

export type MailDesign = {
  /** Texts without faults, by language and kind. */
  readonly texts: Readonly<Partial<Record<TextId, OwnText>>>;
  /** Of the button, `#rrggbb`: one on which white can be read. Absent: the product's. */
  readonly colour?: string | undefined;
};
export type TextId = `${Language}#${MailKind}`;

export const textId = (language: Language, kind: MailKind): TextId => `${language}#${kind}`;
/** Every text that there is. */
export const TEXT_IDS: readonly { readonly language: Language; readonly kind: MailKind }[] = LANGUAGES.flatMap(
  (language) => MAIL_KINDS.map((kind) => ({ language, kind })),
);

/** As the product comes. */
export const PRODUCT_DESIGN: MailDesign = { texts: {} };

/**
 * The design of stored texts. One that was good when it was saved and is not any more, because a release needs another placeholder,
 * is left out, so that the product's text goes out instead of none; the list of texts says so.
 */
export function designOf(
  stored: readonly (OwnText & { readonly language: Language; readonly kind: MailKind })[],
  colour: string | undefined,
): MailDesign {
  const good = stored.filter(({ kind, ...own }) => faultsOf(kind, own).length === 0);
  const texts = good.map(({ language, kind, subject, text }) => [textId(language, kind), { subject, text }] as const);
  return { texts: Object.fromEntries(texts), colour };
}
