/**
 * A part before anything is written: its hash, GCM tag and counts, and under policy `fail` whether anything that it brings
 * is here already.
 */
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import { invalid } from '#core/errors.ts';
import { openPart, type PartContext, type PartFacts, verifySealedPart } from '#core/export/part.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { userKey } from '#core/text.ts';
import type { IngestPorts } from './ingest.ts';

export type VerifyPartPorts = Pick<IngestPorts, 'readUsers' | 'readTokens'>;

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

/**
 * @throws LandfallError package.part_tampered, package.too_large; run.exists (409, facts users and tokens) where the
 * policy is `fail` and something exists
 */
export async function verifyPart(
  ports: VerifyPartPorts,
  part: PartContext & PartFacts,
  bytes: Uint8Array,
  { migration, policy }: { migration: string; policy: DuplicatePolicy },
): Promise<void> {
  if (policy !== 'fail') return verifySealedPart(part, bytes);
  const records: ExportRecord[] = [];
  for await (const line of openPart(part, bytes)) if ('record' in line) records.push(line.record);
  const keys = keysOf(records);
  const users = existingBefore((await ports.readUsers(keys.users)).values(), migration);
  const tokens = existingBefore((await ports.readTokens(keys.serials)).values(), migration);
  if (users + tokens > 0) {
    throw invalid(
      'run.exists',
      'The policy is "fail", and the package brings users or tokens that are here already. Nothing was written. Choose the policy "skip" or "update".',
      { part: part.name, users, tokens },
    );
  }
}
