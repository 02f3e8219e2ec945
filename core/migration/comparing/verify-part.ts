/**
 * A part before anything is written: its hash, GCM tag and counts, the keys by which the whole export is compared, and under policy
 * `fail` whether anything that it brings is here already.
 */
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import {
  openPart,
  type PartContext,
  type PartFacts,
  type PartLine,
  type PresentLine,
  presentIn,
} from '#core/export/part.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { readStoredJson } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import { entriesOf } from '../entries.ts';
import type { IngestPorts } from '../ingest.ts';
import { questionsName } from '../read-manifest.ts';
import type { MigrationRun } from '../run.ts';
import { NOTHING, type ReadPlan } from '../run-plan.ts';
import { userIdsOfRun } from '../user-id-map.ts';
import { externalIdsOf, keysOfPart, partKeysName } from './part-keys.ts';

export type VerifyPartPorts = Pick<IngestPorts, 'readUsers' | 'readTokens'> & {
  readPlan: ReadPlan;
  putPlan(name: string, body: string): Promise<void>;
  /** External id -> user key, of a source's people who are here. */
  readPersons(source: string, externalIds: readonly string[]): Promise<Map<string, string>>;
};
type VerifiedRun = Pick<MigrationRun, 'migration' | 'policy' | 'source' | 'sourceName' | 'people' | 'userIdMap'>;

const list = z.array(z.unknown());

function keysOf(records: readonly ExportRecord[]) {
  const users = records.flatMap((record) => (record.type === 'user' ? [userKey(record.userId)] : []));
  const serials = records.flatMap((record) =>
    record.type === 'user' ? record.tokens.map(({ serial }) => serial) : [record.serial],
  );
  return { users: [...new Set(users)], serials: [...new Set(serials)] };
}

/** How many of these existed before the migration; items that a resumed one wrote itself do not count. */
function existingBefore(items: Iterable<{ origin?: { migration: string } }>, migration: string): number {
  return [...items].filter(({ origin }) => origin?.migration !== migration).length;
}

/** A ring that seals nothing which is kept: only whether a hash is one that can be sealed. */
const NO_RING = { current: 'none', keys: { none: Buffer.alloc(32) } };

/** The lines whose records can't be imported, whatever is here; of two with one key the comparison decides. */
function unusableLines(lines: readonly PartLine[], run: VerifiedRun, part: number, questions: number): Set<number> {
  const mapping = Array.from({ length: questions }, () => null);
  const context = {
    migration: run.migration,
    part,
    source: run.source,
    mapping,
    sealer: userSealer(NO_RING),
    plan: NOTHING,
    userIdHere: (userId: string) => userId,
  };
  return new Set(
    entriesOf(lines, context).flatMap((entry) =>
      (entry.kind === 'rejected' && entry.code !== 'user.duplicate' && entry.code !== 'token.duplicate') ||
      (entry.kind === 'token' && entry.assignedTo !== undefined)
        ? [entry.me.line]
        : [],
    ),
  );
}

async function failWhereAnythingExists(
  ports: VerifyPartPorts,
  lines: readonly PartLine[],
  { migration }: VerifiedRun,
  part: string,
): Promise<void> {
  const keys = keysOf(lines.flatMap((line) => ('record' in line ? [line.record] : [])));
  const users = existingBefore((await ports.readUsers(keys.users)).values(), migration);
  const tokens = existingBefore((await ports.readTokens(keys.serials)).values(), migration);
  if (users + tokens > 0) {
    throw invalid(
      'run.exists',
      'The policy is "fail", and the package brings users or tokens that are here already. Nothing was written. Choose the policy "skip" or "update".',
      { part, users, tokens },
    );
  }
}

/** A line with the user ID that its user has here. A refused line's is not known where the source's people get others. */
function withUserIdHere(line: PartLine, userIdHere: (userId: string) => string, { userIdMap }: VerifiedRun): PartLine {
  if ('error' in line) {
    const { user: _user, ...named } = line.named;
    return userIdMap ? { ...line, named } : line;
  }
  if (line.record.type !== 'user') return line;
  return { ...line, record: { ...line.record, userId: userIdHere(line.record.userId) } };
}

/** The same of a user who stays in the source. */
function stayingHere({ line, stays }: PresentLine, userIdHere: (userId: string) => string): PresentLine {
  if (stays?.userId === undefined) return { line, stays };
  return { line, stays: { ...stays, userId: userIdHere(stays.userId) } };
}

/**
 * Leaves the part's keys under plans/. Persons are looked for only where the source has people here.
 * @throws LandfallError package.part_tampered, package.too_large; run.exists (409, facts users and tokens) where the
 * policy is `fail` and something exists; directory.busy (retryable)
 */
export async function verifyPart(
  ports: VerifyPartPorts,
  part: PartContext & PartFacts & { readonly index: number },
  bytes: Uint8Array,
  run: VerifiedRun,
): Promise<void> {
  const lines: PartLine[] = [];
  const userIdHere = await userIdsOfRun(ports.readPlan, run);
  for await (const line of openPart(part, bytes)) lines.push(withUserIdHere(line, userIdHere, run));
  if (run.policy === 'fail') await failWhereAnythingExists(ports, lines, run, part.name);
  const questions = readStoredJson(list, (await ports.readPlan(questionsName(run.migration))) ?? '', 'questions');
  const unusable = unusableLines(lines, run, part.index, questions.length);
  const persons = run.people > 0 ? await ports.readPersons(run.sourceName, externalIdsOf(lines)) : new Map();
  const present = (await presentIn(part, bytes)).map((line) => stayingHere(line, userIdHere));
  const keys = keysOfPart(part.index, lines, persons, (line) => !unusable.has(line), present);
  await ports.putPlan(partKeysName(run.migration, part.index), JSON.stringify(keys));
}
