/** The one call to the outside that is no AWS service: a range of breached passwords (core/passwords/breached.ts). */
import type { BreachedRange } from '#core/passwords/breached.ts';

/** Over all: name look-up, connection, headers and body. */
const LIMIT_MS = 1_000;
/** A range has one or two thousand lines of 40 bytes, padding included. */
const MAX_BYTES = 262_144;

/**
 * Reads the range of a prefix, padded, so that the answer's size does not tell which. Redirects are not followed: the prefix
 * goes to the address of the settings and nowhere else. Whatever goes wrong is one word: timeout, network, status, size.
 */
export async function readBreachedRange(url: string, prefix: string, limitMs = LIMIT_MS): Promise<BreachedRange> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    const headers = { 'add-padding': 'true', accept: 'text/plain', 'user-agent': 'landfall' };
    const response = await fetch(`${url}${prefix}`, { signal, headers, redirect: 'manual' });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      return { failed: 'status' };
    }
    return await readText(response.body);
  } catch {
    // The error's text could name the address, and with it the prefix.
    return { failed: signal.aborted ? 'timeout' : 'network' };
  }
}

/** Counted after decompression, so that a small answer can't become a large one. */
async function readText(body: ReadableStream<Uint8Array>): Promise<BreachedRange> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return { failed: 'size' };
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8') };
}
