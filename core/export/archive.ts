/**
 * The places of a package's files, found by ranged reads: the end of the ZIP, its central directory, and 30 bytes of
 * each part's local header. Nothing is inflated: everything in a package is stored. ZIP64 is read.
 */
import { callbackify } from 'node:util';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { isErrorOf } from '#core/errors.ts';
import { packageError } from './errors.ts';
import { LIMITS, MANIFEST_NAME, PART_NAME, SIGNATURE_NAME } from './limits.ts';
import type { Manifest } from './manifest.ts';

/** Random access to a file of `size` bytes. `read` gives exactly `length` bytes or rejects. */
export type RangeReader = { readonly size: number; read(offset: number, length: number): Promise<Buffer> };
/** Bytes of one stored file. */
export type Range = { readonly offset: number; readonly size: number };
export type Archive = {
  readonly manifest: Buffer;
  /** Empty where the package holds none. */
  readonly signature: Buffer;
  readonly parts: Map<string, Range>;
};

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const WINDOW_BYTES = 1024 * 1024;
const CONCURRENT_READS = 16;

/** Serves yauzl's many small reads from one window, so that a directory of 100,000 parts costs a few ranged GETs. */
class WindowReader extends RandomAccessReader {
  readonly source: RangeReader;
  window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };
  /** A failure of the source itself (network, permission), as opposed to a defect of the file. */
  failure: unknown;

  constructor(source: RangeReader) {
    super();
    this.source = source;
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    callbackify(() => this.bytesAt(position, length))((error, bytes) => {
      if (!error) bytes.copy(into, offset);
      callback(error);
    });
  }

  async bytesAt(position: number, length: number): Promise<Buffer> {
    if (position + length > this.source.size) throw new RangeError('beyond the end');
    const { start, bytes } = this.window;
    if (position < start || position + length > start + bytes.length) {
      const wanted = Math.min(Math.max(length, WINDOW_BYTES), this.source.size - position);
      try {
        this.window = { start: position, bytes: await this.source.read(position, wanted) };
      } catch (error) {
        this.failure = error;
        throw error;
      }
    }
    const from = position - this.window.start;
    return this.window.bytes.subarray(from, from + length);
  }
}

/** A file that begins like a ZIP but can't be read is a cut-off one; any other file is no package. */
async function unreadable(source: RangeReader, cause: unknown): Promise<Error> {
  const head = source.size < 4 ? Buffer.alloc(4) : await source.read(0, 4);
  return packageError(
    head.readUInt32LE(0) === LOCAL_HEADER_SIGNATURE ? 'package.truncated' : 'package.not_zip',
    {},
    cause,
  );
}

function checkEntry(entry: Entry, known: ReadonlyMap<string, Entry>): void {
  const name = entry.fileName;
  if (name !== MANIFEST_NAME && name !== SIGNATURE_NAME && !PART_NAME.test(name))
    throw packageError('package.layout_invalid', { problem: 'an unknown file' });
  if (known.has(name)) throw packageError('package.layout_invalid', { problem: `${name} is there twice` });
  // Where what is stored has two sizes, as an encrypted file has, yauzl gives no entry.
  if (entry.compressionMethod !== 0)
    throw packageError('package.layout_invalid', { problem: `${name} is not stored as it is` });
  const limit =
    name === MANIFEST_NAME ? LIMITS.manifestBytes : name === SIGNATURE_NAME ? LIMITS.signatureBytes : LIMITS.partBytes;
  if (entry.compressedSize > limit) throw packageError('package.too_large', { file: name, limit });
}

async function readEntries(source: RangeReader): Promise<Map<string, Entry>> {
  const reader = new WindowReader(source);
  const entries = new Map<string, Entry>();
  try {
    const zip: ZipFile = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    if (zip.entryCount > LIMITS.parts + 2) throw packageError('package.too_large', { limit: `${LIMITS.parts} parts` });
    const directoryStart = zip.readEntryCursor as unknown as number;
    if (source.size - directoryStart > LIMITS.directoryBytes)
      throw packageError('package.too_large', { file: 'ZIP directory', limit: LIMITS.directoryBytes });
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, entries);
      entries.set(entry.fileName, entry);
    }
    return entries;
  } catch (error) {
    if (reader.failure !== undefined) throw reader.failure;
    if (isErrorOf(error, 'package')) throw error;
    throw await unreadable(source, error);
  }
}

/** The data begins behind the local header, whose name and extra field may be longer than the directory's. */
async function locate(source: RangeReader, entry: Entry): Promise<Range> {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL_HEADER_BYTES > source.size) throw packageError('package.truncated');
  const header = await source.read(at, LOCAL_HEADER_BYTES);
  if (header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) throw packageError('package.truncated');
  const offset = at + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (offset + entry.compressedSize > source.size) throw packageError('package.truncated');
  return { offset, size: entry.compressedSize };
}

async function locateAll(source: RangeReader, entries: readonly Entry[]): Promise<Map<string, Range>> {
  const found = new Map<string, Range>();
  for (let next = 0; next < entries.length; next += CONCURRENT_READS) {
    const batch = entries.slice(next, next + CONCURRENT_READS);
    const ranges = await Promise.all(batch.map((entry) => locate(source, entry)));
    for (const [index, entry] of batch.entries()) found.set(entry.fileName, ranges[index]!);
  }
  return found;
}

async function contents(source: RangeReader, entry: Entry | undefined): Promise<Buffer> {
  if (!entry) return Buffer.alloc(0);
  const { offset, size } = await locate(source, entry);
  return await source.read(offset, size);
}

/**
 * Manifest and signature alone: a few ranged reads, however large the package is.
 * @throws LandfallError package.not_zip, .truncated, .layout_invalid, .manifest_invalid, .too_large; errors of the reader pass
 */
export async function readEnvelope(source: RangeReader): Promise<{ manifest: Buffer; signature: Buffer }> {
  return await envelope(source, await readEntries(source));
}

async function envelope(source: RangeReader, entries: ReadonlyMap<string, Entry>) {
  const manifest = await contents(source, entries.get(MANIFEST_NAME));
  if (manifest.length === 0) throw packageError('package.manifest_invalid', { problem: 'manifest.json is missing' });
  return { manifest, signature: await contents(source, entries.get(SIGNATURE_NAME)) };
}

/**
 * Manifest, signature and the byte range of every part: one ranged read of 30 bytes a part, 16 at a time.
 * @throws as readEnvelope
 */
export async function readArchive(source: RangeReader): Promise<Archive> {
  const entries = await readEntries(source);
  const parts = [...entries.values()].filter((entry) => PART_NAME.test(entry.fileName));
  return { ...(await envelope(source, entries)), parts: await locateAll(source, parts) };
}

export type LocatedPart = Manifest['parts'][number] & { readonly number: number; readonly offset: number };

/**
 * The manifest's parts with the place of each; `number` counts from 1.
 * @throws LandfallError package.part_missing; package.part_tampered where a size differs; package.layout_invalid where the
 * ZIP holds a part that the manifest does not name
 */
export function locateParts(manifest: Manifest, ranges: ReadonlyMap<string, Range>): LocatedPart[] {
  const located = manifest.parts.map((part, index) => {
    const range = ranges.get(part.name);
    if (!range) throw packageError('package.part_missing', { part: part.name });
    if (range.size !== part.size) throw packageError('package.part_tampered', { part: part.name, problem: 'size' });
    return { ...part, number: index + 1, offset: range.offset };
  });
  if (ranges.size !== located.length)
    throw packageError('package.layout_invalid', { problem: 'a part that the manifest does not name' });
  return located;
}
