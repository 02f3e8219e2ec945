/**
 * Who and what stays in the source without coming: users without a token, refused users, refused tokens. The package names them, so
 * that a later comparison of whole exports takes none of them for gone.
 */
import { chunksOf } from '#core/concurrency.ts';
import { type PresentRecord, userRecord } from '#core/export/record.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { externalIdOf } from '#core/sources/external-id.ts';
import type { Mapping } from '#core/sources/mapping.ts';

/** `unknown`: users and tokens of whom it can't be told who they are. */
export type PresentCounts = { readonly users: number; readonly tokens: number; readonly unknown: number };

const SERIALS_OF_RECORD = 500;
const { userId: userIdField, externalId: externalIdField } = userRecord.shape;

type Known = Pick<PresentRecord, 'userId' | 'externalId'>;

/** What an entry is known by, as far as it can be read. */
export const knownBy = (entry: DirectoryEntry, mapping: Mapping, userId: string | undefined): Known => ({
  userId: userIdField.safeParse(userId?.trim()).data,
  externalId: externalIdField.safeParse(externalIdOf(entry, mapping.externalId)?.id).data,
});

export class Present {
  readonly #add: (record: PresentRecord) => Promise<void>;
  readonly counts = { users: 0, tokens: 0, unknown: 0 };

  constructor(add: (record: PresentRecord) => Promise<void>) {
    this.#add = add;
  }

  /** A user who does not come. */
  async user({ userId, externalId }: Known): Promise<void> {
    if (userId === undefined && externalId === undefined) {
      this.counts.unknown += 1;
      return;
    }
    this.counts.users += 1;
    await this.#add({
      ...(userId === undefined ? {} : { userId }),
      ...(externalId === undefined ? {} : { externalId }),
    });
  }

  /** A person without a user ID: one with no immutable ID either can't have come before. */
  async person(known: Known): Promise<void> {
    if (known.externalId !== undefined) await this.user(known);
  }

  /** Tokens that do not come. @param unknown how many have no serial that can be read */
  async tokens(serials: readonly string[], unknown: number): Promise<void> {
    this.counts.tokens += serials.length;
    this.counts.unknown += unknown;
    for (const some of chunksOf(serials, SERIALS_OF_RECORD)) await this.#add({ serials: some });
  }
}
