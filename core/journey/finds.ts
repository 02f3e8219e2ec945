/**
 * By what a person is found. Two kinds of items: `word` (the user ID, the last name, the address, each serial number) and `name` (the whole name,
 * last name first and first name first), each in one order over all people, so that one look finds what begins alike in any field. People
 * type spaces, hyphens, apostrophes, dots and commas or leave them out: neither what is stored nor what is looked for has any.
 * docs/decisions/finding.md says why the keys are made so.
 */
import { createHash } from 'node:crypto';
import { placeOf } from '#core/directory/journey.ts';
import { byUtf8, cutText } from '#core/text.ts';
import { folded, spellings } from './fold.ts';
import type { Person } from './person.ts';

/** A partition takes 1,000 writes a second: the sum of both is the number of queries of a search. */
export const FIND_SHARDS = { word: 3, name: 2 } as const;
const FIND_KINDS = ['word', 'name'] as const;
export type FindKind = (typeof FIND_KINDS)[number];
/** What people are listed by that have it. */
export const FLAGS = ['locked', 'disabled', 'no-token', 'no-address'] as const;
export type Flag = (typeof FLAGS)[number];
export const FLAG_SHARDS = 2;

export type FindKey = { readonly pk: string; readonly sk: string };
export type Find = FindKey & { readonly userKey: string };
export type Named = Pick<Person, 'userKey' | 'userId' | 'firstName' | 'lastName' | 'email' | 'serials'>;

/** So many characters must be typed. */
const LEAST_TYPED = 2;
/** Of scripts in which one character is a word, and a whole family name: one is enough. */
const WORD = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Longer texts are found by their beginning. A sort key ends at 1,024 bytes. */
const FOUND_UNITS = 120;
const NAME_UNITS = 80;
/** Of a name of many words: so many words are beginnings. */
const WORDS = 4;
/** Items of each kind for other spellings of one name, which are written in one transaction with the person. */
const SPELLED = 20;

const JOINTS = /[\s\p{Pd}'’‘‛ʹʻʼʽʾʿˈ`´′׳.,·・‧]+/gu;
/** Stands for @. Nothing but the space that ends a text sorts before it, so that a whole user ID or mailbox comes first. */
const AT = '!';
const END = ' ';

const squeezed = (text: string): string => text.replace(JOINTS, '');

/** As it is stored and as it is looked for. Zeros at the beginning are left out by people who read a serial number. */
const wordOf = (text: string): string =>
  cutText(
    squeezed(folded(text))
      .replaceAll('@', AT)
      .replace(/^0+(?=.)/u, ''),
    FOUND_UNITS,
  );

const leastOf = (text: string): number => (WORD.test(text) ? 1 : LEAST_TYPED);
const isLongEnough = (text: string): boolean => Array.from(text).length >= leastOf(text);

/** What is looked for; undefined where too little was typed. */
export function typedOf(text: string): string | undefined {
  const word = wordOf(text);
  return isLongEnough(word) && word !== '0' ? word : undefined;
}

/** @param text a text, or a beginning of it that is long enough */
export const findPartition = (kind: FindKind, text: string, shard: number): string =>
  `${kind === 'word' ? 'FIND' : 'NAME'}#${Array.from(text).slice(0, leastOf(text)).join('')}#${shard}`;
export const flagPartition = (flag: Flag, shard: number): string => `FLAG#${flag}#${shard}`;

const wordsOf = (name: string): string[] => name.split(JOINTS).filter((word) => word !== '');

/** "van der berg": vanderberg, derberg, berg. */
function beginnings(name: string): string[] {
  const words = wordsOf(name);
  return words.slice(0, WORDS).map((_word, at) => cutText(words.slice(at).join(''), NAME_UNITS));
}

/** "anna maria": annamaria, anna. The same of a last name whose second half is left out before the first name. */
function halves(name: string): string[] {
  const words = wordsOf(name);
  return words.length === 0 ? [] : [...new Set([cutText(words.join(''), NAME_UNITS), cutText(words[0]!, NAME_UNITS)])];
}

/** The texts of a name in one spelling. */
function namesOf(last: string, first: string): { readonly words: string[]; readonly names: string[] } {
  const [lasts, firsts] = [beginnings(last), halves(first)];
  const [whole] = firsts;
  if (whole === undefined) return { words: lasts, names: [] };
  if (lasts.length === 0) return { words: firsts, names: [] };
  const names = [
    ...[...lasts, ...halves(last)].map((one) => one + whole),
    ...firsts.flatMap((given) => lasts.map((one) => given + one)),
  ].map((name) => cutText(name, FOUND_UNITS));
  return { words: lasts.map((one) => `${one}${END}${whole}`), names };
}

/** A text that another one begins with is found by that one: a user ID by the address that begins with it. */
function withoutBeginnings(texts: readonly string[]): string[] {
  const all = [...new Set(texts)];
  return all.filter((text) => !all.some((other) => other.startsWith(text + END) || other.startsWith(text + AT)));
}

type Texts = Readonly<Record<FindKind, readonly string[]>>;

const longEnough = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => isLongEnough(text.split(END)[0]!));

/** What people find this person by: as written, and by other spellings of the name. */
function textsOf({ userId, firstName = '', lastName = '', email, serials }: Named): readonly [Texts, Texts] {
  const [last, first] = [spellings(lastName), spellings(firstName)];
  const own = namesOf(last.plain, first.plain);
  const others = [last.plain, ...last.others].flatMap((one) =>
    [first.plain, ...first.others].map((given) => namesOf(one, given)),
  );
  const fields = [userId, ...(email === undefined ? [] : [email]), ...serials].map(wordOf);
  return [
    { word: longEnough(withoutBeginnings([...fields, ...own.words])), name: longEnough(own.names) },
    {
      word: longEnough(others.flatMap(({ words }) => words)).slice(0, SPELLED),
      name: longEnough(others.flatMap(({ names }) => names)).slice(0, SPELLED),
    },
  ];
}

const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

function findOf(kind: FindKind, text: string, userKey: string): Find {
  const digest = digestOf(userKey);
  const pk = findPartition(kind, text, digest.readUInt8(1) % FIND_SHARDS[kind]);
  return { pk, sk: `${text}${END}#${digest.toString('hex').slice(0, 16)}`, userKey };
}

/** Each key once. */
export function findsOf(person: Named): Find[] {
  const [own, others] = textsOf(person);
  return FIND_KINDS.flatMap((kind) =>
    [...new Set([...own[kind], ...others[kind]])].map((text) => findOf(kind, text, person.userKey)),
  );
}

/**
 * The one item of several at which a person is listed who is found by this text: the first one, of what is written rather than of another
 * spelling; of the kind `name` only where there is none of the kind `word`.
 */
export function listedAt(person: Named, typed: string): { readonly kind: FindKind; readonly sk: string } | undefined {
  const [own, others] = textsOf(person);
  for (const kind of FIND_KINDS)
    for (const texts of [own, others]) {
      const [first] = texts[kind].filter((text) => text.startsWith(typed)).toSorted(byUtf8);
      if (first !== undefined) return { kind, sk: findOf(kind, first, person.userKey).sk };
    }
  return undefined;
}

const HAS: Readonly<Record<Flag, (person: Person) => boolean>> = {
  locked: ({ lockedOut, stuck }) => lockedOut || stuck === 'locked-out',
  disabled: ({ enabled }) => !enabled,
  'no-token': ({ serials }) => serials.length === 0,
  'no-address': ({ email }) => email === undefined,
};

/** Listed by user key, as the directory's index lists people. */
function flagsOf(person: Person): Find[] {
  const shard = digestOf(person.userKey).readUInt8(1) % FLAG_SHARDS;
  const { journey: sk } = placeOf('', 'user', person.userKey);
  return FLAGS.filter((flag) => HAS[flag](person)).map((flag) => ({
    pk: flagPartition(flag, shard),
    sk,
    userKey: person.userKey,
  }));
}

/** Every item that the person has in the table `search`. */
export function searchItemsOf(person: Person): Find[] {
  return [...findsOf(person), ...flagsOf(person)];
}
