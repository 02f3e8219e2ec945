/** A mail text of an administrator as it is kept. What is reset keeps its version, so that an edit that saw it before is refused. */
import type { Language } from '#core/languages.ts';
import type { OwnText } from './own-text.ts';
import type { MailKind } from './texts/model.ts';

export type StoredText = {
  readonly language: Language;
  readonly kind: MailKind;
  /** Absent: the product's text. */
  readonly own?: OwnText;
  /** Rises with every save; 0: there was none. */
  readonly version: number;
};
