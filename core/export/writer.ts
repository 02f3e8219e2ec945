/**
 * Writes a package as a stream: parts as they fill, the manifest and its signature last. One part is in memory at a time,
 * however large the package is.
 */
import { type KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type * as z from 'zod';
import { isoSeconds } from '#core/iso.ts';
import { LIMITS, MANIFEST_NAME, partName, SIGNATURE_NAME } from './limits.ts';
import { FORMAT_VERSION, type Manifest, manifestId, manifestSchema } from './manifest.ts';
import { sealPart, tooLarge } from './part.ts';
import { type Recipient, wrapDataKey } from './recipient.ts';
import type { ExportRecord, PresentRecord } from './record.ts';
import { signManifest } from './signature.ts';

export type WriterOptions = {
  readonly recipient: Recipient;
  /** Ed25519 private key. */
  readonly signingKey: KeyObject;
  /** Records a part, at most LIMITS.recordsPerPart. */
  readonly partSize: number;
  /** Unix milliseconds. */
  readonly now: number;
  /** ZIP64 structures even where the package is small (tests). */
  readonly zip64?: boolean | undefined;
  /** Fewer parts than LIMITS.parts (tests). */
  readonly maxParts?: number | undefined;
};

/** The fields of the manifest that the writer can't know. */
export type Description = Pick<Manifest, 'source' | 'counts' | 'questions' | 'refusals' | 'full' | 'partial'>;

export type PackageWriter = {
  /** Resolves when the record is taken, which waits for the output where that is slow. */
  add(record: ExportRecord): Promise<void>;
  /** The same of who stays in the source. */
  addPresent(record: PresentRecord): Promise<void>;
  /** Writes what is left; the output is ended. */
  finish(description: Description): Promise<{ manifest: Manifest; migrationId: string }>;
};

export function writePackage(output: Writable, options: WriterOptions): PackageWriter {
  const id = randomBytes(16).toString('hex');
  const dataKey = randomBytes(32);
  const encryption = { recipient: options.recipient.fingerprint, wrappedKey: wrapDataKey(options.recipient, dataKey) };
  const zip = new ZipFile();
  const mtime = new Date(options.now);
  const { zip64 = false, maxParts = LIMITS.parts } = options;
  zip.on('error', (error: Error) => (zip.outputStream as PassThrough).destroy(error));
  const written = pipeline(zip.outputStream, output);
  written.catch(() => undefined); // reported by the next await
  const parts: Manifest['parts'] = [];
  let pending: ExportRecord[] = [];
  let present: PresentRecord[] = [];

  /** As a stream, so that its memory is freed: yazl keeps a buffer until the end. */
  async function store(name: string, bytes: Buffer): Promise<void> {
    const stream = Readable.from([bytes], { objectMode: false });
    let handed: Readable | undefined = stream;
    const stored = once(stream, 'close');
    zip.addReadStreamLazy(name, { compress: false, mtime, size: bytes.length, forceZip64Format: zip64 }, (give) => {
      give(null, handed!);
      handed = undefined;
    });
    await Promise.race([stored, written]);
  }

  async function flush(): Promise<void> {
    if (parts.length >= maxParts) throw tooLarge('it would hold more parts than the format allows');
    const name = partName(parts.length + 1);
    const sealed = await sealPart({ dataKey, packageId: id, name }, pending, present);
    pending = [];
    present = [];
    parts.push(sealed.facts);
    await store(name, sealed.bytes);
  }

  return {
    async add(record) {
      if (pending.push(record) < options.partSize) return;
      await flush();
    },
    async addPresent(record) {
      if (present.push(record) < LIMITS.presentPerPart) return;
      await flush();
    },
    async finish(description) {
      if (pending.length + present.length > 0) await flush();
      const manifest = manifestSchema.parse({
        formatVersion: FORMAT_VERSION,
        id,
        createdAt: isoSeconds(options.now),
        ...description,
        encryption,
        parts,
      } satisfies z.input<typeof manifestSchema>);
      const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`, 'utf8');
      await store(MANIFEST_NAME, bytes);
      await store(SIGNATURE_NAME, signManifest(bytes, options.signingKey));
      zip.end({ forceZip64Format: zip64, comment: '' });
      await written;
      dataKey.fill(0);
      return { manifest, migrationId: manifestId(bytes) };
    },
  };
}
