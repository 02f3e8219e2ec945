/**
 * The tokens of the token files, each serial once, in some 50 bytes each: tokens of a batch differ in serial and seed, and what they have in
 * common is kept once.
 */
import type { FileToken } from '#core/token-files/files.ts';
import { ByteLog } from './byte-log.ts';
import { KeyIndex } from './key-index.ts';
import { NumberList } from './number-list.ts';

/** More kinds than that are no batch: what they are is kept with each token then. */
const MAX_KINDS = 50_000;

/** Fields that differ from token to token. */
type Own = Pick<FileToken, 'counter' | 'clockOffset' | 'nickname' | 'userLogin'>;
type Kind = Omit<FileToken, 'serial' | 'seed' | keyof Own>;

export class TokenStore {
  readonly #log = new ByteLog();
  readonly #places = new NumberList();
  readonly #index = new KeyIndex((serial, number) => this.serialOf(number) === serial);
  readonly #kinds: Kind[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #maxKinds: number;

  /** @param maxKinds fewer than a batch has (tests) */
  constructor(maxKinds = MAX_KINDS) {
    this.#maxKinds = maxKinds;
  }

  get length(): number {
    return this.#places.length;
  }

  /** @returns whether the serial is new; of two tokens with one serial the first counts */
  add(token: FileToken): boolean {
    if (this.find(token.serial) !== undefined) return false;
    this.#index.add(token.serial);
    this.#places.push(this.#log.add(this.#written(token)));
    return true;
  }

  /** The number of a token. */
  find(serial: string): number | undefined {
    return this.#index.find(serial);
  }

  serialOf(number: number): string {
    const bytes = this.#log.from(this.#places.at(number));
    return bytes.toString('latin1', 1, 1 + bytes[0]!);
  }

  at(number: number): FileToken {
    const bytes = this.#log.from(this.#places.at(number));
    const seedAt = 1 + bytes[0]!;
    const kindAt = seedAt + 1 + bytes[seedAt]!;
    const ownAt = kindAt + 6;
    const ownLength = bytes.readUInt16LE(kindAt + 4);
    const kind = this.#kinds[bytes.readUInt32LE(kindAt)];
    return {
      serial: bytes.toString('latin1', 1, seedAt),
      seed: bytes.toString('base64', seedAt + 1, kindAt),
      ...(kind as Kind),
      ...(ownLength > 0 ? (JSON.parse(bytes.toString('utf8', ownAt, ownAt + ownLength)) as Own) : {}),
    };
  }

  /** Length and text of the serial, length and bytes of the seed, the number of the kind, length and JSON of its own fields. */
  #written({ serial, seed, counter, clockOffset, nickname, userLogin, ...kind }: FileToken): Buffer {
    const number = this.#kindOf(kind);
    const own = JSON.stringify({
      counter,
      clockOffset,
      nickname,
      userLogin,
      ...(number === undefined ? kind : {}),
    });
    const text = Buffer.from(own === '{}' ? '' : own, 'utf8');
    const key = Buffer.from(seed, 'base64');
    const numbers = Buffer.alloc(6);
    numbers.writeUInt32LE(number ?? MAX_KINDS);
    numbers.writeUInt16LE(text.length, 4);
    return Buffer.concat([
      Buffer.of(serial.length),
      Buffer.from(serial, 'latin1'),
      Buffer.of(key.length),
      key,
      numbers,
      text,
    ]);
  }

  #kindOf(kind: Kind): number | undefined {
    const text = JSON.stringify(kind);
    const known = this.#numbers.get(text);
    if (known !== undefined || this.#kinds.length === this.#maxKinds) return known;
    this.#numbers.set(text, this.#kinds.length);
    return this.#kinds.push(kind) - 1;
  }
}
