/**
 * The places of a package's files, found by ranged reads: the end of the ZIP and its central directory, however many parts there are. A part's
 * local header is read together with the part. Nothing is inflated: everything in a package is stored. ZIP64 is read.
 */
import { callbackify } from 'node:util';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { isErrorOf } from '#core/errors.ts';
import { packageError } from './errors.ts';
import { LIMITS, MANIFEST_NAME, PART_NAME, SIGNATURE_NAME } from './limits.ts';
import type { Manifest } from './manifest.ts';

/** Random access to a file of `size` bytes. `read` gives exactly `length` bytes or rejects. */
export type RangeReader = { readonly size: number; read(offset: number, length: number): Promise<Buffer> };
/** Where a stored file begins with its local header, and the bytes that it has behind it. */
export type Place = { readonly header: number; readonly size: number };
export type Archive = {
  readonly manifest: Buffer;
  /** Empty where the package holds none. */
  readonly signature: Buffer;
  readonly parts: Map<string, Place>;
};

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const WINDOW_BYTES = 1024 * 1024;
/** Of a local header, read with the file: a name of a package's own has 17 bytes at most, and writers of ZIP files add a few dozen. */
const NAME_AND_EXTRA_BYTES = 256;

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

function checkEntry(entry: Entry, known: ReadonlyMap<string, Place>): void {
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

async function readPlaces(source: RangeReader): Promise<Map<string, Place>> {
  const reader = new WindowReader(source);
  const places = new Map<string, Place>();
  try {
    const zip: ZipFile = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    if (zip.entryCount > LIMITS.parts + 2) throw packageError('package.too_large', { limit: `${LIMITS.parts} parts` });
    const directoryStart = zip.readEntryCursor as unknown as number;
    if (source.size - directoryStart > LIMITS.directoryBytes)
      throw packageError('package.too_large', { file: 'ZIP directory', limit: LIMITS.directoryBytes });
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, places);
      const { fileName, relativeOffsetOfLocalHeader: header, compressedSize: size } = entry;
      if (header + LOCAL_HEADER_BYTES + fileName.length + size > source.size) throw packageError('package.truncated');
      // The entry itself would keep a megabyte of the directory in memory.
      places.set(fileName, { header, size });
    }
    return places;
  } catch (error) {
    if (reader.failure !== undefined) throw reader.failure;
    if (isErrorOf(error, 'package')) throw error;
    throw await unreadable(source, error);
  }
}

/**
 * A stored file, in one ranged read with its local header, whose name and extra field may be longer than the directory's; a second one where they
 * are longer than any writer makes them.
 * @throws LandfallError package.truncated, package.layout_invalid where another file, or none, is there; errors of the reader pass
 */
export async function readStoredFile(source: RangeReader, name: string, { header, size }: Place): Promise<Buffer> {
  const length = Math.min(LOCAL_HEADER_BYTES + NAME_AND_EXTRA_BYTES + size, source.size - header);
  if (length < LOCAL_HEADER_BYTES + name.length + size) throw packageError('package.truncated');
  const bytes = await source.read(header, length);
  if (bytes.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) throw packageError('package.truncated');
  const nameEnd = LOCAL_HEADER_BYTES + bytes.readUInt16LE(26);
  if (bytes.toString('latin1', LOCAL_HEADER_BYTES, nameEnd) !== name)
    throw packageError('package.layout_invalid', { problem: `another file in the place of ${name}` });
  const begin = nameEnd + bytes.readUInt16LE(28);
  if (header + begin + size > source.size) throw packageError('package.truncated');
  return begin + size <= length ? bytes.subarray(begin, begin + size) : await source.read(header + begin, size);
}

async function contents(source: RangeReader, name: string, places: ReadonlyMap<string, Place>): Promise<Buffer> {
  const place = places.get(name);
  return place && place.size > 0 ? await readStoredFile(source, name, place) : Buffer.alloc(0);
}

/**
 * Manifest and signature alone: a few ranged reads, however large the package is.
 * @throws LandfallError package.not_zip, .truncated, .layout_invalid, .manifest_invalid, .too_large; errors of the reader pass
 */
export async function readEnvelope(source: RangeReader): Promise<{ manifest: Buffer; signature: Buffer }> {
  return await envelope(source, await readPlaces(source));
}

async function envelope(source: RangeReader, places: ReadonlyMap<string, Place>) {
  const manifest = await contents(source, MANIFEST_NAME, places);
  if (manifest.length === 0) throw packageError('package.manifest_invalid', { problem: 'manifest.json is missing' });
  return { manifest, signature: await contents(source, SIGNATURE_NAME, places) };
}

/**
 * Manifest, signature and the place of every part, as the central directory says: no part is read.
 * @throws as readEnvelope
 */
export async function readArchive(source: RangeReader): Promise<Archive> {
  const places = await readPlaces(source);
  const found = await envelope(source, places);
  places.delete(MANIFEST_NAME);
  places.delete(SIGNATURE_NAME);
  return { ...found, parts: places };
}

export type LocatedPart = Manifest['parts'][number] & { readonly number: number; readonly header: number };

/**
 * The manifest's parts with the place of each; `number` counts from 1.
 * @throws LandfallError package.part_missing; package.part_tampered where a size differs; package.layout_invalid where the
 * ZIP holds a part that the manifest does not name
 */
export function locateParts(manifest: Manifest, places: ReadonlyMap<string, Place>): LocatedPart[] {
  const located = manifest.parts.map((part, index) => {
    const place = places.get(part.name);
    if (!place) throw packageError('package.part_missing', { part: part.name });
    if (place.size !== part.size) throw packageError('package.part_tampered', { part: part.name, problem: 'size' });
    return { ...part, number: index + 1, header: place.header };
  });
  if (places.size !== located.length)
    throw packageError('package.layout_invalid', { problem: 'a part that the manifest does not name' });
  return located;
}
