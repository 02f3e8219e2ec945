/**
 * Packs an export, for `landfall pack` and for the sample of `npm start`.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { LandfallError } from '#core/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import type { Manifest } from '#core/export/manifest.ts';
import { readRecipient } from '#core/export/recipient.ts';
import { type PackageWriter, writePackage } from '#core/export/writer.ts';
import { joinHoldings } from '#core/pack/holdings.ts';
import { type Packed, packUsers } from '#core/pack/pack-users.ts';
import { Refusals } from '#core/pack/refusals.ts';
import { phcOf } from '#core/passwords/phc.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { csvRows } from '#core/sources/csv-rows.ts';
import type { DirectoryEntry, SourceProblem } from '#core/sources/entry.ts';
import { readLdif } from '#core/sources/ldif.ts';
import { type Mapping, mappingFor, wantedAttributes } from '#core/sources/mapping.ts';
import { openInput, readAnswers, readAssignments, readSigningKey, readTokens, type TokenInput } from './inputs.ts';
import { type LdapSource, ldapEntries } from './ldap.ts';

export type DirectorySource =
  | { readonly kind: 'ldif'; readonly file: string }
  | { readonly kind: 'csv'; readonly file: string }
  | ({ readonly kind: 'ldap' } & LdapSource);

export type PackOptions = {
  readonly directory: DirectorySource;
  readonly tokens: readonly TokenInput[];
  /** For every token file that needs a password and has none of its own. */
  readonly tokenPassword?: string | undefined;
  readonly assignments?: string | undefined;
  readonly answers?: string | undefined;
  /** PEM text: the target's public key. */
  readonly recipient: string | Buffer;
  /** PEM text: the packer's Ed25519 private key. */
  readonly signingKey: string | Buffer;
  readonly source: SourceKind;
  readonly sourceName: string;
  /** `field=attribute`. */
  readonly map?: readonly string[];
  readonly skipBad?: boolean;
  readonly includeTokenless?: boolean;
  /** Records in a part, 1 to LIMITS.recordsPerPart. */
  readonly partSize?: number;
  /** Replaced in one step when the package is complete. */
  readonly out: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly progress?: (done: { readonly entries: number; readonly users: number }) => void;
};

export type PackSummary = {
  readonly file: string;
  readonly bytes: number;
  /** The ID that the migration will have in the target. */
  readonly migrationId: string;
  readonly parts: number;
  readonly records: number;
  readonly counts: Manifest['counts'];
  readonly questions: number;
  readonly refusals: Manifest['refusals'];
};

export const DEFAULT_PART_SIZE = 1000;

async function* openDirectory(
  source: DirectorySource,
  mapping: Mapping,
  onBad: ((problem: SourceProblem) => void) | undefined,
): AsyncGenerator<DirectoryEntry> {
  const wanted = wantedAttributes(mapping);
  if (source.kind === 'ldap') yield* ldapEntries(source, wanted);
  else if (source.kind === 'ldif')
    yield* readLdif(await openInput('LDIF file', source.file), {
      wanted: (attribute) => wanted.has(attribute),
      ...(onBad ? { onBad } : {}),
    });
  else {
    const required = mapping.userId.length === 1 ? mapping.userId : [];
    const rows = csvRows(await openInput('CSV file', source.file), {
      name: 'CSV file of users',
      required,
      ...(onBad ? { onBad } : {}),
    });
    for await (const { line, cells } of rows)
      yield { line, values: new Map(Object.entries(cells).map(([name, cell]) => [name, [cell]])) };
  }
}

async function packInto(
  writer: PackageWriter,
  options: PackOptions,
  mapping: Mapping,
  refusals: Refusals,
): Promise<Packed> {
  const files = await Promise.all(options.tokens.map((input) => readTokens(input, options.tokenPassword)));
  const assignments = options.assignments === undefined ? undefined : await readAssignments(options.assignments);
  const holdings = joinHoldings(files, assignments, refusals);
  const includeTokenless = options.includeTokenless ?? false;
  if (options.answers !== undefined) await readAnswers(options.answers, holdings, refusals, includeTokenless);
  const onBad = ({ line, code }: SourceProblem) => refusals.note(code, `line ${line}`);
  return await packUsers({
    entries: openDirectory(options.directory, mapping, options.skipBad ? onBad : undefined),
    mapping,
    holdings,
    refusals,
    includeTokenless,
    hash: phcOf,
    add: (record) => writer.add(record),
    ...(options.progress ? { progress: options.progress } : {}),
  });
}

function checkedPartSize(size: number = DEFAULT_PART_SIZE): number {
  if (Number.isInteger(size) && size >= 1 && size <= LIMITS.recordsPerPart) return size;
  throw new LandfallError('pack.part_size', {
    detail: `--part-size must be 1 to ${LIMITS.recordsPerPart} records.`,
  });
}

function checkedName(name: string): string {
  if (name.trim() !== '' && name.length <= 100) return name.trim();
  throw new LandfallError('pack.source_name', { detail: '--source-name must have 1 to 100 characters.' });
}

function unwritable(out: string, cause: unknown): LandfallError {
  const reason = (cause as NodeJS.ErrnoException).code;
  const detail = `The package can't be written to ${out} (${reason}). Give --out a file in a folder with room that you may write to.`;
  return new LandfallError('pack.out_unwritable', { cause, detail });
}

/**
 * Reads the source, writes the package, signs it. One pass over the directory: only tokens, assignments and the answers of
 * users with a token are held in memory.
 * @throws LandfallError pack.*, tokenfile.*, xml.*, ldif.*, csv.*, assignments.*, ldap.*: nothing is left at `out` then
 */
export async function packExport(options: PackOptions): Promise<PackSummary> {
  const mapping = mappingFor(options.directory.kind, options.source, options.map ?? []);
  const partSize = checkedPartSize(options.partSize);
  const deployment = checkedName(options.sourceName);
  const recipient = readRecipient(options.recipient);
  const signingKey = readSigningKey(options.signingKey);
  const refusals = new Refusals();
  const partial = `${options.out}.partial`;
  // The package is encrypted, but other users of this machine need no access to it.
  const output = createWriteStream(partial, { mode: 0o600 });
  try {
    await once(output, 'open');
    const writer = writePackage(output, { recipient, signingKey, partSize, now: options.now });
    const packed = await packInto(writer, options, mapping, refusals);
    const { manifest, migrationId } = await writer.finish({
      source: { deployment, kind: options.source, identitySource: options.directory.kind },
      ...packed,
      refusals: refusals.list(),
    });
    await rename(partial, options.out);
    return {
      file: options.out,
      bytes: (await stat(options.out)).size,
      migrationId,
      parts: manifest.parts.length,
      records: manifest.parts.reduce((sum, part) => sum + part.records, 0),
      counts: manifest.counts,
      questions: manifest.questions.length,
      refusals: manifest.refusals,
    };
  } catch (error) {
    output.destroy();
    await rm(partial, { force: true });
    throw (error as NodeJS.ErrnoException).path === partial || (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? unwritable(options.out, error)
      : error;
  }
}
