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

export async function* decodeText(chunks: Chunks): AsyncGenerator<string> {
  let head = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
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
