/**
 * The mail to an imported user. Its link is signed and expires, names the user and grants nothing: mail scanners open
 * links. The token stands in the fragment, which browsers send to no server.
 */

import type { User } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import { newSecret } from '#core/secret.ts';
import type { Settings } from '#core/settings/model.ts';
import { signToken } from '#core/signed.ts';
import { mailLanguage } from './language.ts';
import { type RenderedMail, renderMail } from './render.ts';

export const MIGRATION_LINK_AUDIENCE = 'migration-link';
const DAY_SECONDS = 86_400;

/** @param origin such as https://logon.example.com (F4: from configuration) @param now Unix ms */
export function migrationLink(ring: KeyRing, origin: string, userId: string, now: number, days: number): string {
  const claims = { audience: MIGRATION_LINK_AUDIENCE, subject: userId, id: newSecret() };
  const token = signToken(ring, claims, now, days * DAY_SECONDS);
  return `${origin}/#/welcome?t=${token}`;
}

export type NamedUser = Pick<User, 'userId' | 'firstName' | 'lastName' | 'preferredLanguage'>;

/** How a mail greets a user: absent where neither name is known. */
export const greetingName = ({ firstName, lastName }: NamedUser): string | undefined =>
  [firstName, lastName].filter((name) => name !== undefined).join(' ') || undefined;

export function migrationMail(
  user: NamedUser,
  settings: Pick<Settings, 'organisation' | 'mail'>,
  link: { readonly ring: KeyRing; readonly origin: string; readonly now: number },
): RenderedMail {
  const days = settings.mail.linkDays;
  return renderMail('migration', mailLanguage(user.preferredLanguage, settings.mail.defaultLanguage), {
    organisation: settings.organisation.name,
    helpDesk: settings.organisation.helpDesk,
    name: greetingName(user),
    userId: user.userId,
    link: migrationLink(link.ring, link.origin, user.userId, link.now, days),
    days,
  });
}
