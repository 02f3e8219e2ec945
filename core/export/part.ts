/**
 * A part: NDJSON -> gzip -> AES-256-GCM. As stored: nonce (12 bytes), ciphertext, tag (16 bytes). The package's id and the
 * part's name are associated data, so that a part can't be moved to another package or place.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { packageError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { fieldNames, type Manifest } from './manifest.ts';
import { type Named, namedIn } from './named.ts';
import { type ExportRecord, exportRecord, type PresentRecord, presentRecord } from './record.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NEWLINE = 0x0a;

/** `packageId` is the manifest's `id` (not the migration's id); `dataKey` 32 bytes. */
export type PartContext = { readonly dataKey: Uint8Array; readonly packageId: string; readonly name: string };
/** What the manifest says about the part. */
export type PartFacts = {
  readonly sha256: string;
  readonly records: number;
  /** Lines behind the records. */
  readonly present?: number | undefined;
};
export type RecordErrorCode = 'record.not_json' | 'record.too_long' | 'record.unknown_field' | 'record.invalid';
export type PartLine =
  | { readonly line: number; readonly record: ExportRecord }
  | {
      readonly line: number;
      readonly error: { readonly code: RecordErrorCode; readonly hint: string };
      /** What the refused record names, as far as it can be read. */
      readonly named: Named;
    };

/** Refuses what no target would read. */
export const tooLarge = (problem: string) => invalid('pack.too_large', `The package can't be written: ${problem}.`);

const associatedData = (part: PartContext): Buffer => Buffer.from(`${part.packageId}/${part.name}`, 'utf8');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws LandfallError pack.too_large where a line or the part is longer than LIMITS allow */
export async function sealPart(
  part: PartContext,
  records: readonly ExportRecord[],
  present: readonly PresentRecord[] = [],
) {
  const lines = [...records, ...present].map((record) => Buffer.from(`${JSON.stringify(record)}\n`, 'utf8'));
  if (lines.some((line) => line.length > LIMITS.lineBytes)) throw tooLarge('a record is longer than a line may be');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', part.dataKey, nonce).setAAD(associatedData(part));
  const inflated = Buffer.concat(lines);
  const zipped = await promisify(gzip)(inflated);
  const bytes = Buffer.concat([nonce, cipher.update(zipped), cipher.final(), cipher.getAuthTag()]);
  if (bytes.length > LIMITS.partBytes || inflated.length > inflatedLimit(zipped.length))
    throw tooLarge('a part is larger than the format allows: use a smaller --part-size');
  return {
    bytes,
    facts: {
      name: part.name,
      records: records.length,
      ...(present.length === 0 ? {} : { present: present.length }),
      sha256: sha256(bytes),
      size: bytes.length,
    } satisfies Manifest['parts'][number],
  };
}

const inflatedLimit = (zippedBytes: number): number =>
  Math.min(LIMITS.inflatedBytes, Math.max(LIMITS.ratioFloorBytes, zippedBytes * LIMITS.ratio));

function decrypt(part: PartContext, bytes: Uint8Array): Buffer {
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) throw packageError('package.part_tampered', { part: part.name });
  const decipher = createDecipheriv('aes-256-gcm', part.dataKey, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(part)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw packageError('package.part_tampered', { part: part.name }, cause);
  }
}

async function inflate(part: PartContext, zipped: Buffer): Promise<Buffer> {
  const maxOutputLength = inflatedLimit(zipped.length);
  try {
    return await promisify(gunzip)(zipped, { maxOutputLength });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw packageError('package.too_large', { part: part.name, limit: maxOutputLength }, cause);
    throw packageError('package.part_tampered', { part: part.name, problem: 'not gzip' }, cause);
  }
}

function countLines(text: Uint8Array): number {
  let lines = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines += 1;
  return text.length > 0 && text.at(-1) !== NEWLINE ? lines + 1 : lines;
}

/** The part's lines, after hash, tag, sizes and count have been checked. */
async function openLines(part: PartContext & PartFacts, bytes: Uint8Array): Promise<Buffer> {
  if (bytes.length > LIMITS.partBytes)
    throw packageError('package.too_large', { part: part.name, limit: LIMITS.partBytes });
  if (sha256(bytes) !== part.sha256) throw packageError('package.part_tampered', { part: part.name, problem: 'hash' });
  const text = await inflate(part, decrypt(part, bytes));
  if (countLines(text) !== part.records + (part.present ?? 0))
    throw packageError('package.part_tampered', { part: part.name, problem: 'number of records' });
  return text;
}

/** Hash of a part against the manifest: all that can be checked without the data key. */
export function checkPartHash(part: { readonly name: string; readonly sha256: string }, bytes: Uint8Array): void {
  if (sha256(bytes) !== part.sha256) throw packageError('package.part_tampered', { part: part.name, problem: 'hash' });
}

type Refused = Omit<Extract<PartLine, { readonly error: unknown }>, 'line'>;
const refused = (code: RecordErrorCode, hint: string, named: Named = {}): Refused => ({ error: { code, hint }, named });

/** Why a record was refused: the field's name, never its value. */
function readRecord(line: Uint8Array): { readonly record: ExportRecord } | Refused {
  if (line.length > LIMITS.lineBytes) return refused('record.too_long', `longer than ${LIMITS.lineBytes} bytes`);
  let json: unknown;
  try {
    json = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    return refused('record.not_json', 'not a line of JSON in UTF-8');
  }
  const parsed = exportRecord.safeParse(json);
  if (parsed.success) return { record: parsed.data };
  const issues = parsed.error.issues;
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return refused('record.unknown_field', fieldNames(unknown.path, unknown.keys), namedIn(json));
  return refused('record.invalid', issues[0]!.path.join('.') || 'record', namedIn(json));
}

/**
 * The records of a part, lines counted from 1. A bad record is reported in its place and never stops the others.
 * @throws LandfallError package.part_tampered, package.too_large: before the first line is given
 */
export async function* openPart(part: PartContext & PartFacts, bytes: Uint8Array): AsyncGenerator<PartLine> {
  for (const { line, bytes: text } of linesOf(await openLines(part, bytes)))
    if (line <= part.records) yield { line, ...readRecord(text) };
    else return;
}

function* linesOf(text: Buffer): Generator<{ readonly line: number; readonly bytes: Uint8Array }> {
  for (let start = 0, line = 1; start < text.length; line += 1) {
    const end = text.indexOf(NEWLINE, start);
    const stop = end < 0 ? text.length : end;
    yield { line, bytes: text.subarray(start, stop) };
    start = stop + 1;
  }
}

/** Who stays in the source; undefined where the line can't be read, so that it may name any user and any token. */
export type PresentLine = { readonly line: number; readonly stays: PresentRecord | undefined };

function readPresent(line: Uint8Array): PresentRecord | undefined {
  try {
    return presentRecord.safeParse(parseJson(Buffer.from(line).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * The lines behind the records of a part. @throws as openPart
 */
export async function presentIn(part: PartContext & PartFacts, bytes: Uint8Array): Promise<PresentLine[]> {
  if (part.present === undefined) return [];
  const found: PresentLine[] = [];
  for (const { line, bytes: text } of linesOf(await openLines(part, bytes)))
    if (line > part.records) found.push({ line, stays: readPresent(text) });
  return found;
}
