/**
 * ConfirmChanges: a slip at the source is caught before the first write. Where a large share of a source's people would get another
 * address, user ID, enabled flag or token, or would be disabled because they are gone, the run waits for a super-admin's yes.
 */
import { mapLimited } from '#core/concurrency.ts';
import { invalid } from '#core/errors.ts';
import type { Change, ReportLine } from '../outcome.ts';
import type { Failure, NeedsYes } from '../record.ts';
import type { MigrationRun, PlannedRun, RunOptions } from '../run.ts';

/** People whom a run would change so, and people whom it would disable because they are gone. */
export type LargeChanges = { readonly changed: number; readonly gone: number };

/** More than this share of a source's people, and more than so many. */
const SHARE = 0.05;
const FEW: LargeChanges = { changed: 20, gone: 10 };
const FIELDS: ReadonlySet<string> = new Set(['email', 'userId', 'enabled', 'tokens']);
const AT_ONCE = 8;

/** Not what waits for a yes of its own, nor what is only reported. */
const applied = ({ waits, kept }: Change): boolean => waits !== true && kept !== true;

export function largeChangesIn(lines: readonly ReportLine[]): LargeChanges {
  const people = lines.flatMap(({ type, code, changes = [] }) => {
    const fields = changes.filter(applied).map(({ field }) => field);
    return type === 'user' && fields.some((field) => FIELDS.has(field)) ? [code] : [];
  });
  const gone = people.filter((code) => code === 'user.gone').length;
  return { changed: people.length - gone, gone };
}

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
  /** Of a preview; undefined where the part is not done. */
  readReport(run: string, preview: true, part: number): Promise<readonly ReportLine[] | undefined>;
  noteFacts(at: Attempt, facts: { readonly needsYes: NeedsYes }): Promise<void>;
  /** The run is the source's writer no more. */
  giveBack(run: PlannedRun, now: number): Promise<void>;
  /** The run is over but for a super-admin's yes. */
  markUnconfirmed(at: Attempt, now: number, failure: Failure): Promise<void>;
};
type Attempt = Pick<PlannedRun, 'migration' | 'attempt'>;

/** What the preview of a whole run comes to. */
export async function sumLargeChanges(
  ports: ConfirmChangesPorts,
  { migration, parts }: Pick<MigrationRun, 'migration' | 'parts'>,
): Promise<LargeChanges> {
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  const sums = await mapLimited(numbers, AT_ONCE, async (part) =>
    largeChangesIn((await ports.readReport(migration, true, part)) ?? []),
  );
  return {
    changed: sums.reduce((sum, { changed }) => sum + changed, 0),
    gone: sums.reduce((sum, { gone }) => sum + gone, 0),
  };
}

/**
 * Whether the run waits. A preview only says that an import would.
 * @param now Unix ms @throws LandfallError stored.damaged
 */
export async function confirmChanges(ports: ConfirmChangesPorts, run: PlannedRun, now: number): Promise<boolean> {
  const { people, options = {}, dryRun } = run;
  const asked = tooMuch(await sumLargeChanges(ports, run), people, options);
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
