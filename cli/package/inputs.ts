/**
 * Opens and reads the files that `pack` is given, each with a clear error where it can't be read.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { invalid, isError, isLandfallError, LandfallError, withDetail } from '#core/errors.ts';
import type { Holdings } from '#core/pack/holdings.ts';
import type { Joiner } from '#core/pack/joiner.ts';
import type { Refusals } from '#core/pack/refusals.ts';
import { ANSWER_COLUMNS, readAnswer } from '#core/sources/answers.ts';
import { ASSIGNMENT_COLUMNS, readAssignment } from '#core/sources/assignments.ts';
import { csvRows } from '#core/sources/csv-rows.ts';
import { userKey } from '#core/text.ts';
import { tokensIn } from '#core/token-files/files.ts';
import type { CsvTokenOptions } from '#core/token-files/oath-csv.ts';

export type TokenInput = {
  readonly file: string;
  readonly password?: string | undefined;
  /** PSKC with a pre-shared key: 16, 24 or 32 bytes. */
  readonly preSharedKey?: Uint8Array | undefined;
} & CsvTokenOptions;

function unreadable(what: string, file: string, cause: unknown): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  return new LandfallError('pack.file_unreadable', {
    cause,
    detail: `The ${what} ${file} can't be read (${code ?? 'unknown reason'}). Check its name and your rights.`,
    facts: { file },
  });
}

/** Its text still fits into the young part of the heap, which is collected often. */
const CHUNK_BYTES = 64 * 1024;

/**
 * The bytes of a file. It is opened when they are first asked for, and closed wherever the reading ends. A chunk lasts until the next one is asked for.
 * @throws LandfallError pack.file_unreadable
 */
export async function* inputChunks(what: string, file: string): AsyncGenerator<Uint8Array> {
  const failed = (cause: unknown): never => {
    throw unreadable(what, file, cause);
  };
  const handle = await open(file).catch(failed);
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES).catch(failed);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Undefined where the file is larger than `max` bytes, or has no end (a device). */
async function bytesOf(what: string, file: string, max: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of inputChunks(what, file)) {
    bytes += chunk.length;
    if (bytes > max) return undefined;
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/** Of keys, certificates and secrets. */
const MAX_SMALL = 1024 * 1024;

/** A small file. @throws LandfallError pack.file_unreadable */
export async function readInput(what: string, file: string): Promise<Buffer> {
  const bytes = await bytesOf(what, file, MAX_SMALL);
  if (bytes) return bytes;
  throw invalid('pack.file_unreadable', `The ${what} ${file} is larger than 1 MiB: it is another file.`, { file });
}

/** An Ed25519 private key in PEM, as `landfall packers new-key` writes it. @throws LandfallError pack.signing_key_invalid */
export function readSigningKey(pem: string | Buffer): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The error below has no words of OpenSSL.
  }
  if (key?.asymmetricKeyType !== 'ed25519')
    throw invalid(
      'pack.signing_key_invalid',
      'The signing key is not an Ed25519 private key in PEM. Make one with `landfall packers new-key`.',
    );
  return key;
}

/** No user of a package has a longer ID. */
const MAX_USER_ID = 255;

/** Is told the bytes of a file that have been read. */
export type OnBytes = (count: number) => void;

async function* counted(chunks: AsyncIterable<Uint8Array>, onBytes: OnBytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/**
 * Reads one token file into the joiner. @param fallback a password for all files, tried only where the file needs one: a file says that it
 * does before the first of its tokens is read
 * @throws LandfallError tokenfile.* and xml.*, naming the file
 */
export async function readTokens(
  input: TokenInput,
  fallback: string | undefined,
  joiner: Joiner,
  onBytes: OnBytes,
): Promise<void> {
  const { file, ...options } = input;
  const attempt = async (password: string | undefined) => {
    const chunks = counted(inputChunks('token file', file), onBytes);
    for await (const some of tokensIn(chunks, { ...options, password })) joiner.tokens(some);
  };
  try {
    await attempt(input.password).catch(async (error: unknown) => {
      const asksForOne = isError(error, 'tokenfile.password');
      if (!asksForOne || input.password !== undefined || fallback === undefined) throw error;
      await attempt(fallback);
    });
  } catch (error) {
    if (!isLandfallError(error) || isError(error, 'pack.file_unreadable')) throw error;
    throw withDetail(error, `${basename(file)}: ${error.message}`);
  }
}

/** Reads the assignments file into the joiner. */
export async function readAssignments(file: string, joiner: Joiner, onBytes: OnBytes): Promise<void> {
  const rows = csvRows(counted(inputChunks('assignments file', file), onBytes), {
    name: 'assignments file',
    required: ASSIGNMENT_COLUMNS,
    secret: true,
  });
  for await (const row of rows) joiner.row(readAssignment(row));
}

/**
 * Adds each answer to the holding of its user. Answers of users without a token are only counted, except where such users are
 * packed too.
 */
export async function readAnswers(
  file: string,
  holdings: Holdings,
  refusals: Refusals,
  includeTokenless: boolean,
  onBytes: OnBytes,
): Promise<void> {
  const rows = csvRows(counted(inputChunks('answers file', file), onBytes), {
    name: 'answers file',
    required: ANSWER_COLUMNS,
    secret: true,
  });
  for await (const row of rows) {
    const read = readAnswer(row);
    if ('code' in read) {
      refusals.note(read.code, `answers line ${read.line}`);
      continue;
    }
    const key = userKey(read.userId);
    const mayCome = includeTokenless && key !== '' && read.userId.length <= MAX_USER_ID;
    if (holdings.has(key) || mayCome) holdings.giveAnswer(read.userId, read.given);
    else refusals.note('answer.user_missing', `answers line ${read.given.line}`);
  }
}
