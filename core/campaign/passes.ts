/** The way of a campaign over its people: a list, one person, or the people of its sources by the index, pass after pass. */

import { SHARDS } from '#core/directory/journey.ts';
import { LandfallError } from '#core/errors.ts';
import type { Mailing, MailingPlace } from '#core/migration/mailing.ts';
import { NOTHING_FOUND } from '#core/migration/mailing.ts';
import { userKey } from '#core/text.ts';
import type { Candidate, Stretch } from './tell.ts';

export type PassPorts = {
  /** Names of the sources whose people the campaign tells, in the order in which it goes on. */
  readSources(): Promise<readonly string[]>;
  /** People of a source in one shard of the index, in the order of `at`, at most `limit`. @param from the `at` behind which they stand */
  readPeople(
    source: string,
    shard: number,
    from: string | undefined,
    limit: number,
  ): Promise<readonly { readonly userKey: string; readonly at: string; readonly externalId?: string }[]>;
  /** User keys of the list, from this number on, at most `limit`. */
  readAudience(from: number, limit: number): Promise<readonly string[]>;
};

type At = Pick<MailingPlace, 'line' | 'source' | 'shard' | 'at'>;

/** The people are seen by an index, which is a moment behind: a pass that is to be the last begins so long after the last change. */
const SETTLING_MS = 60_000;

/** The next pass. @param now Unix ms */
export const newPass = (pass: number, now: number): MailingPlace => ({ pass, beganAt: now, found: NOTHING_FOUND });

/** @throws LandfallError campaign.list_expired */
async function* listed(ports: PassPorts, listedCount: number, from: MailingPlace, size: number) {
  const { line: _line, ...pass } = from;
  for (let line = from.line ?? 0; line < listedCount; ) {
    const keys = await ports.readAudience(line, size);
    const start = line;
    // The items of a list expire: the people who are left have not been told.
    if (keys.length === 0)
      throw new LandfallError('campaign.list_expired', { facts: { told: start, listed: listedCount } });
    line = start + keys.length;
    yield {
      candidates: keys.map((key, index) => ({ key, anew: false, before: { ...pass, line: start + index } })),
      named: true,
      end: { ...pass, line },
    };
  }
}

async function* ofShard(
  ports: PassPorts,
  pass: MailingPlace,
  place: Required<Pick<At, 'source' | 'shard'>> & At,
  size: number,
) {
  const { source, shard } = place;
  for (let at = place.at; ; ) {
    const people = await ports.readPeople(source, shard, at, size);
    let before: MailingPlace = { ...pass, source, shard, ...(at === undefined ? {} : { at }) };
    const candidates: Candidate<MailingPlace>[] = [];
    for (const { userKey: key, externalId, ...person } of people) {
      candidates.push({ key, anew: false, before, ...(externalId === undefined ? {} : { externalId }) });
      before = { ...pass, source, shard, at: person.at };
    }
    if (people.length > 0) yield { candidates, named: true, end: before };
    at = people.at(-1)?.at;
    if (people.length < size) return;
  }
}

async function* byIndex(ports: PassPorts, from: MailingPlace, size: number): AsyncGenerator<Stretch<MailingPlace>> {
  const { source: _source, shard: _shard, at: _at, ...pass } = from;
  // A source that was not there when the pass began is walked by the next one.
  for (const source of await ports.readSources()) {
    if (from.source !== undefined && source < from.source) continue;
    const goesOn = source === from.source;
    for (let shard = goesOn ? (from.shard ?? 0) : 0; shard < SHARDS; shard += 1) {
      const at = goesOn && shard === from.shard ? from.at : undefined;
      yield* ofShard(ports, pass, { source, shard, ...(at === undefined ? {} : { at }) }, size);
      yield { candidates: [], named: true, end: { ...pass, source, shard: shard + 1 } };
    }
  }
}

/** The rest of the pass that stands at this place. What a place says of the pass is the round's to fill in. */
export async function* restOfPass(
  ports: PassPorts,
  { audience }: Pick<Mailing, 'audience'>,
  place: MailingPlace,
  size: number,
): AsyncGenerator<Stretch<MailingPlace>> {
  const { listed: count, userId } = audience;
  if (count !== undefined) yield* listed(ports, count, place, size);
  else if (userId === undefined) yield* byIndex(ports, place, size);
  else if (place.line === undefined)
    yield {
      candidates: [{ key: userKey(userId), anew: false, before: place }],
      named: true,
      end: { ...place, line: 1 },
    };
}

/**
 * Whether the pass that is over was the last. People by the index are looked at once more, a while after the last change; a list is read from
 * its own items.
 * @param since Unix ms: the beginning of the campaign, or its last mail
 * @returns undefined where it was; else when the next one may begin
 */
export function nextPassAt(
  { audience }: Pick<Mailing, 'audience'>,
  { beganAt, due }: MailingPlace,
  since: number,
): number | undefined {
  if (audience.listed !== undefined || audience.userId !== undefined) return undefined;
  return due || beganAt < since + SETTLING_MS ? since + SETTLING_MS : undefined;
}
