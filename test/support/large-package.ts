/**
 * A package of any number of parts of any size, signed, in ZIP64, whose bytes are made as they are read: a table of contents without parts that
 * could be opened.
 */
import { createHash } from 'node:crypto';
import type { RangeReader } from '#core/export/archive.ts';
import { MANIFEST_NAME, partName, SIGNATURE_NAME } from '#core/export/limits.ts';
import { manifestId } from '#core/export/manifest.ts';
import { wrapDataKey } from '#core/export/recipient.ts';
import { signManifest } from '#core/export/signature.ts';
import { isoSeconds } from '#core/iso.ts';
import { type PackageKeys, sampleDescription } from './package.ts';

const LOCAL_BYTES = 30;
const MAX_32 = 0xffffffff;

function localHeader(name: string, size: number): Buffer {
  const head = Buffer.alloc(LOCAL_BYTES);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt32LE(size, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name)]);
}

/** With the offset in an extra field, as ZIP64 has it. */
function centralHeader(name: string, size: number, offset: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt32LE(size, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(12, 30);
  head.writeUInt32LE(MAX_32, 42);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return Buffer.concat([head, Buffer.from(name), extra]);
}

function endOfDirectory(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + size), 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.writeUInt16LE(0xffff, 84);
  end.writeUInt16LE(0xffff, 86);
  end.writeUInt32LE(MAX_32, 88);
  end.writeUInt32LE(MAX_32, 92);
  return end;
}

export type LargePackage = {
  readonly reader: RangeReader & { readonly reads: number[] };
  readonly migrationId: string;
};

/** @param partBytes of each part @param records of each part */
export function largePackage(
  keys: PackageKeys,
  { parts, partBytes, records, now }: { parts: number; partBytes: number; records: number; now: number },
): LargePackage {
  const described = Array.from({ length: parts }, (_, index) => ({
    name: partName(index + 1),
    records,
    sha256: createHash('sha256').update(String(index)).digest('hex'),
    size: partBytes,
  }));
  const encryption = {
    recipient: keys.recipient.fingerprint,
    wrappedKey: wrapDataKey(keys.recipient, Buffer.alloc(32, 7)),
  };
  const manifest = Buffer.from(
    JSON.stringify(
      {
        formatVersion: 2,
        id: 'a'.repeat(32),
        createdAt: isoSeconds(now),
        ...sampleDescription,
        encryption,
        parts: described,
        full: true,
      },
      null,
      1,
    ),
  );
  const signature = signManifest(manifest, keys.signingKey);
  const head = localHeader(partName(1), partBytes).length;
  const stride = head + partBytes;
  const partsEnd = parts * stride;
  const files = [
    localHeader(MANIFEST_NAME, manifest.length),
    manifest,
    localHeader(SIGNATURE_NAME, signature.length),
    signature,
  ];
  const manifestAt = partsEnd;
  const signatureAt = manifestAt + files[0]!.length + manifest.length;
  const directory = Buffer.concat([
    ...described.map(({ name, size }, index) => centralHeader(name, size, index * stride)),
    centralHeader(MANIFEST_NAME, manifest.length, manifestAt),
    centralHeader(SIGNATURE_NAME, signature.length, signatureAt),
  ]);
  const body = Buffer.concat(files);
  const end = endOfDirectory(parts + 2, directory.length, partsEnd + body.length);
  const tail = Buffer.concat([body, directory, end]);
  const reads: number[] = [];
  return {
    migrationId: manifestId(manifest),
    reader: {
      size: partsEnd + tail.length,
      reads,
      async read(offset, length) {
        reads.push(length);
        const bytes = Buffer.alloc(length);
        for (let part = Math.floor(offset / stride); part < parts && part * stride < offset + length; part++)
          localHeader(partName(part + 1), partBytes).copy(
            bytes,
            Math.max(0, part * stride - offset),
            Math.max(0, offset - part * stride),
          );
        if (offset + length > partsEnd)
          tail.copy(bytes, Math.max(0, partsEnd - offset), Math.max(0, offset - partsEnd));
        return bytes;
      },
    },
  };
}
