/**
 * The link of the migration mail: twelve characters that name no user, grant nothing, and yield only a user ID to fill in. Short enough
 * to be read out on the phone or typed from paper.
 */
import { randomBytes } from 'node:crypto';
import type { User } from '#core/directory/model.ts';
import { isSamePerson, type KnownPerson, knownPerson } from '#core/directory/same-person.ts';
import { secretHash } from '#core/secret.ts';
import { userKey } from '#core/text.ts';

/** Base 32 of Douglas Crockford: no I, L, O and U, so that no two characters look alike. 60 random bits can't be tried. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const DAY_MS = 86_400_000;
/** Of what a caller sends: longer than any spelling of a reference. */
export const REFERENCE_MAX = 64;

/** What is kept of a link. `endsAt`: Unix ms. */
export type StoredLink = KnownPerson & { readonly user: string; readonly endsAt: number };
export type IssuedLink = { readonly hash: string; readonly link: StoredLink };

/** 256 is a multiple of 32: each character is as likely as any other. */
const newReference = (): string => Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** As it was issued, of a reference as people type it: in any case, with spaces or hyphens, O for 0, I or L for 1. */
const asIssued = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');

/** By what a link is found. What is no reference at all has a hash too, which no link has. */
export const referenceHash = (typed: string): string => secretHash(`link ${asIssued(typed)}`);

/** F4: built from the deployment's own origin; in the fragment, so that no server logs it. */
const shortLink = (origin: string, reference: string): string => `${origin}/#/w/${reference}`;

/**
 * A link for each user of a batch: what is to be stored before the first of their mails is sent, and the URL by user key.
 * @param days settings.mail.linkDays @param now Unix ms
 */
export function issueLinks(
  users: readonly (Pick<User, 'userId'> & KnownPerson)[],
  { origin, days, now }: { readonly origin: string; readonly days: number; readonly now: number },
): { readonly links: readonly IssuedLink[]; readonly urls: ReadonlyMap<string, string> } {
  const issued = users.map((user) => {
    const reference = newReference();
    const key = userKey(user.userId);
    const link = { user: key, ...knownPerson(user), endsAt: now + days * DAY_MS };
    return { key, url: shortLink(origin, reference), link: { hash: referenceHash(reference), link } };
  });
  return { links: issued.map(({ link }) => link), urls: new Map(issued.map(({ key, url }) => [key, url])) };
}

/** The user ID that a link fills in; undefined where it has expired, or where another person, or none, has the user ID now. */
export const filledIn = (link: StoredLink | undefined, user: User | undefined, now: number): string | undefined =>
  link && user && link.endsAt > now && isSamePerson(link, user) ? user.userId : undefined;
