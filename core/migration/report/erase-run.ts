/** One person erased from what a run has left: its reports, the marks and images of what it changed, and what its record says. */
import { mapLimited } from '#core/concurrency.ts';
import { transient } from '#core/errors.ts';
import { keyHash } from '#core/key-hash.ts';
import { userKey } from '#core/text.ts';
import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import type { RunRecord } from '../record.ts';
import { eraseFrom } from './report-names.ts';

export type VersionedReport = { readonly lines: readonly ReportLine[]; readonly etag: string };
export type EraseRunPorts = {
  finishedFrom(run: string, dryRun: boolean, part: number, limit: number): Promise<readonly FinishedPart[]>;
  /** Hashes of the user keys that a part's report names; undefined for one of a release before. */
  readIndex(run: string, dryRun: boolean, part: number): Promise<readonly string[] | undefined>;
  readReportVersion(run: string, dryRun: boolean, part: number): Promise<VersionedReport | undefined>;
  /** With its index; false where the report is not the one that was seen any more. */
  replaceReport(
    run: string,
    dryRun: boolean,
    part: number,
    lines: readonly ReportLine[],
    etag: string,
  ): Promise<boolean>;
  /** What the run kept of the items as they were, and what a rollback noted of them. */
  removeTraces(run: string, keys: readonly string[], serials: readonly string[]): Promise<void>;
  /** What the record and the summary say of records that `pack` left out, and where a campaign stands. */
  replaceFacts(run: RunRecord, facts: Pick<RunRecord, 'refusals' | 'campaign'>): Promise<void>;
};
/** The user keys that the person had when the run was made, and serials of the tokens. */
export type Erased = { readonly keys: ReadonlySet<string>; readonly serials: ReadonlySet<string> };
/** Within a run: the next part, of the import or of its preview, and the user keys before the run that were found so far. */
export type RunPlace = { readonly dryRun: boolean; readonly part: number; readonly earlier: readonly string[] };
/** `keys`: those that the person had before the run. `at`: where it goes on; absent where the run is done. */
export type RunErased = Erased & { readonly lines: number; readonly at?: RunPlace };

const PAGE = 1000;
const CONCURRENT_PARTS = 16;
const MAX_TRIES = 5;

type Place = { readonly run: string; readonly dryRun: boolean; readonly part: number };

async function erasePart(ports: EraseRunPorts, { run, dryRun, part }: Place, keys: ReadonlySet<string>) {
  const index = await ports.readIndex(run, dryRun, part);
  const hashes = [...keys].map(keyHash);
  if (index && !hashes.some((hash) => index.includes(hash))) return undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await ports.readReportVersion(run, dryRun, part);
    const erased = seen && eraseFrom(seen.lines, keys);
    if (!erased || erased.count === 0) return undefined;
    if (await ports.replaceReport(run, dryRun, part, erased.lines, seen.etag)) return erased;
  }
  throw transient('operations.busy');
}

/** What a record says beside its report, where it names the person. */
function factsWithout({ refusals, campaign }: RunRecord, { keys, serials }: Erased) {
  const names = [...keys, ...serials];
  const isNamed = (text: string) => names.some((name) => userKey(text).includes(name));
  const kept = refusals?.map((one) => ({ ...one, details: one.details.filter((detail) => !isNamed(detail)) }));
  const changed = kept?.some(({ details }, index) => details.length < refusals![index]!.details.length) === true;
  const { at, ...place } = campaign ?? {};
  const isAt = at !== undefined && isNamed(at);
  if (!changed && !isAt) return undefined;
  return {
    ...(kept ? { refusals: kept } : {}),
    ...(campaign ? { campaign: isAt ? { part: 0, line: 0, ...place } : campaign } : {}),
  };
}

const START: RunPlace = { dryRun: false, part: 1, earlier: [] };

/**
 * @param person the user keys that the person had when the run ended, and all serials that were found
 * @param place where it goes on @param isLate whether it is to end after this page of parts
 * @throws LandfallError operations.busy (retryable) where a report keeps changing: the run is under way
 */
export async function eraseFromRun(
  ports: EraseRunPorts,
  run: RunRecord,
  person: Erased,
  place = START,
  isLate = () => false,
): Promise<RunErased> {
  const earlier = new Set(place.earlier);
  const serials = new Set(person.serials);
  let lines = 0;
  for (const dryRun of place.dryRun ? [true] : [false, true])
    for (let from: number | undefined = dryRun === place.dryRun ? place.part : 1; from !== undefined; ) {
      const parts: readonly FinishedPart[] = await ports.finishedFrom(run.id, dryRun, from, PAGE);
      const erased = await mapLimited(parts, CONCURRENT_PARTS, ({ part }) =>
        erasePart(ports, { run: run.id, dryRun, part }, person.keys),
      );
      for (const one of erased) {
        lines += one?.count ?? 0;
        for (const key of one?.earlier ?? []) earlier.add(key);
        for (const serial of one?.serials ?? []) serials.add(serial);
      }
      from = parts.length === PAGE ? parts.at(-1)!.part + 1 : undefined;
      if (from !== undefined && isLate())
        return { lines, serials, keys: person.keys, at: { dryRun, part: from, earlier: [...earlier] } };
    }
  await ports.removeTraces(run.id, [...new Set([...person.keys, ...earlier])], [...serials]);
  const facts = factsWithout(run, { keys: person.keys, serials });
  if (facts) await ports.replaceFacts(run, facts);
  return { lines, serials, keys: earlier.size > 0 ? earlier : person.keys };
}
