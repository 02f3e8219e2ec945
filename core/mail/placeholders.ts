/**
 * What a mail text may name in braces, kind by kind. Every mail also has the common ones. The product's own texts, the texts that
 * administrators write, and the page that lists them go by this one table.
 */
import type { MailKind } from './texts/model.ts';

const COMMON_PLACEHOLDERS = ['name', 'userId', 'organisation', 'helpDesk'] as const;

type Placeholders = {
  /** Beside the common ones. */
  readonly own: readonly string[];
  /** Without these the mail would not do its work: the link, the code, what was changed. */
  readonly required: readonly string[];
};

const PLACEHOLDERS = {
  migration: { own: ['link', 'days'], required: ['link'] },
  reminder: { own: ['link', 'days'], required: ['link'] },
  'recovery-link': { own: ['link', 'minutes'], required: ['link'] },
  'recovery-not-ready': { own: ['link'], required: ['link'] },
  'password-changed': { own: ['time'], required: ['time'] },
  'administrator-reset': { own: ['link', 'hours'], required: ['link'] },
  'new-pin-proof': { own: ['code', 'minutes'], required: ['code'] },
  'recovery-wait': { own: ['link', 'until'], required: ['link', 'until'] },
  // N1: a notice says what was changed, when and by whom.
  'way-changed': { own: ['title', 'what', 'who', 'time'], required: ['what', 'who', 'time'] },
} as const satisfies Readonly<Record<MailKind, Placeholders>>;

/** Stand on a line of their own, where the button and the code are: once, and never in a subject, which a locked screen shows. */
export const LINE_PLACEHOLDERS: readonly string[] = ['link', 'code'];

/** Every placeholder of a kind, the required ones first. */
export function placeholdersOf(kind: MailKind): readonly string[] {
  const { own, required }: Placeholders = PLACEHOLDERS[kind];
  return [...required, ...own.filter((name) => !required.includes(name)), ...COMMON_PLACEHOLDERS];
}

export const requiredOf = (kind: MailKind): readonly string[] => PLACEHOLDERS[kind].required;
