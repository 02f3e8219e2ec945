/** The texts of mails, as a super-administrator changes them. The audit names a text by its hash: a reader who has the text can compare. */
import { createHash } from 'node:crypto';
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { Language } from '#core/languages.ts';
import { type MailDesign, TEXT_IDS, textId } from '#core/mail/design.ts';
import { asOwnText, faultsOf, type OwnText, type TextFault, tidied } from '#core/mail/own-text.ts';
import { placeholdersOf, requiredOf } from '#core/mail/placeholders.ts';
import { type RenderedMail, TEXTS } from '#core/mail/render.ts';
import { type SampleSettings, sampleMail } from '#core/mail/sample.ts';
import type { StoredText } from '#core/mail/stored-text.ts';
import type { MailKind } from '#core/mail/texts/model.ts';
import { type Asked, actOf } from './users/administer.ts';
import { checkMayChangeCredentials } from './users/rights.ts';

/** Which text: it has a language and a kind of mail. */
export type TextName = { readonly language: Language; readonly kind: MailKind };
export type MailTextPorts = AuditPort & {
  readMailTexts(): Promise<readonly StoredText[]>;
  /** @param seen the version that the administrator saw @returns the new version @throws LandfallError mail_text.conflict */
  writeMailText(name: TextName, own: OwnText | undefined, seen: number, entries: Entries): Promise<number>;
};
export type ListedText = TextName & {
  /** 0: never saved. */
  readonly version: number;
  readonly own?: OwnText;
  readonly product: OwnText;
  /** The required ones are the first. */
  readonly placeholders: readonly string[];
  readonly required: readonly string[];
  /** Why the own text is not used although it is there: it was saved by a release before, under other rules. */
  readonly faults?: readonly TextFault[];
};

const productText = ({ language, kind }: TextName): OwnText => asOwnText(TEXTS[language].mails[kind]);

function listed(name: TextName, stored: StoredText | undefined): ListedText {
  const own = stored?.own;
  const faults = own ? faultsOf(name.kind, own) : [];
  return {
    ...name,
    version: stored?.version ?? 0,
    ...(own ? { own } : {}),
    product: productText(name),
    placeholders: placeholdersOf(name.kind),
    required: requiredOf(name.kind),
    ...(faults.length > 0 ? { faults } : {}),
  };
}

/** Every text of every language, whether it was changed or not. */
export async function listMailTexts(ports: Pick<MailTextPorts, 'readMailTexts'>): Promise<ListedText[]> {
  const stored = await ports.readMailTexts();
  return TEXT_IDS.map((name) =>
    listed(
      name,
      stored.find(({ language, kind }) => language === name.language && kind === name.kind),
    ),
  );
}

const SENTENCES: Readonly<Record<TextFault['wrong'], (placeholder: string) => string>> = {
  empty: () => 'is empty',
  'too-long': () => 'is too long',
  'line-break': () => 'holds a line break',
  control: () => 'holds control characters',
  'unknown-placeholder': (name) => `names {${name}}, which this mail does not have`,
  'missing-placeholder': (name) => `lacks {${name}}`,
  'line-of-its-own': (name) => `has {${name}} within a line; it stands on a line of its own`,
  'more-than-once': (name) => `names {${name}} more than once`,
  'not-in-subject': (name) => `names {${name}}, which has no place there`,
};
const inWords = ({ field, wrong, placeholder = '' }: TextFault): string =>
  `the ${field} ${SENTENCES[wrong](placeholder)}`;

/** @throws LandfallError mail_text.invalid (422; facts faults) */
function checked(kind: MailKind, own: OwnText): OwnText {
  const faults = faultsOf(kind, own);
  if (faults.length === 0) return tidied(own);
  throw invalid('mail_text.invalid', `This mail text can’t be used: ${faults.map(inWords).join('; ')}.`, { faults });
}

const hashOf = ({ subject, text }: OwnText): string => createHash('sha256').update(`${subject}\n${text}`).digest('hex');
const marked = (own: OwnText | undefined) => ({ sha256: own ? hashOf(own) : null });

/**
 * Saves a text; one that is the product's own is reset.
 * @param own undefined: reset @param seen the version that the administrator saw
 * @throws LandfallError mail_text.invalid (422), mail_text.conflict (409), session.not_fresh (403)
 */
export function saveMailText(
  ports: MailTextPorts,
  name: TextName,
  own: OwnText | undefined,
  seen: number,
  asked: Asked,
): Promise<ListedText> {
  const about = { language: name.language, kind: name.kind };
  const act = actOf(asked, 'mail-text.changed', 'mail-texts');
  const work = async (entriesOf: Parameters<Parameters<typeof auditedAct>[2]>[0]) => {
    // What mails say leads users to where they type codes: as grave as a setting.
    checkMayChangeCredentials(asked.actor, undefined);
    const next = own && checked(name.kind, own);
    const kept = next && JSON.stringify(next) !== JSON.stringify(tidied(productText(name))) ? next : undefined;
    const before = (await ports.readMailTexts()).find(
      ({ language, kind }) => textId(language, kind) === textId(name.language, name.kind),
    );
    const entries = entriesOf({ before: marked(before?.own), after: marked(kept) });
    const version = await ports.writeMailText(name, kept, seen, entries);
    return listed(name, { ...name, version, ...(kept ? { own: kept } : {}) });
  };
  return auditedAct(ports, act, work, { about });
}

/**
 * A mail with examples for values: with the given text, or with what is saved, or the product's.
 * @throws LandfallError mail_text.invalid (422)
 */
export function previewMail(
  { language, kind }: TextName,
  own: OwnText | undefined,
  settings: SampleSettings,
  { design, origin, now }: { readonly design: MailDesign; readonly origin: string; readonly now: number },
): RenderedMail {
  const given = own && { [textId(language, kind)]: checked(kind, own) };
  return sampleMail(kind, language, settings, {
    design: { ...design, texts: { ...design.texts, ...given } },
    origin,
    now,
  });
}
