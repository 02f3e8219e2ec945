/**
 * A part that lists who is gone, in PreviewPart and IngestPart: each line is said after a consistent read, and where the run disables,
 * in one transaction a line. What changes meanwhile is read again.
 */

import { chunksOf, mapLimited } from '#core/concurrency.ts';
import type { Token, User } from '#core/directory/model.ts';
import { transient } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { largeChangesIn } from '../large-changes.ts';
import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import { pseudonyms } from '../pseudonym.ts';
import type { MigrationRun, PartOutput, PlannedLeavers } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { totalsOf } from '../totals.ts';
import type { Gone } from './gone.ts';
import {
  type DisabledItem,
  keysOfLeavers,
  type LeaverPlan,
  type LeaversContext,
  parseLeavers,
  planLeaver,
} from './leavers.ts';

export type LeaversPorts = {
  readPlan: ReadPlan;
  readUsers(keys: readonly string[]): Promise<Map<string, User>>;
  readTokens(serials: readonly string[]): Promise<Map<string, Token>>;
  peppers(): Promise<KeyRing>;
  readPart(run: string, preview: boolean, part: number): Promise<FinishedPart | undefined>;
  putReport(run: string, preview: boolean, part: number, lines: readonly ReportLine[]): Promise<void>;
  putPart(run: string, preview: boolean, finished: FinishedPart): Promise<void>;
};
export type IngestLeaversPorts = LeaversPorts & {
  /**
   * All of a line or nothing, with what was there before; each where it is as it was seen. False: something has changed.
   * @param touchedToo also what has been used here
   */
  disableItems(items: readonly DisabledItem[], run: string, touchedToo: boolean): Promise<boolean>;
};
type Input = { readonly run: MigrationRun; readonly part: PlannedLeavers };
/** Undefined: nothing is written. */
type Write = ((plan: LeaverPlan) => Promise<boolean>) | undefined;

const MAX_ROUNDS = 6;
const AT_ONCE = 8;
const LINES_READ_AT_ONCE = 100;

async function linesOf(
  ports: LeaversPorts,
  list: readonly { readonly one: Gone; readonly line: number }[],
  context: LeaversContext,
  write: Write,
): Promise<ReportLine[]> {
  const lines = new Map<number, ReportLine>();
  let pending = list;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw transient('directory.busy');
    const keys = keysOfLeavers(pending.map(({ one }) => one));
    const [users, tokens] = await Promise.all([ports.readUsers(keys.users), ports.readTokens(keys.tokens)]);
    const done = await mapLimited(pending, AT_ONCE, async ({ one, line }) => {
      const plan = planLeaver(one, line, { users, tokens }, context);
      if (plan) lines.set(line, plan.line);
      else lines.delete(line);
      return !plan || plan.disables.length === 0 || !write || write(plan);
    });
    pending = pending.filter((_entry, index) => !done[index]);
  }
  return [...lines.entries()].sort(([a], [b]) => a - b).map(([, line]) => line);
}

async function workOn(ports: LeaversPorts, { run, part }: Input, preview: boolean, write: Write): Promise<PartOutput> {
  const { migration, generation, sourceName, packedAt, options = {} } = run;
  const before = await ports.readPart(migration, preview, part.index);
  if (before?.generation === generation) return { part: part.index, records: before.totals.records.read, rejected: 0 };
  const list = parseLeavers((await ports.readPlan(part.object)) ?? '', part.object);
  const context: LeaversContext = {
    run: migration,
    part: part.index,
    source: sourceName,
    packedAt,
    disableGone: options.disableGone === true,
    applyToTouched: options.applyToTouched === true,
    pseudonym: pseudonyms(await ports.peppers()),
  };
  const lines: ReportLine[] = [];
  const numbered = list.map((one, index) => ({ one, line: index + 1 }));
  for (const chunk of chunksOf(numbered, LINES_READ_AT_ONCE))
    lines.push(...(await linesOf(ports, chunk, context, write)));
  await ports.putReport(migration, preview, part.index, lines);
  const sums = { totals: totalsOf(lines, 0), large: largeChangesIn(lines) };
  await ports.putPart(migration, preview, { part: part.index, generation, ...sums });
  return { part: part.index, records: lines.length, rejected: 0 };
}

/** What an import would now say and disable. @throws LandfallError directory.busy (retryable), stored.damaged */
export const previewLeavers = (ports: LeaversPorts, input: Input): Promise<PartOutput> =>
  workOn(ports, input, true, undefined);

/** Says who is gone, and disables where the run was asked to. @throws LandfallError directory.busy (retryable), stored.damaged */
export const ingestLeavers = (ports: IngestLeaversPorts, input: Input): Promise<PartOutput> =>
  workOn(ports, input, false, ({ disables }) =>
    ports.disableItems(disables, input.run.migration, input.run.options?.applyToTouched === true),
  );
