/** The writes of adapters/audit, operations, mail, journeys, ingest and upgrade. */
import { insertLinks } from '#adapters/audit/chain.ts';
import { transactRecorded, updateRecorded, writeAudit } from '#adapters/audit/outbox.ts';
import { operationsTable } from '#adapters/dynamodb/items.ts';
import { putting } from '#adapters/dynamodb/transactions.ts';
import { commit, dropToken, insert } from '#adapters/ingest/changes.ts';
import { disableItems } from '#adapters/ingest/leavers.ts';
import { moveGroup } from '#adapters/ingest/moves.ts';
import { correctCounters, readCounters } from '#adapters/journeys/counters.ts';
import { replace } from '#adapters/journeys/follow.ts';
import { saveState } from '#adapters/journeys/state.ts';
import { markDisabledThere, noteUses } from '#adapters/journeys/uses.ts';
import { claimMail, type MailClaim, markMailSent, releaseMail } from '#adapters/mail/claims.ts';
import { removeLinks, storeLinks } from '#adapters/mail/links.ts';
import { createChallenge, takeChallenge } from '#adapters/operations/challenges.ts';
import { nextRound, retireLinks } from '#adapters/operations/recovery.ts';
import { createSession, endSession, touchSession } from '#adapters/operations/sessions.ts';
import { add, raise } from '#adapters/operations/shared-counters.ts';
import { hit, unhit } from '#adapters/operations/throttles.ts';
import { follow, readAgain } from '#adapters/upgrade/items.ts';
import { putSource } from '#adapters/upgrade/sources.ts';
import { beginUpgrade, endUpgrade, saveSegment } from '#adapters/upgrade/state.ts';
import type { Challenge } from '#core/access/challenge.ts';
import type { Session } from '#core/access/session.ts';
import { linksBehind } from '#core/audit-chain.ts';
import { placeOf } from '#core/directory/journey.ts';
import { changeOf } from '#core/journey/follow.ts';
import type { Person } from '#core/journey/person.ts';
import { userSealer } from '#core/passwords/hash.ts';
import { putToken, putUser } from '../directory-items.ts';
import { aToken, aUser, NOW, RING } from '../memory.ts';
import { type Case, ENTRIES } from './cases.ts';

const ORIGIN = { migration: 'm', part: 1, line: 1 };
const LINKS = linksBehind({ seq: 0, hash: '' }, 0, [{ day: 'AUDIT#2026-11-23#0', id: '2026-11-23T09:00:00.000Z#a' }]);
/** One shard: which one is drawn is not compared. */
const COUNTERS = { group: 'kind', windowMs: 60_000, shards: 1 };
export const SESSION: Session = {
  id: 'hash',
  user: 'anna',
  console: 'self-service',
  methods: ['RSA_Password'],
  scope: 'full',
  epoch: 0,
  createdAt: NOW,
  idleMs: 60_000,
  idleUntil: NOW + 60_000,
  endsAt: NOW + 600_000,
};
const CHALLENGE: Challenge = { kind: 'recovery-questions', user: 'anna', epoch: 0, issuedAt: NOW, endsAt: NOW + 1000 };
const PERSON: Person = {
  userKey: 'anna',
  userId: 'anna',
  lastName: 'Last',
  source: 'north',
  serials: [],
  enabled: true,
  lockedOut: false,
  reached: 'imported',
  since: NOW,
  times: { imported: NOW },
};
const USE = { source: 'north', serial: '1', userId: 'anna', firstUsedAt: NOW };
const LINK = { hash: 'hash', link: { user: 'anna', endsAt: NOW } };
const claimed = async (id: string): Promise<MailClaim> => {
  const claim = await claimMail(id, NOW);
  if (typeof claim === 'string') throw new Error(`The mail is ${claim}.`);
  return claim;
};
const keep = () => replace([changeOf('anna', undefined, PERSON, [])]);

export const OPERATIONS: Readonly<Record<string, Case>> = {
  'audit/chain.ts insertLinks': async () => () => insertLinks(LINKS),
  'audit/outbox.ts transactRecorded': async () => () =>
    transactRecorded([putting(operationsTable(), { pk: 'X', sk: 'X' })], ENTRIES),
  'audit/outbox.ts updateRecorded': async () => () =>
    updateRecorded(
      operationsTable(),
      { pk: 'X', sk: 'X' },
      { expression: 'ADD #n :one', values: { ':one': 1 } },
      ENTRIES,
    ),
  'audit/outbox.ts writeAudit': async () => () => writeAudit(ENTRIES[0]),
  'ingest/changes.ts insert': async () => {
    const user = { kind: 'user', key: 'anna', user: { ...aUser(), origin: ORIGIN } } as const;
    const token = { kind: 'token', token: { ...aToken(), origin: ORIGIN } } as const;
    // Whose a taken key is, the item says: the rule reads it (test/integration/ingest.test.ts).
    return () => insert([token, user]).then(() => undefined);
  },
  'ingest/changes.ts commit': async () => {
    const seen = aUser({ origin: { ...ORIGIN, migration: 'earlier' } });
    await putUser('anna', seen);
    const change = { kind: 'user', key: 'anna', seen, fields: { lastName: 'Other' } } as const;
    return () => commit({ run: 'm', creates: [], changes: [change], now: NOW }, 2_000_000_000);
  },
  'ingest/changes.ts dropToken': async () => {
    const token = aToken({ origin: ORIGIN });
    await putToken(token);
    return () => dropToken(token);
  },
  'ingest/leavers.ts disableItems': async () => {
    const seen = aUser({ source: 'north' });
    await putUser('anna', seen);
    const item = {
      kind: 'user',
      key: 'anna',
      seen,
      set: { enabled: false, disabledBy: { run: 'm' }, changedBy: ORIGIN },
    } as const;
    return () => disableItems([item], 'm', false, { now: NOW, imagesUntil: 2_000_000_000 });
  },
  'ingest/moves.ts moveGroup': async () => {
    const sealer = userSealer(RING);
    const user = aUser({ source: 'north', externalId: 'e', tokens: [], sealId: sealer.sealId('anna') });
    await putUser('anna', user);
    const move = {
      part: 1,
      line: 2,
      from: 'anna',
      to: 'bea',
      userId: 'Bea',
      externalId: 'e',
      verdict: 'moves',
    } as const;
    const moving = {
      run: 'm',
      source: 'north',
      packedAt: 7,
      applyToTouched: false,
      sealer,
      now: NOW,
      imagesUntil: 2e9,
    };
    return () => moveGroup([{ move, user, tokens: [], by: ORIGIN }], moving);
  },
  'journeys/counters.ts correctCounters': async () => {
    await keep();
    const { writes } = await readCounters('north');
    return () => correctCounters('north', { people: 1 }, writes);
  },
  'journeys/follow.ts replace': async () => keep,
  'journeys/state.ts saveState': async () => () =>
    saveState({ settings: 's', startedAt: NOW, differed: 0, corrected: 0 }),
  'journeys/uses.ts noteUses': async () => () => noteUses([USE]),
  'journeys/uses.ts markDisabledThere': async () => {
    await noteUses([USE]);
    return async () => [await markDisabledThere('north', '1', NOW), await markDisabledThere('north', '1', NOW)];
  },
  'mail/claims.ts claimMail': async () => async () => [typeof (await claimMail('m', NOW)), await claimMail('m', NOW)],
  'mail/claims.ts markMailSent': async () => {
    await claimed('m');
    return () => markMailSent('m');
  },
  'mail/claims.ts releaseMail': async () => {
    const claim = await claimed('m');
    return () => releaseMail('m', claim);
  },
  'mail/links.ts storeLinks': async () => () => storeLinks([LINK]),
  'mail/links.ts removeLinks': async () => {
    await storeLinks([LINK]);
    return () => removeLinks('anna');
  },
  'operations/challenges.ts createChallenge': async () => () => createChallenge('hash', CHALLENGE),
  'operations/challenges.ts takeChallenge': async () => {
    await createChallenge('hash', CHALLENGE);
    const take = () => takeChallenge('hash', 'recovery-questions', NOW);
    return async () => [await take(), await take()];
  },
  'operations/recovery.ts nextRound': async () => () => nextRound('anna'),
  'operations/recovery.ts retireLinks': async () => async () => [
    await retireLinks('anna', NOW, NOW + 1),
    await retireLinks('anna', NOW, NOW + 1),
  ],
  'operations/sessions.ts createSession': async () => async () => {
    await createSession(SESSION);
    await createSession({ ...SESSION, id: 'other' }, ENTRIES);
  },
  'operations/sessions.ts touchSession': async () => {
    await createSession(SESSION);
    return () => touchSession(SESSION, NOW + 1, true);
  },
  'operations/sessions.ts endSession': async () => {
    await createSession(SESSION);
    return async () => [await endSession(SESSION), await endSession(SESSION)];
  },
  'operations/shared-counters.ts raise': async () => async () => [
    await raise(COUNTERS, ['one', 'two'], NOW, ['over']),
    await raise(COUNTERS, ['one'], NOW),
  ],
  'operations/shared-counters.ts add': async () => {
    const raised = await raise(COUNTERS, ['one', 'two'], NOW);
    return async () => [await add(raised, { one: -1, two: -1 }, 'two'), await add(raised, { two: 3 })];
  },
  'operations/throttles.ts hit': async () => {
    const one = () => hit('kind', 'anna', 2, 60_000, NOW);
    return async () => [await one(), await one(), await one()];
  },
  'operations/throttles.ts unhit': async () => {
    await hit('kind', 'anna', 2, 60_000, NOW);
    return () => unhit('kind', 'anna', 60_000, NOW);
  },
  'upgrade/items.ts follow': async () => {
    await putUser('anna', aUser());
    const found = (await readAgain({ kind: 'user', key: 'anna', user: aUser() }))!;
    return () => follow(found, placeOf('north', 'user', 'anna'));
  },
  'upgrade/sources.ts putSource': async () => () =>
    putSource({ name: 'north', kind: 'external', firstRun: 'a', newestRun: 'b', newestPackedAt: 1 }),
  'upgrade/state.ts beginUpgrade': async () => () => beginUpgrade(NOW),
  'upgrade/state.ts saveSegment': async () => {
    await beginUpgrade(NOW);
    return () => saveSegment(1, 'place');
  },
  'upgrade/state.ts endUpgrade': async () => {
    await beginUpgrade(NOW);
    return () => endUpgrade(NOW);
  },
};
