/**
 * Packs an export, for `landfall pack` and for the sample of `npm start`.
 */
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { LandfallError } from '#core/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import type { Manifest } from '#core/export/manifest.ts';
import { readRecipient } from '#core/export/recipient.ts';
import { type PackageWriter, writePackage } from '#core/export/writer.ts';
import { type AnswerOwner, answerSalts } from '#core/pack/answer-salt.ts';
import { completeness } from '#core/pack/completeness.ts';
import type { Holdings } from '#core/pack/holdings.ts';
import { Joiner } from '#core/pack/joiner.ts';
import { Observations, OPERATIONAL } from '#core/pack/observations.ts';
import { comes, type Packed, packUsers } from '#core/pack/pack-users.ts';
import { Refusals } from '#core/pack/refusals.ts';
import { SharedIds } from '#core/pack/shared-ids.ts';
import { phcOf } from '#core/passwords/phc.ts';
import type { SourceKind } from '#core/source-kind.ts';
import type { SourceProblem } from '#core/sources/entry.ts';
import { mappingFor, wantedAttributes } from '#core/sources/mapping.ts';
import { ID_CANDIDATES } from '#core/sources/user-ids.ts';
import { type DirectorySource, openDirectory, type StateOptions, stateRules } from './directory.ts';
import { readAnswers, readAssignments, readSigningKey, readTokens, type TokenInput } from './inputs.ts';
import { Meter, type Reach, sizeOf } from './meter.ts';
import { checkGroups, type NarrowingOptions, noneInWords, type Part, partOf } from './narrowing.ts';

export type PackOptions = StateOptions &
  NarrowingOptions & {
    readonly directory: DirectorySource;
    /** That nothing of the source is missing although it is narrowed, or that something is although it is not. */
    readonly said?: 'full' | 'partial' | undefined;
    /** Pack unassigned tokens although only a part of the source is asked for. */
    readonly includeUnassigned?: boolean;
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
    /** Pack accounts of which nothing says whether they are enabled as enabled, in a directory that would say it. */
    readonly assumeEnabled?: boolean;
    /** Records in a part, 1 to LIMITS.recordsPerPart. */
    readonly partSize?: number;
    /** Replaced in one step when the package is complete. */
    readonly out: string;
    /** Unix milliseconds. */
    readonly now: number;
    readonly progress?: (done: () => Reach & { readonly users: number }) => void;
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
  /** Whether it is the whole source, and why it is not. */
  readonly formatVersion: Manifest['formatVersion'];
  readonly full: Manifest['full'];
  readonly partial: Manifest['partial'];
  /** Users and tokens of the source who are named as not gone, although they do not come. */
  readonly present: Packed['present'];
  /** What was not asked for, where only a part is. */
  readonly outside: Packed['outside'];
  /** Entries that are no users, by what they are. */
  readonly passedOver: Observations['passedOver'];
  /** Sentences: what the directory does not say, and what was taken for granted. */
  readonly notices: readonly string[];
};

export const DEFAULT_PART_SIZE = 1000;

/**
 * Whether only the tokens of its users come: of a part, nothing else is known to belong to it. A search needs a base, so that a
 * whole naming context is no part for this.
 */
function isPart({ by }: Part, said: PackOptions['said'], wholeBase: boolean): boolean {
  if (said !== undefined) return said === 'partial';
  return by.size > (wholeBase ? 1 : 0);
}

/** Only of an export that may be full does it matter who stays in the source. */
const mayBeFull = ({ by }: Part, said: PackOptions['said']): boolean =>
  said === 'full' || (said === undefined && by.size === 0);

/** Tokens, who has them, and answers: each file from its beginning to its end, with how far all of them are. */
async function readHoldings(options: PackOptions, refusals: Refusals): Promise<Holdings> {
  const { tokens, assignments, answers, includeTokenless = false } = options;
  const files = [...tokens.map(({ file }) => file), assignments, answers].filter((file) => file !== undefined);
  const sizes = await Promise.all(files.map(sizeOf));
  const all = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + size!, 0);
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
    options.progress?.(() => ({
      step: 'reading',
      entries: 0,
      users: 0,
      ...(all ? { share: Math.min(1, bytes / all) } : {}),
    }));
  };
  const joiner = new Joiner(refusals);
  for (const input of tokens) await readTokens(input, options.tokenPassword, joiner, onBytes);
  joiner.checkTokens();
  if (assignments !== undefined) await readAssignments(assignments, joiner, onBytes);
  const holdings = joiner.end(assignments !== undefined);
  if (answers !== undefined) await readAnswers(answers, holdings, refusals, includeTokenless, onBytes);
  return holdings;
}

async function packInto(
  writer: PackageWriter,
  options: PackOptions,
  part: Part,
  refusals: Refusals,
  saltOf: (owner: AnswerOwner) => Buffer,
): Promise<{ readonly packed: Packed; readonly observations: Observations }> {
  const { directory, skipBad = false, includeTokenless = false } = options;
  const mapping = mappingFor(directory.kind, options.source, options.map ?? []);
  const holdings = await readHoldings(options, refusals);
  const onBad = ({ line, code }: SourceProblem) => refusals.note(code, `line ${line}`);
  const sharedIds = new SharedIds(mapping, comes(holdings, includeTokenless));
  let users = 0;
  const told = ({ reach }: Meter) => options.progress?.(() => ({ ...reach, users }));
  const meter = new Meter(directory.kind === 'ldap' ? undefined : await sizeOf(directory.file), told);
  const looking = { sharedIds, groups: part.groups, meter };
  const { rules, lockoutInWords, wholeBase } = await stateRules(directory, mapping, {
    ...options,
    skipBad,
    ...looking,
  });
  const narrowed = isPart(part, options.said, wholeBase);
  const { selection } = part;
  const observations = new Observations({
    mapping,
    holdings,
    identitySource: directory.kind,
    assumeEnabled: options.assumeEnabled ?? false,
    part: narrowed,
    lockoutInWords,
  });
  const wanted = new Set([...wantedAttributes(mapping), ...ID_CANDIDATES.keys(), ...OPERATIONAL, ...selection.wanted]);
  meter.begin('packing');
  const packed = await packUsers({
    entries: openDirectory(directory, {
      mapping,
      meter,
      wanted,
      onBad: skipBad ? onBad : undefined,
      say: (sentence) => observations.say(sentence),
    }),
    mapping,
    rules,
    see: (entry, result) => observations.see(entry, result),
    holdings,
    refusals,
    sharedIds,
    selection,
    alone: { assigned: !narrowed, unassigned: !narrowed || (options.includeUnassigned ?? false) },
    includeTokenless,
    hash: (text, owner) => phcOf(text, saltOf(owner)),
    inFlight: 2 * availableParallelism(),
    add: (record) => writer.add(record),
    addPresent: async (record) => {
      if (mayBeFull(part, options.said)) await writer.addPresent(record);
    },
    progress: (done) => {
      users = done.users;
    },
  });
  checkGroups(part);
  const shared = sharedIds.inWords();
  for (const sentence of [...(shared === undefined ? [] : [shared]), ...selection.notices()])
    observations.say(sentence);
  const none = observations.users === 0 && packed.outside.users > 0 ? noneInWords(part, packed.outside.users) : shared;
  observations.check(packed.counts.users, none);
  return { packed, observations };
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

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While work goes on, a signal that ends the process removes the file first. @returns what ends that */
function removedOnSignal(file: string): () => void {
  const end = (signal: NodeJS.Signals) => {
    rmSync(file, { force: true });
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return forget;
}

/**
 * Reads the source, writes the package, signs it. One pass over the directory: only tokens, assignments and the answers of
 * users with a token are held in memory.
 * @throws LandfallError pack.*, tokenfile.*, xml.*, ldif.*, csv.*, assignments.*, ldap.*: nothing is left at `out` then
 */
export async function packExport(options: PackOptions): Promise<PackSummary> {
  const partSize = checkedPartSize(options.partSize);
  const deployment = checkedName(options.sourceName);
  const part = await partOf(options.directory, options);
  const recipient = readRecipient(options.recipient);
  const signingKey = readSigningKey(options.signingKey);
  const refusals = new Refusals();
  const partial = `${options.out}.partial`;
  // The package is encrypted, but other users of this machine need no access to it.
  const forget = removedOnSignal(partial);
  const output = createWriteStream(partial, { mode: 0o600 });
  try {
    await once(output, 'open');
    const writer = writePackage(output, { recipient, signingKey, partSize, now: options.now });
    const { packed, observations } = await packInto(writer, options, part, refusals, answerSalts(signingKey));
    const { manifest, migrationId } = await writer.finish({
      source: { deployment, kind: options.source, identitySource: options.directory.kind },
      counts: packed.counts,
      questions: packed.questions,
      refusals: refusals.list(),
      ...completeness(part.by, options.said, refusals.list(), packed.present.unknown),
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
      formatVersion: manifest.formatVersion,
      full: manifest.full,
      partial: manifest.partial,
      present: packed.present,
      outside: packed.outside,
      passedOver: observations.passedOver,
      notices: observations.notices(),
    };
  } catch (error) {
    output.destroy();
    await rm(partial, { force: true });
    throw (error as NodeJS.ErrnoException).path === partial || (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? unwritable(options.out, error)
      : error;
  } finally {
    forget();
  }
}
