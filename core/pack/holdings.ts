/**
 * What each user holds: tokens with what the assignments say of them, and answers. It is kept in memory while the directory is
 * streamed, outside the heap, and grows with the tokens, not with the directory.
 */
import { LIMITS } from '#core/export/limits.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import type { GivenAnswer } from '#core/sources/answers.ts';
import { userKey } from '#core/text.ts';
import { ByteLog } from './byte-log.ts';
import { KeyIndex } from './key-index.ts';
import { NumberList } from './number-list.ts';
import { TokenStore } from './token-store.ts';

export type Holding = {
  /** Its number, for as long as there are holdings. */
  readonly number: number;
  /** As the assignment writes it. */
  readonly userId: string;
  readonly tokens: readonly TokenOfUser[];
  readonly answers: readonly GivenAnswer[];
  /** What was given under another spelling of the user ID: "STRASSE" may be another user than "straße" (same-id.ts). */
  readonly respelled: ReadonlyMap<TokenOfUser | GivenAnswer, string>;
  /** Whether the directory has given this user. */
  readonly taken: boolean;
};

/** A user ID as people write it: letter case counts, the way in which an accent is encoded does not. */
export const spellingOf = (userId: string): string => userId.trim().normalize('NFC');

/** What the assignments file says of a token. */
export type Said = Partial<Pick<TokenOfUser, 'pin' | 'clockOffset' | 'enabled' | 'nickname'>>;
/** A token by its number, with what was said of it; or an answer. */
type TokenItem = { readonly token: number; readonly said?: Said };
type Item = TokenItem | { readonly answer: GivenAnswer };

/** Flags of a holding. */
const TAKEN = 1;
const HAS_TOKEN = 2;
/** Of a place: no item follows. Places are one more than in the log, so that 0 is none. */
const NONE = 0xffffffff;

/** What the users hold, in some 50 bytes an item: a holding is put together when it is asked for. */
export class Holdings {
  readonly #tokens: TokenStore;
  readonly #log = new ByteLog();
  readonly #index = new KeyIndex((key, number) => userKey(this.#userIdOf(number)) === key);
  /** Of each holding: its first item, its last one, how many tokens it has; flags. */
  readonly #first = new NumberList();
  readonly #last = new NumberList();
  readonly #flags = new NumberList();
  /** Of each item: where it is, and which one follows. */
  readonly #places = new NumberList();
  readonly #next = new NumberList();
  readonly #unassigned = new NumberList();
  /** Tokens that the source holds and that do not come: by serial, and how many of which it can't be told. */
  readonly refused: { readonly serials: Set<string>; unknown: number } = { serials: new Set(), unknown: 0 };

  constructor(tokens: TokenStore = new TokenStore()) {
    this.#tokens = tokens;
  }

  /** How many users hold something. Users without a token have nothing, but where answers were given to them. */
  get size(): number {
    return this.#first.length;
  }

  /** The holding of a user key. */
  get(key: string): Holding | undefined {
    const number = this.#index.find(key);
    return number === undefined ? undefined : this.#holding(number);
  }

  has(key: string): boolean {
    return this.#index.find(key) !== undefined;
  }

  /** Whether the user of a key has a token. */
  hasToken(key: string): boolean {
    const number = this.#index.find(key);
    return number !== undefined && (this.#flags.at(number) & HAS_TOKEN) !== 0;
  }

  /** The directory has given this user. */
  take({ number }: Holding): void {
    this.#flags.set(number, this.#flags.at(number) | TAKEN);
  }

  /** Holdings of users whom the directory has not given, in the order in which they were made. */
  *untaken(): Generator<Holding> {
    for (let number = 0; number < this.size; number += 1)
      if ((this.#flags.at(number) & TAKEN) === 0) yield this.#holding(number);
  }

  /** Gives a token to a user, under this spelling of the user ID. @returns false where the user has as many as a user may have */
  giveToken(userId: string, token: number, said?: Said): boolean {
    const number = this.#index.find(userKey(userId));
    if (number !== undefined && this.#tokensOf(number) >= LIMITS.tokensPerUser) return false;
    this.#hold(userId, number, { token, ...(said ? { said } : {}) }, HAS_TOKEN);
    return true;
  }

  giveAnswer(userId: string, given: GivenAnswer): void {
    const answer = { ...given, answer: given.answer.slice(0, MAX_ANSWER) };
    this.#hold(userId, this.#index.find(userKey(userId)), { answer }, 0);
  }

  /** Keeps a token that no user has. */
  leave(token: number, said?: Said): void {
    this.#unassigned.push(this.#log.add(written('', { token, ...(said ? { said } : {}) })));
  }

  get unassignedCount(): number {
    return this.#unassigned.length;
  }

  *unassigned(): Generator<TokenOfUser> {
    for (let at = 0; at < this.#unassigned.length; at += 1) {
      const { item } = read(this.#log.from(this.#unassigned.at(at)));
      // Nothing else is left.
      yield this.#token(item as TokenItem);
    }
  }

  #hold(userId: string, known: number | undefined, item: Item, flag: number): void {
    const place = this.#places.push(this.#log.add(written(userId.trim(), item)));
    this.#next.push(NONE);
    if (known === undefined) {
      this.#first.push(place);
      this.#last.push(place);
      this.#flags.push(flag);
      this.#index.add(userKey(userId));
      return;
    }
    this.#next.set(this.#last.at(known), place);
    this.#last.set(known, place);
    this.#flags.set(known, this.#flags.at(known) | flag);
  }

  *#items(number: number): Generator<ReturnType<typeof read>> {
    for (let at = this.#first.at(number); at !== NONE; at = this.#next.at(at))
      yield read(this.#log.from(this.#places.at(at)));
  }

  #tokensOf(number: number): number {
    let count = 0;
    for (const { item } of this.#items(number)) if ('token' in item) count += 1;
    return count;
  }

  #userIdOf(number: number): string {
    return read(this.#log.from(this.#places.at(this.#first.at(number)))).userId;
  }

  #token({ token, said }: TokenItem): TokenOfUser {
    const { userLogin: _, ...rest } = this.#tokens.at(token);
    return { ...rest, ...said };
  }

  #holding(number: number): Holding {
    const tokens: TokenOfUser[] = [];
    const answers: GivenAnswer[] = [];
    const respelled = new Map<TokenOfUser | GivenAnswer, string>();
    let owner: string | undefined;
    for (const { userId, item } of this.#items(number)) {
      owner ??= userId;
      const given = 'token' in item ? this.#token(item) : item.answer;
      if ('token' in item) tokens.push(given as TokenOfUser);
      else answers.push(given as GivenAnswer);
      if (userId !== owner && spellingOf(userId) !== spellingOf(owner)) respelled.set(given, spellingOf(userId));
    }
    const taken = (this.#flags.at(number) & TAKEN) !== 0;
    return { number, userId: owner!, tokens, answers, respelled, taken };
  }
}

/** Bytes in front of an item's texts. */
const HEAD = 10;
/** In UTF-16 code units. No answer that is taken is as long: a longer one is cut, and refused for its length as before. */
const MAX_ANSWER = 16_384;

/** An item with the user ID that it was given under: the number of its token, or NONE; lengths; the user ID; the rest as JSON. */
function written(userId: string, item: Item): Buffer {
  const [token, more] = 'token' in item ? [item.token, item.said] : [NONE, item.answer];
  const user = Buffer.from(userId, 'utf8');
  const text = Buffer.from(more === undefined ? '' : JSON.stringify(more), 'utf8');
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(token);
  head.writeUInt16LE(user.length, 4);
  head.writeUInt32LE(text.length, 6);
  return Buffer.concat([head, user, text]);
}

function read(bytes: Buffer): { readonly userId: string; readonly item: Item } {
  const token = bytes.readUInt32LE(0);
  const userEnd = HEAD + bytes.readUInt16LE(4);
  const userId = bytes.toString('utf8', HEAD, userEnd);
  const end = userEnd + bytes.readUInt32LE(6);
  const more = end > userEnd ? (JSON.parse(bytes.toString('utf8', userEnd, end)) as unknown) : undefined;
  if (token === NONE) return { userId, item: { answer: more as GivenAnswer } };
  return { userId, item: { token, ...(more === undefined ? {} : { said: more as Said }) } };
}
