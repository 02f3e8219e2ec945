/**
 * Immutable IDs that two users have, found before the first of them is packed: whom a later export means by such an ID nothing says,
 * so that neither comes. The others are not affected.
 */
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { externalIdOf } from '#core/sources/external-id.ts';
import type { Mapping } from '#core/sources/mapping.ts';
import { type Person, userIdAttributes, userIdOf } from '#core/sources/person.ts';
import { userKey } from '#core/text.ts';
import { KeySet } from './key-set.ts';
import type { Refusals } from './refusals.ts';

/** Users who are named on the terminal. */
const SHOWN = 10;

export class SharedIds {
  readonly #mapping: Mapping;
  readonly #comes: (key: string) => boolean;
  readonly #ids = new KeySet();
  readonly #people = new KeySet();
  readonly #shared = new Map<string, { readonly where: string; readonly userId: string }[]>();

  /** @param comes whether the user of this key is to be packed: an ID may be shared with a user who holds no token */
  constructor(mapping: Mapping, comes: (key: string) => boolean) {
    this.#mapping = mapping;
    this.#comes = comes;
  }

  /** Attributes of which one must be there, or there is nothing to look for. */
  get interests(): readonly string[] {
    return this.#mapping.externalId;
  }

  get wanted(): readonly string[] {
    return [...userIdAttributes(this.#mapping), ...this.#mapping.externalId];
  }

  /** The first look at an entry. One entry twice, as joined files have it, is one person. */
  take(entry: DirectoryEntry): void {
    const key = userKey(userIdOf(entry, this.#mapping) ?? '');
    const id = externalIdOf(entry, this.#mapping.externalId)?.id;
    if (id === undefined || key === '' || !this.#comes(key)) return;
    if (this.#people.add(`${id}\n${key}`) && !this.#ids.add(id)) this.#shared.set(id, []);
  }

  /** Whether a user is refused, because another one has the same ID. */
  refuses({ externalId = '', userId }: Person, where: string): boolean {
    const users = this.#shared.get(externalId);
    if (!users || !this.#comes(userKey(userId))) return false;
    users.push({ where, userId });
    return true;
  }

  /** Notes who was refused, each time with the places of all who have the ID. */
  note(refusals: Refusals): void {
    for (const users of this.#shared.values())
      for (const _ of users) refusals.note('user.external_id_duplicate', users.map(({ where }) => where).join(', '));
  }

  /** For the terminal alone: who they are. */
  inWords(): string | undefined {
    const groups = [...this.#shared.values()].filter((users) => users.length > 0);
    if (groups.length === 0) return undefined;
    const shown = groups.slice(0, SHOWN).map((users) => users.map(({ userId }) => userId).join(' and '));
    return `Users with one immutable ID, who stay out: ${shown.join('; ')}${groups.length > SHOWN ? '; ...' : ''}. Give each an ID of its own in the directory, or map another attribute: --map externalId=NAME.`;
  }
}
