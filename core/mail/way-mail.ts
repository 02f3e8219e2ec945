/** The mail that tells a user of a change to a way in (N1): what, when and by which kind of person; never a secret. */
import type { User } from '#core/directory/model.ts';
import type { WayNotice } from '#core/notices/ways.ts';
import { temporaryUntil } from '#core/passwords/temporary.ts';
import type { Settings } from '#core/settings/model.ts';
import { type MailDesign, PRODUCT_DESIGN } from './design.ts';
import { mailLanguage, written } from './language.ts';
import { greetingName } from './migration-mail.ts';
import { fill, type RenderedMail, renderMail, TEXTS } from './render.ts';

/** @param waits until when no password is reset by a link, Unix milliseconds; undefined where nothing waits */
export function wayMail(
  user: User,
  settings: Pick<Settings, 'organisation' | 'mail' | 'administratorReset'>,
  { change, by, at, serial = '' }: WayNotice,
  waits: number | undefined,
  design: MailDesign = PRODUCT_DESIGN,
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
  const data = {
    organisation: settings.organisation.name,
    helpDesk: settings.organisation.helpDesk,
    name: greetingName(user),
    userId,
    title: changes[change].title,
    what: texts.map((text) => fill(text, values)).join(' '),
    who: changers[by],
    time: written(at, language),
  };
  return renderMail('way-changed', language, data, design);
}
