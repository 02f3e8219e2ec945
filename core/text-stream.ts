/**
 * Bytes of a text file as text. UTF-8, with or without a byte order mark; UTF-16 where the mark says so, which is what
 * `ldifde -u` and Excel's "Unicode text" write.
 */
export type Chunks = AsyncIterable<Uint8Array>;

/** What an undecodable byte becomes: readers refuse the line that holds one. */
export const UNDECODABLE = '\uFFFD';

function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** A stream of Node's, as far as it is closed here. */
type NodeStream = {
  iterator(options: { readonly destroyOnReturn: boolean }): AsyncIterable<Uint8Array>;
  on(event: 'error', listener: () => void): unknown;
  destroy(): unknown;
};
const isNodeStream = (chunks: Chunks | NodeStream): chunks is NodeStream => 'iterator' in chunks && 'destroy' in chunks;

/**
 * The same chunks. A stream of Node's whose reader stops early would end with an AbortError, which its other listeners take for a
 * failure of the file: here it is closed, and nothing else is said.
 */
async function* closedQuietly(chunks: Chunks | NodeStream): AsyncGenerator<Uint8Array> {
  if (!isNodeStream(chunks)) {
    yield* chunks;
    return;
  }
  try {
    yield* chunks.iterator({ destroyOnReturn: false });
  } finally {
    chunks.on('error', () => undefined);
    chunks.destroy();
  }
}

export async function* decodeText(chunks: Chunks): AsyncGenerator<string> {
  let head = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of closedQuietly(chunks)) {
    if (decoder) yield decoder.decode(chunk, { stream: true });
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < 2) continue;
      decoder = new TextDecoder(encodingOf(head));
      yield decoder.decode(head, { stream: true });
    }
  }
  decoder ??= new TextDecoder('utf-8');
  yield head.length < 2 ? decoder.decode(head) : decoder.decode();
}

/**
 * The same as bytes of UTF-8, without a byte order mark: as they are, or converted from UTF-16. Bytes that are not UTF-8 stay, for
 * the reader to name.
 */
export async function* utf8Bytes(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begun = false;
  for await (const chunk of closedQuietly(chunks)) {
    if (begun) yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < 3) continue;
      begun = true;
      const encoding = encodingOf(head);
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding);
      yield decoder ? Buffer.from(decoder.decode(head, { stream: true })) : withoutMark(head);
    }
  }
  if (!begun) yield encodingOf(head) === 'utf-8' ? head : new Uint8Array();
  else if (decoder) yield Buffer.from(decoder.decode());
}

const withoutMark = (head: Buffer): Uint8Array =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
