/**
 * What a backup's file is made of: a line that says what it is, a header in JSON, and chunks. Each chunk bears a tag over the header, its place
 * and whether it is the last, so that a file that was cut off, reordered or altered is noticed: with a passphrase AES-256-GCM under a key of
 * scrypt (STREAM construction: a nonce of counter and end mark), without one a chain of SHA-256, which notices accidents, not an attacker.
 */
import * as crypto from 'node:crypto';
import * as z from 'zod';

const MAGIC = 'LANDFALL-BACKUP\n';
/** Of the file itself. */
const FORMAT = 1;
const CHUNK_BYTES = 1024 * 1024;
const HEADER_BYTES = 64 * 1024;
const LAST = 0x8000_0000;
const GCM_TAG_BYTES = 16;
const HASH_BYTES = 32;
/** OWASP's parameters: 128 MiB and about half a second. */
const SCRYPT = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };
/** What a file may ask of this machine before anything of it is verified. */
const scrypt = z.object({
  salt: z.string().max(100),
  cost: z.int().max(2 ** 20),
  blockSize: z.int().max(16),
  parallelization: z.int().max(4),
});

const header = z.object({
  format: z.literal(FORMAT),
  /** Of the data folder, see folder.ts. */
  folder: z.int(),
  release: z.string(),
  madeAt: z.iso.datetime(),
  files: z.int(),
  bytes: z.int(),
  encryption: scrypt.optional(),
});
export type Header = z.infer<typeof header>;
const anyHeader = z.looseObject({ format: z.int(), folder: z.int(), release: z.string() });

type Bytes = AsyncIterable<Buffer>;
const refused = (file: string, why: string) => new Error(`${file} ${why}`);
const ALTERED = 'was altered or damaged since it was made. Nothing was restored from it: take another backup';
const CUT = 'was cut off: its end is missing. Nothing was restored from it: take another backup';

async function keyOf(passphrase: string, { salt, cost, blockSize, parallelization }: z.infer<typeof scrypt>) {
  const options = { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize };
  return new Promise<Buffer>((resolve, reject) =>
    crypto.scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

const lengthField = (length: number, last: boolean): Buffer => {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(last ? (length | LAST) >>> 0 : length);
  return field;
};

/** Seals chunks and opens them again, in their order. `open` is undefined where the tag is another. */
type Seal = {
  seal(chunk: Buffer, last: boolean): Buffer[];
  open(body: Buffer, tag: Buffer, last: boolean): Buffer | undefined;
  tagBytes: number;
};

function chained(head: Buffer): Seal {
  let before = crypto.createHash('sha256').update(head).digest();
  const next = (chunk: Buffer, last: boolean) =>
    (before = crypto
      .createHash('sha256')
      .update(before)
      .update(lengthField(chunk.length, last))
      .update(chunk)
      .digest());
  return {
    tagBytes: HASH_BYTES,
    seal: (chunk, last) => [chunk, next(chunk, last)],
    open: (chunk, tag, last) => (next(chunk, last).equals(tag) ? chunk : undefined),
  };
}

function encrypted(head: Buffer, key: Buffer): Seal {
  let index = 0n;
  const nonce = (last: boolean) => {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64BE(index++);
    bytes[11] = last ? 1 : 0;
    return bytes;
  };
  return {
    tagBytes: GCM_TAG_BYTES,
    seal(chunk, last) {
      const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce(last)).setAAD(head);
      return [Buffer.concat([cipher.update(chunk), cipher.final()]), cipher.getAuthTag()];
    },
    open(body, tag, last) {
      const decipher = crypto.createDecipheriv('aes-256-gcm', key, nonce(last)).setAAD(head).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

/** @param passphrase of at least one character; undefined: not encrypted @param strength for tests @returns a step of a pipeline: plain bytes in, the file's bytes out */
export async function sealing(
  about: Omit<Header, 'format' | 'encryption'>,
  passphrase: string | undefined,
  strength = SCRYPT,
) {
  const encryption =
    passphrase === undefined ? undefined : { ...strength, salt: crypto.randomBytes(16).toString('base64') };
  const head = Buffer.from(`${JSON.stringify({ format: FORMAT, ...about, encryption } satisfies Header)}\n`);
  const seal = passphrase === undefined ? chained(head) : encrypted(head, await keyOf(passphrase, encryption!));
  return async function* seals(plain: Bytes): AsyncGenerator<Buffer> {
    yield Buffer.concat([Buffer.from(MAGIC), head]);
    const framed = (chunk: Buffer, last: boolean) =>
      Buffer.concat([lengthField(chunk.length, last), ...seal.seal(chunk, last)]);
    let waiting: Buffer[] = [];
    let size = 0;
    for await (const piece of plain) {
      waiting.push(piece);
      size += piece.length;
      while (size > CHUNK_BYTES) {
        const all = Buffer.concat(waiting);
        yield framed(all.subarray(0, CHUNK_BYTES), false);
        waiting = [all.subarray(CHUNK_BYTES)];
        size -= CHUNK_BYTES;
      }
    }
    yield framed(Buffer.concat(waiting), true);
  };
}

/** Takes bytes off a stream in the sizes that are asked for. */
export class Taker {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  constructor(source: Bytes) {
    this.#source = source[Symbol.asyncIterator]();
  }
  /** @returns false at the end */
  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    return true;
  }
  /** What is there, at most so many bytes; empty at the end. */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) if (!(await this.#more())) break;
    const found = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(found.length);
    return found;
  }
  /** Exactly so many; undefined where there are fewer. */
  async exactly(length: number): Promise<Buffer | undefined> {
    while (this.#rest.length < length) if (!(await this.#more())) return undefined;
    return this.some(length);
  }
  /** Up to the end of the line, without it; undefined where none ends within so many bytes. */
  async line(most: number): Promise<string | undefined> {
    let end = this.#rest.indexOf('\n');
    while (end < 0 && this.#rest.length <= most && (await this.#more())) end = this.#rest.indexOf('\n');
    if (end < 0 || end > most) return undefined;
    const found = this.#rest.subarray(0, end).toString('utf8');
    this.#rest = this.#rest.subarray(end + 1);
    return found;
  }
}

function parseHeader(file: string, line: string | undefined, folder: number): Header {
  let json: unknown;
  try {
    json = JSON.parse(line ?? '');
  } catch {
    throw refused(file, line === undefined ? CUT : ALTERED);
  }
  const any = anyHeader.safeParse(json).data;
  if (any && (any.format > FORMAT || any.folder > folder))
    throw refused(
      file,
      `was made by a later release (${any.release}), which this one can't read: restore it with that release`,
    );
  const read = header.safeParse(json).data;
  if (!read) throw refused(file, ALTERED);
  return read;
}

/** An opened backup: what it says of itself, of which nothing is verified before `plain` was read to its end. */
export type Opened = { readonly header: Header; plain(passphrase: string | undefined): AsyncGenerator<Buffer> };

/** @param file its name, for refusals @param folder the newest format of a data folder that can be restored @throws Error, as does `plain` */
export async function open(file: string, bytes: Bytes, folder: number): Promise<Opened> {
  const from = new Taker(bytes);
  if ((await from.line(MAGIC.length)) !== MAGIC.trimEnd()) throw refused(file, 'is no backup of Landfall.');
  const line = await from.line(HEADER_BYTES);
  const read = parseHeader(file, line, folder);
  const head = Buffer.from(`${line}\n`);
  async function* plain(passphrase: string | undefined): AsyncGenerator<Buffer> {
    const { encryption } = read;
    const seal = encryption ? encrypted(head, await keyOf(passphrase ?? '', encryption)) : chained(head);
    for (let first = true, last = false; !last; first = false) {
      const field = (await from.exactly(4))?.readUInt32BE();
      if (field === undefined) throw refused(file, CUT);
      last = field >= LAST;
      const length = last ? field - LAST : field;
      if (length > CHUNK_BYTES) throw refused(file, ALTERED);
      const [body, tag] = [await from.exactly(length), await from.exactly(seal.tagBytes)];
      if (!body || !tag) throw refused(file, CUT);
      const chunk = seal.open(body, tag, last);
      if (!chunk && first && encryption)
        throw refused(
          file,
          'does not open with this passphrase; or it was altered since it was made. Nothing was restored from it',
        );
      if (!chunk) throw refused(file, ALTERED);
      yield chunk;
    }
    if ((await from.some(1)).length > 0) throw refused(file, ALTERED);
  }
  return { header: read, plain };
}
