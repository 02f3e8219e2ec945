/**
 * The way of a campaign: first the users of this run's reports, which are certain to be seen, then all people of the source by the index,
 * so that those whom an earlier run could not tell are told now.
 */
import { SHARDS } from '#core/directory/journey.ts';
import { isAddressee } from '#core/migration/addressee.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { CampaignPlace } from '#core/migration/record.ts';
import { userKey } from '#core/text.ts';
import type { Candidate, Stretch } from './tell.ts';

export type WalkPorts = {
  /** A finished part's report. */
  readReport(part: number): Promise<readonly ReportLine[]>;
  /** People of the source in one shard of the index, in the order of `at`, at most `limit`. @param from the `at` behind which they stand */
  readPeople(
    shard: number,
    from: string | undefined,
    limit: number,
  ): Promise<readonly { readonly userKey: string; readonly at: string; readonly externalId?: string }[]>;
};

/** A mail to another address does not count any more. Of another user ID MoveUsers tells by itself. */
const anew = ({ changes = [] }: ReportLine): boolean =>
  changes.some(({ field, waits, kept }) => field === 'email' && !waits && !kept);

export const START: CampaignPlace = { part: 1, line: 0 };

async function* partsFrom(
  ports: WalkPorts,
  parts: number,
  from: CampaignPlace,
  size: number,
): AsyncGenerator<Stretch<CampaignPlace>> {
  for (let { part, line: done } = from; part <= parts; part += 1, done = 0) {
    const left = (await ports.readReport(part)).filter(({ line }) => line > done);
    for (let at = 0; at < left.length; at += size) {
      const lines = left.slice(at, at + size);
      const candidates = lines.filter(isAddressee).map((line) => ({
        key: userKey(line.userId!),
        anew: anew(line),
        before: { part, line: line.line - 1 },
      }));
      yield { candidates, named: true, end: { part, line: lines.at(-1)!.line } };
    }
    yield { candidates: [], named: true, end: { part: part + 1, line: 0 } };
  }
}

async function* peopleFrom(
  ports: WalkPorts,
  from: CampaignPlace,
  size: number,
): AsyncGenerator<Stretch<CampaignPlace>> {
  const { part, line } = from;
  let at = from.at;
  for (let shard = from.shard ?? 0; shard < SHARDS; shard += 1, at = undefined) {
    for (;;) {
      const people = await ports.readPeople(shard, at, size);
      let before: CampaignPlace = at === undefined ? { part, line, shard } : { part, line, shard, at };
      const candidates: Candidate<CampaignPlace>[] = [];
      for (const person of people) {
        const { userKey: key, externalId } = person;
        candidates.push({ key, anew: false, before, ...(externalId === undefined ? {} : { externalId }) });
        before = { part, line, shard, at: person.at };
      }
      if (people.length > 0) yield { candidates, named: false, end: before };
      at = people.at(-1)?.at;
      if (people.length < size) break;
    }
    yield { candidates: [], named: false, end: { part, line, shard: shard + 1 } };
  }
}

/** @param place where the campaign stands; undefined: at its beginning @param people whether the source is known, and so its people */
export async function* walk(
  ports: WalkPorts,
  { parts, people }: { readonly parts: number; readonly people: boolean },
  place: CampaignPlace | undefined,
  size: number,
): AsyncGenerator<Stretch<CampaignPlace>> {
  const from = place ?? START;
  yield* partsFrom(ports, parts, from, size);
  if (people) yield* peopleFrom(ports, from.shard === undefined ? { part: parts + 1, line: 0 } : from, size);
}
