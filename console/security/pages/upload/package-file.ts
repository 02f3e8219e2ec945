/** Checks a chosen file before any of it is sent, to save a long upload that must fail. The deployment itself decides about the package. */

/** What is used of the browser's File. */
export type Slices = {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
};
export type FileFault = 'empty' | 'not-zip' | 'truncated' | 'not-package' | 'too-large' | 'unreadable';

/** The largest object that S3 stores. */
const MAX_BYTES = 5 * 1024 ** 4;
/** APPNOTE 4.3.7: local file header; the name begins at byte 30, its length is at byte 26. */
const LOCAL_HEADER = 0x04034b50;
const HEADER_BYTES = 30;
/** APPNOTE 4.3.16: end of central directory, 22 bytes and a comment of at most 65,535. */
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES = 65_535;
/** docs/export-format.md: the names that entries of a package may have. */
const ENTRY = /^(?:manifest\.(?:json|sig)|parts\/\d{6}\.part)$/u;

async function judge(file: Slices): Promise<FileFault | undefined> {
  const head = new DataView(await file.slice(0, HEADER_BYTES + 64).arrayBuffer());
  if (head.byteLength < END_BYTES) return 'not-zip';
  const first = head.getUint32(0, true);
  if (first === END_OF_DIRECTORY) return 'not-package';
  if (first !== LOCAL_HEADER || head.byteLength < HEADER_BYTES) return 'not-zip';
  const length = Math.min(head.getUint16(26, true), head.byteLength - HEADER_BYTES);
  const name = new TextDecoder().decode(new Uint8Array(head.buffer, HEADER_BYTES, length));
  if (!ENTRY.test(name)) return 'not-package';
  const tail = new DataView(
    await file.slice(Math.max(0, file.size - END_BYTES - COMMENT_BYTES), file.size).arrayBuffer(),
  );
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--)
    if (tail.getUint32(at, true) === END_OF_DIRECTORY) return undefined;
  return 'truncated';
}

/** Why the file can't be an export package; undefined where it may be one. */
export async function faultOf(file: Slices): Promise<FileFault | undefined> {
  if (file.size === 0) return 'empty';
  if (file.size > MAX_BYTES) return 'too-large';
  try {
    return await judge(file);
  } catch {
    // A folder, or a file that was removed after it was chosen.
    return 'unreadable';
  }
}
