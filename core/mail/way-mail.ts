/** The mail that tells a user of a change to a way in (N1): what, when and by which kind of person; never a secret. */
import type { User } from '#core/directory/model.ts';
import type { Language } from '#core/languages.ts';
import type { WayNotice } from '#core/notices/ways.ts';
import { temporaryUntil } from '#core/passwords/temporary.ts';
import type { Settings } from '#core/settings/model.ts';
import { mailLanguage } from './language.ts';
import { greetingName } from './migration-mail.ts';
import { fill, type RenderedMail, renderMail, TEXTS } from './render.ts';

/** A time as the language writes it, in UTC: the reader's time zone is not known. */
export function written(time: number, language: Language): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, options).format(time)} UTC`;
}

/** @param waits until when no password is reset by a link, Unix milliseconds; undefined where nothing waits */
export function wayMail(
  user: User,
  settings: Pick<Settings, 'organisation' | 'mail' | 'administratorReset'>,
  { change, by, at, serial = '' }: WayNotice,
  waits: number | undefined,
): RenderedMail {
  const language = mailLanguage(user.preferredLanguage, settings.mail.defaultLanguage);
  const { changes, changers, waits: waitText } = TEXTS[language];
  const { userId, password } = user;
  const ends = password && temporaryUntil(password, settings);
  const until = ends === undefined ? '' : written(ends, language);
  const texts = [changes[change].text];
  const address = change === 'address' || change === 'address-former';
  const values = { userId, serial, until: address && waits !== undefined ? written(waits, language) : until };
  if (address && waits !== undefined) texts.push(waitText);
  return renderMail('way-changed', language, {
    organisation: settings.organisation.name,
    helpDesk: settings.organisation.helpDesk,
    name: greetingName(user),
    userId,
    title: changes[change].title,
    what: texts.map((text) => fill(text, values)).join(' '),
    who: changers[by],
    time: written(at, language),
  });
}
