/**
 * Which users of a directory are packed, where not all are asked for: those below a base, those whom a filter finds, the members of
 * groups, those on a list; where several are given, who is in all of them.
 */
import { isBelow } from '#core/sources/dn.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { type Filter, filterAttributes } from '#core/sources/filter.ts';
import { matchesFilter } from '#core/sources/filter-match.ts';
import type { ListedUser } from '#core/sources/user-list.ts';
import { userKey } from '#core/text.ts';
import type { Groups } from './groups.ts';
import type { Refusals } from './refusals.ts';

export type Selecting = {
  /** As dnKey gives it. A live directory searches below its base itself. */
  readonly base?: string | undefined;
  /** A live directory judges by its filter itself. */
  readonly filter?: Filter | undefined;
  readonly groups?: Groups | undefined;
  readonly users?: readonly ListedUser[] | undefined;
};

/** Names and user IDs in a sentence. */
const SHOWN = 20;
const inWords = (texts: readonly string[]): string =>
  `${texts
    .slice(0, SHOWN)
    .map((text) => text.replace(/\p{C}/gu, '?'))
    .join('; ')}${texts.length > SHOWN ? '; ...' : ''}`;

export class Selection {
  readonly #rules: Selecting;
  readonly #listed: Map<string, ListedUser>;
  readonly #found = new Set<string>();
  readonly #tokenless: string[] = [];
  /** Attributes of the filter that no entry has had yet. */
  readonly #absent: Set<string>;

  constructor(rules: Selecting = {}) {
    this.#rules = rules;
    this.#listed = new Map((rules.users ?? []).map((user) => [userKey(user.userId), user]));
    this.#absent = new Set(rules.filter ? filterAttributes(rules.filter) : []);
  }

  /** Attributes that are to be read. */
  get wanted(): readonly string[] {
    const { filter, groups } = this.#rules;
    return [...(filter ? filterAttributes(filter) : []), ...(groups?.wanted ?? [])];
  }

  /** Whether a user of this ID is packed. To be asked once of each. */
  takes(entry: DirectoryEntry, userId: string): boolean {
    const { base, filter, groups, users } = this.#rules;
    for (const attribute of this.#absent)
      if ([...entry.values.keys()].some((name) => name.split(';', 1)[0] === attribute)) this.#absent.delete(attribute);
    const listed = users === undefined || this.#isListed(userKey(userId));
    const member = groups === undefined || groups.has(entry, userId);
    return (
      listed &&
      member &&
      (base === undefined || isBelow(entry.dn, base)) &&
      (filter === undefined || matchesFilter(filter, entry))
    );
  }

  #isListed(key: string): boolean {
    if (!this.#listed.has(key)) return false;
    this.#found.add(key);
    return true;
  }

  /** A user who is asked for and holds no token. */
  noteTokenless(userId: string): void {
    if (this.#listed.size > 0) this.#tokenless.push(userId);
  }

  #notFound(): ListedUser[] {
    return [...this.#listed].filter(([key]) => !this.#found.has(key)).map(([, user]) => user);
  }

  /** Notes, by line of the list, the user IDs that the directory does not hold. */
  note(refusals: Refusals): void {
    for (const { line } of this.#notFound()) refusals.note('user.listed_missing', `users line ${line}`);
  }

  /** For the terminal alone: whom the directory does not hold, and what it does not say. */
  notices(): string[] {
    const missing = this.#notFound().map(({ userId }) => userId);
    const left = this.#rules.groups?.leftOver ?? [];
    return [
      ...(missing.length > 0
        ? [`--users: ${missing.length} of ${this.#listed.size} user IDs are not in the directory: ${inWords(missing)}.`]
        : []),
      ...(this.#tokenless.length > 0
        ? [`--users: ${this.#tokenless.length} users hold no token and stay out: ${inWords(this.#tokenless)}.`]
        : []),
      ...(left.length > 0
        ? [`--group: ${left.length} members were not among the users that were read: ${inWords(left)}.`]
        : []),
      ...(this.#absent.size > 0
        ? [`--filter: no user has ${[...this.#absent].join(', ')}. Was it exported, and is its name right?`]
        : []),
    ];
  }
}
