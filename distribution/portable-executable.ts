/**
 * Windows programs. What is put into a signed one makes its signature wrong, and Windows warns the user who starts it: the signature
 * is taken out, so that the result is an unsigned program and may be signed anew.
 * Source: Microsoft, "PE Format": Optional Header Data Directories, "Certificate Table" (its address is an offset in the file).
 */
const PE32_PLUS = 0x20b;
const CERTIFICATES = 4;

function optionalHeaderOf(file: Buffer): number {
  const header = file.readUInt32LE(0x3c);
  if (file.toString('latin1', 0, 2) !== 'MZ' || file.toString('latin1', header, header + 4) !== 'PE\0\0')
    throw new Error('This is no Windows program.');
  const optional = header + 24;
  if (file.readUInt16LE(optional) !== PE32_PLUS) throw new Error('This is no 64-bit Windows program.');
  return optional;
}

/** Where the signature lies: offset and length in bytes, both 0 where there is none. @throws Error where it is no 64-bit program */
export function signatureOf(file: Buffer): { readonly at: number; readonly bytes: number } {
  const entry = optionalHeaderOf(file) + 112 + 8 * CERTIFICATES;
  return { at: file.readUInt32LE(entry), bytes: file.readUInt32LE(entry + 4) };
}

/** The same program without its signature. @throws Error where it is no 64-bit program, or the signature is not at its end */
export function withoutSignature(file: Buffer): Buffer {
  const { at, bytes } = signatureOf(file);
  if (bytes === 0) return file;
  if (at + bytes !== file.length) throw new Error('The signature of this program is not at its end.');
  const unsigned = Buffer.from(file.subarray(0, at));
  const optional = optionalHeaderOf(unsigned);
  unsigned.fill(0, optional + 112 + 8 * CERTIFICATES, optional + 112 + 8 * (CERTIFICATES + 1));
  // The checksum of the whole; only drivers need one.
  unsigned.writeUInt32LE(0, optional + 64);
  return unsigned;
}
