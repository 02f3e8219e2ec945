/** The mail to an imported user. Its link grants nothing: mail scanners open links. */
import type { User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import type { MailDesign } from './design.ts';
import { mailLanguage } from './language.ts';
import { type RenderedMail, renderMail } from './render.ts';

export type NamedUser = Pick<User, 'userId' | 'firstName' | 'lastName' | 'preferredLanguage'>;

/** How a mail greets a user: absent where neither name is known. */
export const greetingName = ({ firstName, lastName }: NamedUser): string | undefined =>
  [firstName, lastName].filter((name) => name !== undefined).join(' ') || undefined;

/** @param link of issueLinks (core/mail/short-link.ts) */
export function migrationMail(
  user: NamedUser,
  settings: Pick<Settings, 'organisation' | 'mail'>,
  { link, design }: { readonly link: string; readonly design: MailDesign },
  kind: 'migration' | 'reminder' = 'migration',
): RenderedMail {
  const { organisation, mail } = settings;
  const data = {
    organisation: organisation.name,
    helpDesk: organisation.helpDesk,
    name: greetingName(user),
    userId: user.userId,
    link,
    days: mail.linkDays,
  };
  return renderMail(kind, mailLanguage(user.preferredLanguage, mail.defaultLanguage), data, design);
}
