/**
 * The id that a directory gives an entry once and never changes, whatever the entry is renamed to. It comes in one text form, so that
 * an LDIF file today and a live directory tomorrow name the same person.
 */
import type { DirectoryEntry } from './entry.ts';

/**
 * Where directories keep it, in lower case; of an entry the first that is there counts: entryUUID (RFC 4530: OpenLDAP, OpenDJ,
 * PingDirectory, 389 DS 2), objectGUID (Active Directory, AD LDS), nsUniqueId (389 DS, ODSEE), ipaUniqueID (FreeIPA), GUID
 * (eDirectory), orclGUID (Oracle).
 */
export const EXTERNAL_IDS = ['entryuuid', 'objectguid', 'nsuniqueid', 'ipauniqueid', 'guid', 'orclguid'] as const;

/** Attributes whose values are 16 octets. A live directory is to give them as octets, under any of these names. */
export const BINARY_IDS = ['objectGUID', 'objectguid', 'GUID', 'guid'] as const;

const BYTES = 16;
/** Active Directory writes the first three fields of a GUID with the least octet first ([MS-DTYP], 2.3.4.2). */
const MIXED_ENDIAN = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const UUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/iu;
/** As csvde writes octets. */
const OCTETS = /^X'([0-9a-f]{32})'$/iu;

/** Whether an attribute (in lower case) holds a GUID as octets. */
export const isBinaryId = (attribute: string): boolean => attribute === 'objectguid' || attribute === 'guid';

/**
 * Octets of a GUID as text. @param attribute in lower case
 * @returns undefined of another attribute, and of octets that are no GUID: they may be its text
 */
export function guidText(attribute: string, octets: Uint8Array): string | undefined {
  if (!isBinaryId(attribute) || octets.length !== BYTES) return undefined;
  const bytes = Buffer.from(octets);
  const ordered = attribute === 'objectguid' ? Buffer.from(MIXED_ENDIAN.map((from) => bytes[from]!)) : bytes;
  return ordered.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
}

/** One text form: UUIDs in lower case without braces, the other ids of directories in lower case, any other as it is written. */
function normalised(attribute: string, value: string): string {
  const text = value.trim();
  const octets = OCTETS.exec(text)?.[1];
  const guid = octets === undefined ? undefined : guidText(attribute, Buffer.from(octets, 'hex'));
  if (guid !== undefined) return guid;
  const uuid = UUID.exec(text)?.[1];
  if (uuid !== undefined) return uuid.toLowerCase();
  return EXTERNAL_IDS.some((known) => known === attribute) ? text.toLowerCase() : text.normalize('NFC');
}

export type ExternalId = { readonly attribute: string; readonly id: string };

/** The id of an entry, and which attribute gave it. @param attributes in lower case; the first that has a value counts */
export function externalIdOf(entry: DirectoryEntry, attributes: readonly string[]): ExternalId | undefined {
  for (const attribute of attributes) {
    const value = entry.values.get(attribute)?.[0];
    const id = value === undefined ? '' : normalised(attribute, value);
    if (id !== '') return { attribute, id };
  }
  return undefined;
}
