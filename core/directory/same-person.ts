/** Whether what was kept of a user is about this person: a user ID alone may be another person's one day. */

/** Items of releases before say nothing of it. */
export type KnownPerson = { readonly source?: string; readonly externalId?: string };

/** What is kept of a user to know the person again. */
export const knownPerson = ({ source, externalId }: KnownPerson): KnownPerson => ({
  ...(source === undefined ? {} : { source }),
  ...(externalId === undefined ? {} : { externalId }),
});

const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

/** Of two under one user ID. Where either side has no immutable id, the user ID says who it is. */
export const isSamePerson = (one: KnownPerson, other: KnownPerson): boolean =>
  !differ(one.source, other.source) && !differ(one.externalId, other.externalId);
