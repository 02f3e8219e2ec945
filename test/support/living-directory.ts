/**
 * A source that goes on living while it is moved, drawn by fast-check: what happens in it, what its exports look like, and what people do
 * here meanwhile. Each happening is a word and three small numbers, so that a counterexample can be read.
 */
import fc from 'fast-check';
import type { Options, Sent, SentRecord, SentToken, SentUser } from './campaign-words.ts';

const EDITS = [
  'join',
  'join',
  'leave',
  'rename',
  'swap',
  'chain',
  'reuse',
  'collide',
  'name',
  'address',
  'address',
  'no-address',
  'enabled',
  'locked',
  'end',
  'answer',
  'no-answer',
  'move-token',
  'move-token',
  'replace-token',
  'add-token',
  'reseed',
  'pin',
  'digits',
  'expires',
  'token-enabled',
  'unassign',
  'assign',
  'drop-token',
  'foreign-token',
] as const;
const ACTS = [
  'logon',
  'logon',
  'token-only',
  'answers',
  'edit',
  'disable',
  'enable',
  'role',
  'tell',
  'tell',
  'tell',
] as const;
export type Happening<Kind extends string = string> = {
  readonly kind: Kind;
  readonly a: number;
  readonly b: number;
  readonly c: number;
};
export type Edit = Happening<(typeof EDITS)[number]>;
export type Act = Happening<(typeof ACTS)[number]>;

export type Increment = {
  readonly edits: readonly Edit[];
  readonly acts: readonly Act[];
  /** Records of a part. */
  readonly size: number;
  /** `part`: of some people; `again`: an earlier package of the source. */
  readonly scope: 'full' | 'part' | 'again';
  readonly of: number;
  /** A record that comes twice, or that is bad. */
  readonly fault: 'none' | 'twice' | 'same-person' | 'same-serial' | 'bad';
  readonly options: Options;
};

const small = fc.nat({ max: 40 });
const happening = <Kind extends string>(kinds: readonly Kind[]): fc.Arbitrary<Happening<Kind>> =>
  fc.record({ kind: fc.constantFrom(...kinds), a: small, b: small, c: fc.nat({ max: 3 }) });
const seldom = <T>(usual: T, others: readonly T[], weight: number): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const increment: fc.Arbitrary<Increment> = fc.record({
  edits: fc.array(happening(EDITS), { maxLength: 6, size: 'max' }),
  acts: fc.array(happening(ACTS), { maxLength: 3, size: 'max' }),
  size: fc.integer({ min: 1, max: 7 }),
  scope: seldom<Increment['scope']>('full', ['part', 'again'], 3),
  of: small,
  fault: seldom<Increment['fault']>('none', ['twice', 'same-person', 'same-serial', 'bad'], 3),
  options: seldom<Options>(
    {},
    [
      { applyToTouched: true },
      { disableGone: true },
      { disableGone: true, applyToTouched: true },
      { confirmed: true },
      { older: true },
    ],
    1,
  ),
});
/** So many exports of a source. */
export const campaigns = (exports: number): fc.Arbitrary<readonly Increment[]> =>
  fc.array(increment, { minLength: exports, maxLength: exports, size: 'max' });

const named = ({ kind, a, b, c }: Happening): string => `${kind} ${a} ${b} ${c}`;
/** One line: what a counterexample prints. */
export const textOf = ({ edits, acts, size, scope, of, fault, options }: Increment): string =>
  [
    `here: ${acts.map(named).join(', ') || '-'}`,
    `there: ${edits.map(named).join(', ') || '-'}`,
    `${scope}${scope === 'full' ? '' : ` ${of}`} in parts of ${size}`,
    ...(fault === 'none' ? [] : [`${fault} ${of}`]),
    ...Object.keys(options),
  ].join(' | ');

type Person = { -readonly [K in keyof Omit<SentUser, 'tokens'>]: SentUser[K] } & { tokens: string[] };
type Known = { -readonly [K in keyof SentToken]: SentToken[K] };

const SOURCE = 'old';
/** User IDs and a serial that people have here who are not of the source. */
export const TAKEN = ['made.here', 'foreign'] as const;
export const FOREIGN_TOKEN = 'F1';
export const FIRST_DAY = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
/** So that every property begins with people. */
const FOUNDERS: readonly Edit[] = Array.from({ length: 4 }, (_, a) => ({ kind: 'join', a, b: a, c: (a + 1) % 3 }));

export class LivingDirectory {
  readonly #people: Person[] = [];
  readonly #tokens = new Map<string, Known>();
  readonly #left: string[] = [];
  readonly #packages: Sent[] = [];
  #counter = 0;
  #day = 0;

  constructor() {
    for (const edit of FOUNDERS) this.#edit(edit);
  }

  #next = (prefix: string): string => `${prefix}${++this.#counter}`;

  #newToken(): string {
    const serial = this.#next('t');
    this.#tokens.set(serial, { serial, seed: this.#next('s'), pin: '1111', digits: 6, enabled: true });
    return serial;
  }

  #join(userId: string, count: number): void {
    this.#people.push({
      ext: this.#next('e'),
      userId,
      firstName: this.#next('N'),
      email: `${userId}@corp.example`,
      enabled: true,
      locked: false,
      answer: count === 1 ? 'B' : undefined,
      tokens: Array.from({ length: count }, () => this.#newToken()),
    });
  }

  #edit({ kind, a, b, c }: Edit): void {
    if (kind === 'join') this.#join(this.#next('u'), c % 3);
    else if (kind === 'reuse') this.#join(this.#left.shift() ?? this.#next('u'), c % 3);
    else if (kind === 'collide') {
      const userId = TAKEN[c % 2]!;
      if (!this.#people.some((person) => person.userId === userId)) this.#join(userId, 1);
    } else if (this.#people.length > 0) {
      const at = (index: number) => this.#people[index % this.#people.length]!;
      this.#change(kind, { one: at(a), two: at(b), three: at(b + 1), c });
    }
  }

  #change(kind: Edit['kind'], { one, two, three, c }: { one: Person; two: Person; three: Person; c: number }): void {
    const token = this.#tokens.get(one.tokens[c % Math.max(1, one.tokens.length)] ?? '');
    const free = [...this.#tokens.keys()].filter(
      (serial) => !this.#people.some(({ tokens }) => tokens.includes(serial)),
    );
    const without = (serial: string) => one.tokens.filter((other) => other !== serial);
    if (kind === 'leave') {
      this.#people.splice(this.#people.indexOf(one), 1);
      if (!TAKEN.some((userId) => userId === one.userId)) this.#left.push(one.userId);
      if (c === 0) for (const serial of one.tokens) this.#tokens.delete(serial);
      else if (c === 1 && two !== one) two.tokens.push(...one.tokens);
    } else if (kind === 'rename') {
      this.#left.push(one.userId);
      one.userId = this.#next('u');
    } else if (kind === 'swap') [one.userId, two.userId] = [two.userId, one.userId];
    else if (kind === 'chain') {
      if (new Set([one, two, three]).size < 3) return;
      [one.userId, two.userId, three.userId] = [two.userId, three.userId, c % 2 ? one.userId : this.#next('u')];
    } else if (kind === 'name') one.firstName = this.#next('N');
    else if (kind === 'address') one.email = `${this.#next('m')}@corp.example`;
    else if (kind === 'no-address') one.email = undefined;
    else if (kind === 'enabled') one.enabled = !one.enabled;
    else if (kind === 'locked') one.locked = !one.locked;
    else if (kind === 'end') one.end = one.end ? undefined : `2028-01-0${c + 1}T00:00:00Z`;
    else if (kind === 'answer') one.answer = (['B', 'C', 'D'] as const)[c % 3];
    else if (kind === 'no-answer') one.answer = undefined;
    else if (kind === 'add-token') one.tokens.push(this.#newToken());
    else if (kind === 'assign') one.tokens.push(...free.slice(0, 1));
    else if (kind === 'foreign-token') {
      if (!this.#tokens.has(FOREIGN_TOKEN)) one.tokens.push(FOREIGN_TOKEN);
      this.#tokens.set(FOREIGN_TOKEN, { serial: FOREIGN_TOKEN, seed: 'own', digits: 6, enabled: true });
    } else if (token) this.#changeToken(kind, token, { one, two, c, without });
  }

  #changeToken(
    kind: Edit['kind'],
    token: Known,
    { one, two, c, without }: { one: Person; two: Person; c: number; without: (serial: string) => string[] },
  ): void {
    const { serial } = token;
    if (kind === 'reseed') token.seed = this.#next('s');
    else if (kind === 'pin') token.pin = c === 3 ? undefined : (['1111', '2222', '3333'] as const)[c % 3];
    else if (kind === 'digits') token.digits = token.digits === 6 ? 8 : 6;
    else if (kind === 'expires') token.expires = `2029-01-0${c + 1}T00:00:00Z`;
    else if (kind === 'token-enabled') token.enabled = !token.enabled;
    else one.tokens = without(serial);
    if (kind === 'move-token') two.tokens.push(serial);
    else if (kind === 'replace-token') one.tokens.push(this.#newToken());
    if (kind === 'drop-token' || kind === 'replace-token') this.#tokens.delete(serial);
  }

  #records(takes: (index: number) => boolean): SentRecord[] {
    const chosen = this.#people.filter((_person, index) => takes(index));
    const users = chosen.map(({ tokens, ...person }): SentRecord => {
      return { user: { ...person, tokens: tokens.map((serial) => ({ ...this.#tokens.get(serial)! })) } };
    });
    const held = new Set(this.#people.flatMap(({ tokens }) => tokens));
    const free = [...this.#tokens.values()].filter(({ serial }, index) => !held.has(serial) && takes(index));
    return [...users, ...free.map((token): SentRecord => ({ token: { ...token } }))];
  }

  /** The export that the increment ends with. It is the same object where an earlier package comes again. */
  export({ edits, scope, of, fault }: Increment): Sent {
    this.#day += 1;
    for (const edit of edits) this.#edit(edit);
    if (scope === 'again' && this.#packages.length > 0) return this.#packages[of % this.#packages.length]!;
    const records = this.#records(scope === 'part' ? (index) => (index + of) % 3 > 0 : () => true);
    const packedAt = FIRST_DAY + this.#day * DAY;
    const sent = {
      source: SOURCE,
      packedAt,
      full: scope !== 'part',
      older: false,
      records: faulty(records, fault, of),
    };
    this.#packages.push(sent);
    return sent;
  }
}

/** One record more, or one that is bad. */
function faulty(records: readonly SentRecord[], fault: Increment['fault'], of: number): SentRecord[] {
  const users = records.filter((record) => 'user' in record);
  const one = users[of % Math.max(1, users.length)];
  if (fault === 'none' || !one) return [...records];
  if (fault === 'bad') return records.map((record) => (record === one ? { ...record, bad: true } : record));
  // Each record has its own tokens, as in a package.
  const user = structuredClone(one.user);
  const others: Readonly<Record<string, SentUser>> = {
    twice: { ...user, firstName: 'Twice' },
    'same-person': { ...user, userId: `${user.userId}.again`, tokens: [] },
    'same-serial': { ...user, userId: `${user.userId}.other`, ext: `${user.ext}.other` },
  };
  const at = of % (records.length + 1);
  return [...records.slice(0, at), { user: others[fault]! }, ...records.slice(at)];
}
