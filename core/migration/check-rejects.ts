/**
 * CheckRejects: all parts are done, the reports are corrected to what the directory holds now, and no more was rejected than tolerated.
 */
import { invalid, LandfallError } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { correctLines } from './corrections.ts';
import type { Displaced, IngestPorts } from './ingest.ts';
import type { FinishedPart } from './ingest-part.ts';
import { sameOrigin } from './origin.ts';
import type { ReportLine } from './outcome.ts';
import type { MigrationRun } from './run.ts';
import { sumTotals, type Totals, totalsOf } from './totals.ts';

export type CheckRejectsPorts = Pick<IngestPorts, 'readUsers' | 'readTokens' | 'attachTokens'> & {
  finishedParts(migration: string, dryRun: boolean, generation: number): Promise<FinishedPart[]>;
  readDisplaced(migration: string): Promise<readonly Displaced[]>;
  readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined>;
  putReport(migration: string, dryRun: boolean, part: number, lines: readonly ReportLine[]): Promise<void>;
  putPart(migration: string, dryRun: boolean, finished: FinishedPart): Promise<void>;
};
export type Tolerance = { readonly enrolment: number; readonly toleratedRejects: number };

/** The notes whose loser has been replaced: a note is written before the replacement that it announces. */
async function confirmedDisplaced(ports: CheckRejectsPorts, notes: readonly Displaced[]): Promise<Displaced[]> {
  const users = await ports.readUsers([...new Set(notes.flatMap(({ userKey }) => userKey ?? []))]);
  const tokens = await ports.readTokens([...new Set(notes.flatMap(({ serial }) => serial ?? []))]);
  return notes.filter(({ loser, userKey, serial }) => {
    const now = serial === undefined ? users.get(userKey) : tokens.get(serial);
    return !sameOrigin(now?.origin, loser);
  });
}

/** Takes a token that was lost to an earlier record off its user's list. */
async function detach(
  ports: CheckRejectsPorts,
  displaced: readonly Displaced[],
  lines: readonly ReportLine[],
): Promise<void> {
  for (const { loser, serial } of displaced) {
    const userId = lines.find(({ line }) => line === loser.line)?.userId;
    if (serial === undefined || userId === undefined) continue;
    const key = userKey(userId);
    const user = (await ports.readUsers([key])).get(key);
    if (!user?.tokens.includes(serial) || !sameOrigin(user.origin, loser)) continue;
    await ports.attachTokens(
      key,
      loser,
      user.tokens.filter((other) => other !== serial),
    );
  }
}

async function correct(
  ports: CheckRejectsPorts,
  run: MigrationRun,
  parts: FinishedPart[],
  enrolment: number,
): Promise<void> {
  const { migration, dryRun, generation } = run;
  const displaced = await confirmedDisplaced(ports, await ports.readDisplaced(migration));
  for (const part of new Set(displaced.map(({ loser }) => loser.part))) {
    const lines = await ports.readReport(migration, dryRun, part);
    const index = parts.findIndex((finished) => finished.part === part);
    if (!lines || index < 0) throw new LandfallError('run.report_missing', { facts: { part } });
    const lost = displaced.filter(({ loser }) => loser.part === part);
    const corrected = correctLines(lines, lost);
    await detach(ports, lost, lines);
    const { unmatched } = parts[index]!.totals;
    const totals = { ...totalsOf(corrected, enrolment), ...(unmatched ? { unmatched } : {}) };
    parts[index] = { part, generation, totals };
    await ports.putReport(migration, dryRun, part, corrected);
    await ports.putPart(migration, dryRun, parts[index]);
  }
}

/** The parts that are done. @throws LandfallError run.parts_failed (409) where one is missing */
export async function allParts(ports: CheckRejectsPorts, run: MigrationRun): Promise<FinishedPart[]> {
  const parts = await ports.finishedParts(run.migration, run.dryRun, run.generation);
  const missing = run.parts - parts.length;
  if (missing > 0) {
    const hint = `${missing} of ${run.parts} parts could not be ingested. Start the import again: finished parts are not done again.`;
    throw invalid('run.parts_failed', hint, { missing });
  }
  return parts;
}

/** The totals of all parts. @throws LandfallError run.too_many_rejects (409) */
export async function checkRejects(
  ports: CheckRejectsPorts,
  run: MigrationRun,
  finished: readonly FinishedPart[],
  tolerance: Tolerance,
): Promise<Totals> {
  const parts = [...finished];
  if (!run.dryRun) await correct(ports, run, parts, tolerance.enrolment);
  const totals = sumTotals(parts.map((part) => part.totals));
  const { rejected } = totals.records;
  if (rejected > tolerance.toleratedRejects) {
    const hint = `${rejected} records were rejected, more than the ${tolerance.toleratedRejects} that the settings tolerate. See the report, correct the source and pack again.`;
    throw invalid('run.too_many_rejects', hint, { rejected });
  }
  return totals;
}
