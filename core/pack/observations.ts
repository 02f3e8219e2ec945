/**
 * What a directory does not say, found out while it is read: silence must never pass for the good case. Errors where nothing would
 * come, or where silence would enable accounts; sentences for the administrator otherwise. Sentences may show values of the
 * directory: they are for the terminal, and never go into the package.
 */
import { invalid } from '#core/errors.ts';
import { knownWord, STATE_FIELDS } from '#core/sources/account-words.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import type { Field, Mapping } from '#core/sources/mapping.ts';
import type { PersonResult } from '#core/sources/person.ts';
import { candidatesOf } from '#core/sources/user-ids.ts';
import { userKey } from '#core/text.ts';
import type { Holdings } from './holdings.ts';
import { Tally } from './tally.ts';

export type ObservationRules = {
  readonly mapping: Mapping;
  readonly holdings: Holdings;
  readonly identitySource: 'ldif' | 'csv' | 'ldap';
  /** Accounts of which nothing says whether they are enabled come enabled. */
  readonly assumeEnabled: boolean;
  /** Whether only a part of the source is packed: then tokens of users who are not there are expected. */
  readonly part: boolean;
  /** Where the lockout duration comes from, and how long it is: "30 minutes (line 4 of the export)". */
  readonly lockoutInWords: string;
};

/** Attributes that servers keep for themselves, and that an export has only if it was asked for them. */
export const OPERATIONAL = [
  'modifytimestamp',
  'createtimestamp',
  'entryuuid',
  'entrycsn',
  'nsuniqueid',
  'creatorsname',
];
/** Classes of directories that always say whether an account is enabled. */
const SAYS_ALWAYS = new Set(['user', 'securityprincipal', 'msds-bindableobject']);
/** Classes of directories that say it in an operational attribute alone. */
const SAYS_OPERATIONALLY = new Set(['ipaobject', 'krbprincipalaux', 'nsperson', 'nsaccount', 'nsorgperson']);

/** How names look that lost their letters on the way. */
const DAMAGES = [
  ['question marks inside: an export in ASCII (PowerShell: -Encoding UTF8)', /\p{L}\?|\?\p{L}/u],
  ['"Ã¼" for "ü": UTF-8 that was read as Latin-1 and saved again', /[\u00c2\u00c3][\u0080-\u00bf]/u],
] as const;
const NAMES_AND_ADDRESS = ['firstName', 'lastName', 'email'] as const;

export class Observations {
  readonly #rules: ObservationRules;
  #entries = 0;
  #users = 0;
  #silent = 0;
  #silentDirectory = 0;
  #operational = false;
  #lockoutsEnded = 0;
  readonly #said: string[] = [];
  #refused = 0;
  readonly #passedOver = new Tally();
  readonly #withoutId = new Tally();
  readonly #otherIds = new Tally();
  readonly #filled = new Tally();
  readonly #damaged = new Tally();
  readonly #mapped = new Tally();
  readonly #readable = new Tally();
  readonly #unreadable = new Map<
    string,
    { readonly field: string; readonly problem?: string; readonly values: Tally }
  >();

  constructor(rules: ObservationRules) {
    this.#rules = rules;
  }

  /** Keeps a sentence for the administrator. */
  say(sentence: string): void {
    this.#said.push(sentence);
  }

  /** Takes in an entry and what became of it. */
  see(entry: DirectoryEntry, result: PersonResult): void {
    const where = `line ${entry.line}`;
    this.#entries += 1;
    this.#operational ||= OPERATIONAL.some((attribute) => entry.values.has(attribute));
    if (result.kind === 'other') {
      this.#passedOver.add(result.is, where);
      return;
    }
    this.#seeMapped(entry, result.kind === 'person');
    if (result.kind === 'no_user_id') {
      this.#passedOver.add('without a user ID', where);
      for (const { name } of candidatesOf(entry)) this.#withoutId.add(name);
    } else if (result.kind === 'invalid') this.#seeInvalid(result);
    else this.#seeUser(entry, result);
  }

  #seeMapped(entry: DirectoryEntry, readable: boolean): void {
    for (const field of this.#rules.mapping.given)
      for (const attribute of this.#rules.mapping[field]) {
        const has = [...entry.values].some(
          ([name, values]) =>
            (name === attribute || name.startsWith(`${attribute};`)) && values.some((value) => value.trim() !== ''),
        );
        if (has) this.#mapped.add(field);
        if (has && readable) this.#readable.add(field);
      }
  }

  #seeInvalid({ field, unreadable }: PersonResult & { kind: 'invalid' }): void {
    this.#refused += 1;
    if (unreadable === undefined) return;
    const { attribute, value, problem } = unreadable;
    const known = this.#unreadable.get(attribute) ?? {
      field,
      values: new Tally(),
      ...(problem === undefined ? {} : { problem }),
    };
    known.values.add(printable(value));
    this.#unreadable.set(attribute, known);
  }

  #seeUser(entry: DirectoryEntry, { person, state }: PersonResult & { kind: 'person' }): void {
    this.#users += 1;
    for (const field of NAMES_AND_ADDRESS) if (person[field] !== undefined) this.#filled.add(field);
    const name = `${person.firstName} ${person.lastName}`;
    for (const [damage, pattern] of DAMAGES) if (pattern.test(name)) this.#damaged.add(damage, `line ${entry.line}`);
    if (state.lockoutEnded) this.#lockoutsEnded += 1;
    if (!state.said) {
      this.#silent += 1;
      if (this.#shouldSay(entry)) this.#silentDirectory += 1;
    }
    const { holdings } = this.#rules;
    if (holdings.size === 0 || holdings.has(userKey(person.userId))) return;
    for (const { name, value } of candidatesOf(entry)) if (holdings.has(userKey(value))) this.#otherIds.add(name);
  }

  /** Whether an account of this directory always has an attribute that says whether it is enabled. */
  #shouldSay(entry: DirectoryEntry): boolean {
    const classes = (entry.values.get('objectclass') ?? []).map((name) => name.trim().toLowerCase());
    if (entry.values.has('samaccountname') || classes.some((name) => SAYS_ALWAYS.has(name))) return true;
    return this.#asked() && classes.some((name) => SAYS_OPERATIONALLY.has(name));
  }

  /** Whether the export lacks what servers give only if they are asked. A live directory is asked. */
  #asked(): boolean {
    return this.#rules.identitySource === 'ldif' && !this.#operational;
  }

  /** Users who were read and asked for, those who are refused too. */
  get users(): number {
    return this.#users + this.#refused;
  }

  /** Entries that are no users, by what they are, most first. */
  get passedOver(): { readonly is: string; readonly count: number; readonly where: readonly string[] }[] {
    return this.#passedOver.list().map(({ name, count, where }) => ({ is: name, count, where }));
  }

  /**
   * @param packed users in the package @param refused says whom the packing refused, where there are such
   * @throws LandfallError pack.map_unreadable, pack.map_absent, pack.no_users, pack.state_unknown
   */
  check(packed: number, refused?: string): void {
    this.#checkMapped();
    if (packed === 0)
      throw invalid('pack.no_users', `${refused ?? this.#whyNoUsers()} No package was written.`, {
        entries: this.#entries,
      });
    if (this.#silent === this.#users && this.#silentDirectory > 0 && !this.#rules.assumeEnabled)
      throw invalid(
        'pack.state_unknown',
        `Nothing says whether the ${this.#users} accounts are enabled or when they end, so those of people who have left would come enabled. Export userAccountControl and accountExpires (Active Directory), msDS-UserAccountDisabled (AD LDS) or nsAccountLock (389 DS, FreeIPA; an operational attribute: ldapsearch ... '*' '+') too; or say --assume-enabled.`,
        { users: this.#users },
      );
  }

  #checkMapped(): void {
    const { mapping } = this.#rules;
    for (const field of STATE_FIELDS.filter((one) => mapping.given.has(one))) {
      const attribute = mapping[field].join();
      const bad = this.#unreadable.get(attribute);
      if (bad && this.#readable.of(field) === 0)
        throw invalid(
          'pack.map_unreadable',
          `--map ${field}=${attribute}: ${isFlag(field) ? 'its values are neither yes nor no' : 'its values are no dates'}: ${bad.values.inWords()}. ${bad.problem ?? 'Map an attribute that says it, or leave the mapping out.'}`,
          { attribute },
        );
      if (this.#users > 0 && this.#mapped.of(field) === 0 && !knownWord(field, attribute))
        throw invalid(
          'pack.map_absent',
          `--map ${field}=${attribute}: not one of ${this.#users} users has this attribute. Check its name.`,
          { attribute },
        );
    }
  }

  #whyNoUsers(): string {
    const { mapping, holdings, identitySource } = this.#rules;
    const withoutId = this.#passedOver.of('without a user ID');
    if (this.#entries === 0)
      return identitySource === 'ldap'
        ? 'The search found no entry: check --base and --filter, and give --bind-dn, since many directories show nothing to an anonymous search.'
        : 'The file holds not one entry.';
    if (this.#users > 0)
      return `${this.#users} users were read, and not one of them holds a token. ${holdings.size === 0 ? 'The tokens are assigned to no user: give --assignments.' : this.#missingIds()} --include-tokenless packs users without a token too.`;
    if (this.#refused > 0) return `All ${this.#refused} users stay out. ${this.#unreadableInWords().join(' ')}`;
    if (withoutId > 0)
      return `${withoutId} persons were read, and not one has a user ID (${mapping.userId.join(', ')}). ${this.#withoutId.size === 0 ? 'Say what it is' : `What they have: ${this.#withoutId.inWords()}. Say which it is`}: --map userId=${this.#withoutId.list()[0]?.name ?? 'ATTRIBUTE'}.`;
    return `${this.#entries} entries were read, and not one is a person: ${this.#passedOver.inWords()}.${this.#powershell()}`;
  }

  /** PowerShell writes the name of a type in place of several values. */
  #powershell(): string {
    const typed = this.#passedOver.list().some(({ name }) => /^(?:Microsoft|System)\./u.test(name));
    return typed
      ? " PowerShell wrote a type's name in place of the classes: Select-Object *, @{ n = 'objectClass'; e = { $_.objectClass -join '|' } } -ExcludeProperty objectClass."
      : '';
  }

  /** Why tokens found no user, as far as it can be told. */
  #missingIds(): string {
    if (this.#rules.part) return '';
    const missing = { users: 0, addresses: 0, domains: 0 };
    for (const { userId, tokens } of this.#rules.holdings.untaken()) {
      if (tokens.length === 0) continue;
      missing.users += 1;
      if (userId.includes('@')) missing.addresses += 1;
      if (userId.includes('\\')) missing.domains += 1;
    }
    if (missing.users === 0) return '';
    const said = `${missing.users} of the user IDs that tokens are assigned to are not in the directory.`;
    const [other] = this.#otherIds.list();
    if (other) return `${said} ${other.count} of them stand in its ${other.name}: --map userId=${other.name}.`;
    const { addresses, domains } = missing;
    if (addresses > 0)
      return `${said} ${addresses} are written as name@domain: export userPrincipalName too and say --map userId=userPrincipalName, or write the name alone.`;
    return domains > 0 ? `${said} ${domains} are written as DOMAIN\\name: write the name alone.` : said;
  }

  #unreadableInWords(): string[] {
    return [...this.#unreadable].map(
      ([attribute, { field, problem, values }]) =>
        `${attribute} can't be read as ${field}: ${values.inWords()} (${problem ?? (isFlag(field) ? 'write yes or no' : 'write a date as 2026-12-31, a time as 2026-12-31T08:00:00Z')}).`,
    );
  }

  #silenceInWords(): string[] {
    if (this.#silent === 0) return [];
    const who =
      this.#silent === this.#users
        ? `Nothing says whether an account is enabled or when it ends: all ${this.#users} come enabled.`
        : `Of ${this.#silent} of ${this.#users} users nothing says whether the account is enabled or when it ends: they come enabled.`;
    return this.#asked() && this.#silent === this.#users
      ? [
          `${who} The export has no operational attributes, where OpenLDAP, 389 DS and others keep this: export with slapcat, or ldapsearch ... '*' '+'.`,
        ]
      : [who];
  }

  #mappedInWords(): string[] {
    const { mapping } = this.#rules;
    const absent = [...mapping.given].filter((field: Field) => this.#mapped.of(field) === 0);
    return absent.map((field) => `--map ${field}=${mapping[field].join()}: not one user has this attribute.`);
  }

  #emptyInWords(): string[] {
    const { mapping } = this.#rules;
    const empty = NAMES_AND_ADDRESS.filter((field) => this.#filled.of(field) === 0 && !mapping.given.has(field));
    return empty.map(
      (field) => `No user has ${field} (${mapping[field].join(', ')}): --map ${field}=NAME says where it stands.`,
    );
  }

  /** What is to be said of a directory that was packed. */
  notices(): string[] {
    const ended = this.#lockoutsEnded;
    return [
      ...this.#rules.mapping.notes,
      ...this.#said,
      ...this.#silenceInWords(),
      ...this.#emptyInWords(),
      ...this.#damaged
        .list()
        .map(({ name, count, where }) => `Names of ${count} users have ${name}; see ${where.join(', ')}.`),
      ...this.#mappedInWords(),
      ...this.#unreadableInWords(),
      ...(ended > 0
        ? [
            `Lockouts that have ended by themselves: ${ended}; these users come unlocked. A lockout lasts ${this.#rules.lockoutInWords}.`,
          ]
        : []),
      ...[this.#missingIds()].filter((words) => words !== ''),
    ];
  }
}

const isFlag = (field: string): boolean => field === 'enabled' || field === 'lockedOut';

/** A value as a terminal may show it. */
const printable = (value: string): string => `"${value.replace(/\p{C}/gu, '?').trim().slice(0, 40)}"`;
