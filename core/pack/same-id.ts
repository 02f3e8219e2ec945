/**
 * Users whose IDs fold to one key, distinguished by their spelling. The target knows one of them, so the others are refused,
 * and with them their tokens: a token assigned to "STRASSE" must never log a user on as "straße".
 */

import type { TokenOfUser } from '#core/export/record.ts';
import type { GivenAnswer } from '#core/sources/answers.ts';
import type { Person, PersonNote } from '#core/sources/person.ts';
import { type Holding, spellingOf } from './holdings.ts';
import type { Refusals } from './refusals.ts';

export type Found = { readonly person: Person; readonly notes: readonly PersonNote[]; readonly where: string };

export class SameId {
  readonly #refusals: Refusals;
  readonly #includeTokenless: boolean;
  /** Users who are refused and stay in the source. */
  readonly left: Person[] = [];
  readonly leftSerials: string[] = [];
  /** By the holding's number; its users by spelling, in directory order. */
  readonly #kept = new Map<number, { readonly holding: Holding; readonly users: Map<string, Found> }>();

  constructor(refusals: Refusals, includeTokenless: boolean) {
    this.#refusals = refusals;
    this.#includeTokenless = includeTokenless;
  }

  /**
   * Keeps a user until the whole directory has been seen, where the files spell the user ID differently: the user who is meant
   * may still come. Only holders of something are kept, as many as there are holdings.
   * @returns false where files and directory agree, and nothing has to wait
   */
  keep(holding: Holding, found: Found): boolean {
    const spelling = spellingOf(found.person.userId);
    const agree = holding.respelled.size === 0 && spelling === spellingOf(holding.userId);
    const known = this.#kept.get(holding.number);
    if (agree && !known) return false;
    const { users } = known ?? { users: new Map<string, Found>() };
    this.#kept.set(holding.number, known ?? { holding, users });
    if (users.has(spelling)) this.#refuse(found);
    else users.set(spelling, found);
    return true;
  }

  #refuse({ person, where }: Found): void {
    this.#refusals.note('user.duplicate', where);
    this.left.push(person);
  }

  /** One user a holding, with what is that user's: by exact spelling, else the first user's. The others are refused. */
  *resolve(): Generator<{ readonly found: Found; readonly holding: Holding }> {
    for (const { holding, users } of this.#kept.values()) {
      const [first] = users.keys();
      const ownerOf = (item: TokenOfUser | GivenAnswer) => {
        const spelling = holding.respelled.get(item) ?? spellingOf(holding.userId);
        return users.has(spelling) ? spelling : first!;
      };
      const owners = new Set(holding.tokens.map(ownerOf));
      const chosen = this.#includeTokenless ? first! : ([...users.keys()].find((name) => owners.has(name)) ?? first!);
      for (const [spelling, found] of users) if (spelling !== chosen) this.#refuse(found);
      const mine = (item: TokenOfUser | GivenAnswer) => ownerOf(item) === chosen;
      for (const token of holding.tokens)
        if (!mine(token)) {
          this.#refusals.note('token.user_duplicate', token.serial);
          this.leftSerials.push(token.serial);
        }
      for (const answer of holding.answers)
        if (!mine(answer)) this.#refusals.note('answer.user_missing', `answers line ${answer.line}`);
      const own = { ...holding, tokens: holding.tokens.filter(mine), answers: holding.answers.filter(mine) };
      yield { found: users.get(chosen)!, holding: own };
    }
  }
}
