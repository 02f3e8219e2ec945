/**
 * Who is in the groups that `--group` names, and in the groups within them: by the groups' own lists of members, or by what users
 * say of themselves.
 */
import { dnKey } from '#core/sources/dn.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { userKey } from '#core/text.ts';

/** Lists of names (RFC 4519, Active Directory), of user IDs (RFC 2307), and what users name their groups in. */
const NAMES = ['member', 'uniquemember'];
const USER_IDS = 'memberuid';
const MEMBER_OF = 'memberof';
/** Attributes that a group is read by. */
const GROUP_ATTRIBUTES = [...NAMES, USER_IDS, MEMBER_OF];
const CLASSES = new Set(['group', 'groupofnames', 'groupofuniquenames', 'groupofentries', 'posixgroup']);
/** A name of `uniqueMember` may end with a number that tells two owners of one name apart (RFC 4517, 3.3.21). */
const UNIQUE_ID = /#'[01]*'B$/u;

export class Groups {
  readonly wanted = ['objectclass', ...GROUP_ATTRIBUTES];
  /** By key, as they were given. */
  readonly #given: ReadonlyMap<string, string>;
  /** Keys of all groups that count: those given, and those within them. */
  readonly #counted: Set<string>;
  #before: number;
  readonly #isGroup = new Set<string>();
  readonly #read = new Set<string>();
  readonly #found = new Set<string>();
  /** By key, as the group writes them. */
  readonly #members = new Map<string, string>();
  readonly #userIds = new Map<string, string>();

  /** @param names distinguished names: dnKey knows each */
  constructor(names: readonly string[]) {
    this.#given = new Map(names.map((name) => [dnKey(name)!, name]));
    this.#counted = new Set(this.#given.keys());
    this.#before = this.#counted.size;
  }

  /** Learns that an entry is a group, whatever else was read of it. Of one that is none nothing is kept. @returns its key */
  know(entry: DirectoryEntry): string | undefined {
    const key = keyOf(entry);
    if (key === undefined || !isGroup(entry)) return undefined;
    this.#isGroup.add(key);
    if (valuesOf(entry, MEMBER_OF).some((name) => this.#counts(name))) this.#counted.add(key);
    return key;
  }

  /** The first look at an entry with its lists of members. */
  take(entry: DirectoryEntry): void {
    const key = this.know(entry);
    if (key === undefined || !this.#counted.has(key) || this.#read.has(key)) return;
    this.#read.add(key);
    this.#found.add(key);
    for (const name of NAMES.flatMap((attribute) => valuesOf(entry, attribute))) {
      const written = name.replace(UNIQUE_ID, '');
      const member = dnKey(written);
      if (member !== undefined) this.#members.set(member, written);
    }
    for (const userId of valuesOf(entry, USER_IDS)) this.#userIds.set(userKey(userId), userId);
  }

  /** Whether another look at the entries is needed: more groups count than before it. */
  again(): boolean {
    for (const key of this.#members.keys()) if (this.#isGroup.has(key)) this.#counted.add(key);
    const before = this.#before;
    this.#before = this.#counted.size;
    return this.#before > before;
  }

  /** Names of groups that are to be looked up one by one: those given, and members that are known to be groups. */
  get unread(): readonly string[] {
    const names = new Map([...this.#given, ...[...this.#members].filter(([key]) => this.#isGroup.has(key))]);
    return [...names].filter(([key]) => !this.#read.has(key)).map(([, name]) => name);
  }

  #counts(name: string): boolean {
    const key = dnKey(name);
    if (key === undefined || !this.#counted.has(key)) return false;
    this.#found.add(key);
    return true;
  }

  /** Whether a user is in one of the groups. */
  has(entry: DirectoryEntry, userId: string): boolean {
    const key = keyOf(entry);
    const named = key !== undefined && this.#members.delete(key);
    const listed = this.#userIds.delete(userKey(userId));
    const says = valuesOf(entry, MEMBER_OF).some((name) => this.#counts(name));
    return named || listed || says;
  }

  /** Those of `--group` that neither an entry nor a user names. */
  get missing(): readonly string[] {
    return [...this.#given].filter(([key]) => !this.#found.has(key)).map(([, name]) => name);
  }

  /** Members who were no users of the export. */
  get leftOver(): readonly string[] {
    const people = [...this.#members].filter(([key]) => !this.#isGroup.has(key)).map(([, name]) => name);
    return [...people, ...this.#userIds.values()];
  }
}

const keyOf = ({ dn }: DirectoryEntry): string | undefined => (dn === undefined ? undefined : dnKey(dn));

/** Values with any option: Active Directory cuts long lists into `member;range=0-1499`. */
const valuesOf = (entry: DirectoryEntry, attribute: string): readonly string[] =>
  [...entry.values].flatMap(([name, values]) => (name === attribute || name.startsWith(`${attribute};`) ? values : []));

const isGroup = (entry: DirectoryEntry): boolean =>
  [...NAMES, USER_IDS].some((attribute) => valuesOf(entry, attribute).length > 0) ||
  valuesOf(entry, 'objectclass').some((name) => CLASSES.has(name.trim().toLowerCase()));
