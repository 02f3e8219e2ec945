/**
 * ConfirmChanges: a slip at the source is caught before the first write. Where a large share of a source's people would get another
 * address, user ID, enabled flag or token, or would be disabled because they are gone, the run waits for a super-admin's yes.
 */
import { mapLimited } from '#core/concurrency.ts';
import { invalid } from '#core/errors.ts';
import { addLarge, type LargeChanges, largeChangesIn } from '../large-changes.ts';
import type { ReportLine } from '../outcome.ts';
import type { PartSums, SumParts } from '../part-sums.ts';
import type { Failure, NeedsYes } from '../record.ts';
import type { PlannedRun, RunOptions } from '../run.ts';

/** More than this share of a source's people, and more than so many. */
const SHARE = 0.05;
const FEW: LargeChanges = { changed: 20, gone: 10 };
const AT_ONCE = 8;

/** @param people of the source, before the run @returns what there is too much of; undefined where there is nothing to ask */
export function tooMuch(
  { changed, gone }: LargeChanges,
  people: number,
  { confirmed, expectGone = 0 }: RunOptions,
): Partial<LargeChanges> | undefined {
  if (confirmed) return undefined;
  const large = (count: number, few: number) => count > few && count > people * SHARE;
  const asked = {
    ...(large(changed, FEW.changed) ? { changed } : {}),
    ...(large(gone, FEW.gone) && gone > expectGone ? { gone } : {}),
  };
  return Object.keys(asked).length > 0 ? asked : undefined;
}

export type ConfirmChangesPorts = {
  sumParts: SumParts;
  /** Of a preview. */
  readReport(run: string, preview: true, part: number): Promise<readonly ReportLine[] | undefined>;
  noteFacts(at: Attempt, facts: { readonly needsYes: NeedsYes }): Promise<void>;
  /** The run is the source's writer no more. */
  giveBack(run: PlannedRun, now: number): Promise<void>;
  /** The run is over but for a super-admin's yes. */
  markUnconfirmed(at: Attempt, now: number, failure: Failure): Promise<void>;
};
type Attempt = Pick<PlannedRun, 'migration' | 'attempt'>;

/** What the preview of a whole run comes to. A part that a release before has finished did not say it: its report is read. */
export async function sumLargeChanges(
  { readReport }: Pick<ConfirmChangesPorts, 'readReport'>,
  migration: string,
  { large, unsaid }: Pick<PartSums, 'large' | 'unsaid'>,
): Promise<LargeChanges> {
  const read = await mapLimited(unsaid, AT_ONCE, async (part) =>
    largeChangesIn((await readReport(migration, true, part)) ?? []),
  );
  return read.reduce(addLarge, large);
}

/**
 * Whether the run waits. A preview only says that an import would.
 * @param now Unix ms @throws LandfallError stored.damaged
 */
export async function confirmChanges(ports: ConfirmChangesPorts, run: PlannedRun, now: number): Promise<boolean> {
  const { people, options = {}, dryRun } = run;
  const sums = await ports.sumParts(run.migration, true, run.generation, run.parts);
  const asked = tooMuch(await sumLargeChanges(ports, run.migration, sums), people, options);
  if (!asked) return false;
  await ports.noteFacts(run, { needsYes: { ...asked, people } });
  if (dryRun) return false;
  const { code, message } = invalid(
    'run.needs_yes',
    'The run would change or disable a large share of the people of its source. Nothing was written. Look at its preview, then confirm the run or correct the source.',
    { ...asked, people },
  );
  await ports.giveBack(run, now);
  await ports.markUnconfirmed(run, now, { code, hint: message, state: 'ConfirmChanges' });
  return true;
}
