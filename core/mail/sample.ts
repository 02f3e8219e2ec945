/** Every mail with values that are examples: for previews, and for a test mail to oneself. */
import type { Language } from '#core/languages.ts';
import type { Settings } from '#core/settings/model.ts';
import type { MailDesign } from './design.ts';
import { written } from './language.ts';
import { fill, type MailData, type RenderedMail, renderMail, TEXTS } from './render.ts';
import type { MailKind } from './texts/model.ts';

const USERS: Readonly<Record<Language, { readonly name: string; readonly userId: string }>> = {
  en: { name: 'First Name', userId: 'userid' },
  de: { name: 'Vorname Name', userId: 'benutzername' },
  fr: { name: 'Prénom Nom', userId: 'identifiant' },
};
const SERIAL = '000123456789';
/** A reference that no link has: the letters of no alphabet of references. */
const REFERENCE = 'EXAMPLEXXXXX';

/** What a mail of any kind may be given. @param origin where links point @param now Unix ms */
function sampleData(language: Language, settings: SampleSettings, origin: string, now: number): MailData<MailKind> {
  const { organisation, recovery, administratorReset, mail } = settings;
  const { changes, changers } = TEXTS[language];
  const user = USERS[language];
  const time = written(now, language);
  return {
    organisation: organisation.name,
    helpDesk: organisation.helpDesk,
    ...user,
    link: `${origin}/#/w/${REFERENCE}`,
    days: mail.linkDays,
    minutes: recovery.linkMinutes,
    hours: administratorReset.linkHours,
    time,
    until: time,
    title: changes.pin.title,
    what: fill(changes.pin.text, { userId: user.userId, serial: SERIAL }),
    who: changers.user,
    code: '4815 1623',
  } as MailData<MailKind>;
}

export type SampleSettings = Pick<Settings, 'organisation' | 'recovery' | 'administratorReset' | 'mail'>;

/** A mail of this kind as its users would read it. */
export const sampleMail = (
  kind: MailKind,
  language: Language,
  settings: SampleSettings,
  { design, origin, now }: { readonly design: MailDesign; readonly origin: string; readonly now: number },
): RenderedMail => renderMail(kind, language, sampleData(language, settings, origin, now), design);
