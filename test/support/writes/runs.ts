/** The writes of adapters/runs that are items. */
import { operationsTable, putItem } from '#adapters/dynamodb/items.ts';
import { putApproval, takeApproval } from '#adapters/runs/approvals.ts';
import { changeCampaign, progressCampaign, putAudience } from '#adapters/runs/campaigns.ts';
import { removeTraces } from '#adapters/runs/erasure.ts';
import { keepLane, releaseLane, takeLane } from '#adapters/runs/lane.ts';
import * as claims from '#adapters/runs/notice-claims.ts';
import { readNotice, removeNotice } from '#adapters/runs/notices.ts';
import { putPart } from '#adapters/runs/parts.ts';
import * as progress from '#adapters/runs/progress.ts';
import { claim, createRun, markStarted } from '#adapters/runs/records.ts';
import { markReturned } from '#adapters/runs/returned.ts';
import { takeBack } from '#adapters/runs/rollback.ts';
import { runKey } from '#adapters/runs/run-key.ts';
import * as sources from '#adapters/runs/sources.ts';
import type { Claim } from '#core/campaign/claim.ts';
import { noticeId } from '#core/migration/notice.ts';
import type { Approval, RunRecord, SettingsChange } from '#core/migration/record.ts';
import { totalsOf } from '#core/migration/totals.ts';
import { putUser } from '../directory-items.ts';
import { aUser, NOW } from '../memory.ts';
import { runRecord } from '../run-record.ts';
import { type Case, ENTRIES } from './cases.ts';

const AT = { migration: 'm', attempt: 1 };
const FAILURE = { code: 'x', hint: 'x' };
const NOTICES = { sent: 0, notInformed: 0, failed: 0, notNeeded: 0 };
const OUTCOME = { totals: { ...totalsOf([], 3), notices: NOTICES }, waitsFor: [] };
const SIDE = { selfService: 'RSA_Password', forgotPasswordLink: false };
const CHANGE: SettingsChange = { status: 'intended', before: SIDE, after: SIDE, weakened: false, version: 1 };
const APPROVAL: Approval = { decision: 'approved', by: 'root', at: NOW, before: SIDE, after: SIDE };
const NORTH = { name: 'north', kind: 'external', run: 'm', attempt: 1, goesOn: false, now: NOW } as const;
const HOLDER = { run: 'm', attempt: 1 };
const SOURCED = runRecord({ source: { deployment: 'north', kind: 'external' } as NonNullable<RunRecord['source']> });
const FOUND = { lookedAt: 0, notInformed: 0, notAble: 0, notPossible: 0, notNeeded: 0 };
const MAILING = { mail: 'migration', audience: {}, rev: 0, rounds: 0, found: FOUND } as const;
const CAMPAIGN = runRecord({ kind: 'campaign', mailing: MAILING });
const CLAIM: Claim = {
  migration: 'm',
  attempt: 'round 1',
  mail: 'migration',
  to: 'hash',
  earlier: [],
  person: { source: 'north', externalId: 'e' },
  seen: undefined,
  now: NOW,
};
const SENT = { status: 'sent', messageId: 'id' } as const;

const stored = (record: RunRecord = runRecord()) => putItem(operationsTable(), { ...runKey(record.id), ...record });
async function noticed(): Promise<void> {
  await putUser('anna', aUser());
  await claims.claimNotice('anna', CLAIM);
}
async function told(): Promise<void> {
  await noticed();
  await claims.settleNotice('anna', CLAIM, SENT, NOW);
}
const held = () => sources.takeWriter(NORTH);
/** Of a run whose record is there. */
const ofRun =
  (write: () => Promise<unknown>, before: () => Promise<unknown> = async () => undefined): Case =>
  async () => {
    await stored();
    await before();
    return write;
  };
const begun = () => progress.enterState(AT, 'IngestParts', NOW, 2);

export const RUNS: Readonly<Record<string, Case>> = {
  'runs/approvals.ts putApproval': async () => () => putApproval('north', APPROVAL, ENTRIES),
  'runs/approvals.ts takeApproval': async () => {
    await putApproval('north', APPROVAL, ENTRIES);
    return async () => [await takeApproval('north', CHANGE), await takeApproval('north', CHANGE)];
  },
  'runs/campaigns.ts putAudience': async () => () => putAudience('m', ['anna', 'bert']),
  'runs/campaigns.ts changeCampaign': async () => {
    await stored(CAMPAIGN);
    return () => changeCampaign({ id: 'm', attempt: 1, status: 'running' }, { status: 'held' } as never, ENTRIES);
  },
  'runs/campaigns.ts progressCampaign': async () => {
    await stored(CAMPAIGN);
    const next = { status: 'running', mailing: { ...MAILING, rev: 1 }, notices: NOTICES } as never;
    return () => progressCampaign(AT as never, 0, next);
  },
  'runs/erasure.ts removeTraces': async () => {
    await putItem(operationsTable(), { pk: 'BEFORE#m', sk: 'USER#anna' });
    return () => removeTraces('m', ['anna'], ['1']);
  },
  'runs/lane.ts takeLane': async () => async () => [
    await takeLane('m', 'token', NOW),
    await takeLane('o', 'other', NOW),
  ],
  'runs/lane.ts keepLane': async () => {
    await takeLane('m', 'token', NOW);
    return () => keepLane('m', 'token', NOW + 1);
  },
  'runs/lane.ts releaseLane': async () => {
    await takeLane('m', 'token', NOW);
    return () => releaseLane('token');
  },
  'runs/notice-claims.ts claimNotice': async () => async () => [
    await claims.claimNotice('anna', CLAIM),
    await claims.claimNotice('anna', { ...CLAIM, attempt: 'other' }),
  ],
  'runs/notice-claims.ts settleNotice': async () => {
    await noticed();
    return async () => [
      await claims.settleNotice('anna', CLAIM, SENT, NOW),
      await claims.settleNotice('anna', CLAIM, SENT, NOW),
    ];
  },
  'runs/notice-claims.ts releaseNotice': async () => {
    await noticed();
    return () => claims.releaseNotice('anna', CLAIM);
  },
  'runs/notice-claims.ts loseNotice': async () => {
    await noticed();
    const seen = (await readNotice('anna'))!;
    return () => claims.loseNotice('anna', seen, 'migration', NOW);
  },
  'runs/notice-claims.ts markUntold': async () => {
    await putUser('anna', aUser());
    const untold = { migration: 'm', person: CLAIM.person, seen: undefined };
    return () => claims.markUntold('anna', 'not-able', untold, NOW);
  },
  'runs/notices.ts removeNotice': async () => {
    await told();
    return () => removeNotice('anna');
  },
  'runs/parts.ts putPart': async () => () => putPart('m', false, { part: 1, generation: 1, totals: totalsOf([], 3) }),
  'runs/progress.ts enterState': ofRun(begun),
  'runs/progress.ts countDone': ofRun(() => progress.countDone(AT, 'IngestParts'), begun),
  'runs/progress.ts finishState': ofRun(() => progress.finishState(AT, 'IngestParts', NOW, 2), begun),
  'runs/progress.ts noteFacts': ofRun(() => progress.noteFacts(AT, { parts: 2 })),
  'runs/progress.ts noteReason': ofRun(() => progress.noteReason(AT, FAILURE)),
  'runs/progress.ts commitNotices': ofRun(
    () => progress.commitNotices(AT, undefined, { part: 1, line: 1 }, NOTICES),
    () => progress.enterState(AT, 'NotifyUsers', NOW),
  ),
  'runs/progress.ts noteSettingsChange': ofRun(() => progress.noteSettingsChange(AT, CHANGE)),
  'runs/progress.ts markSucceeded': ofRun(() => progress.markSucceeded(AT, NOW, OUTCOME, true)),
  'runs/progress.ts markWaiting': ofRun(() => progress.markWaiting(AT, NOW, OUTCOME)),
  'runs/progress.ts markUnconfirmed': ofRun(
    () => progress.markUnconfirmed(AT, NOW, FAILURE),
    () => progress.enterState(AT, 'ConfirmChanges', NOW),
  ),
  'runs/progress.ts markFailed': ofRun(async () => [
    await progress.markFailed(AT, NOW, FAILURE, []),
    await progress.markFailed(AT, NOW, FAILURE, []),
  ]),
  'runs/records.ts createRun': async () => async () => [
    await createRun(SOURCED, { entries: ENTRIES, package: { id: 'p', seen: undefined } }),
    await createRun(SOURCED, { entries: ENTRIES }),
  ],
  'runs/records.ts claim': ofRun(() => claim(runRecord({ attempt: 2 }), runRecord(), ENTRIES, { writes: false })),
  'runs/records.ts markStarted': async () => {
    await stored(runRecord({ status: 'starting' }));
    return () => markStarted('m', 1);
  },
  'runs/returned.ts markReturned': async () => {
    await told();
    const mail = { kind: 'bounced', migration: 'm', notice: noticeId('anna'), messageId: 'id' } as const;
    return async () => [await markReturned(mail, NOW), await markReturned(mail, NOW)];
  },
  'runs/rollback.ts takeBack': async () => {
    const seen = aUser();
    await putUser('anna', seen);
    const users = [{ key: 'anna', seen, next: { ...seen, version: 2, lastName: 'Before' } }];
    return () => takeBack('back', { users, tokens: [], persons: [], moves: [], marks: [] });
  },
  'runs/sources.ts putUserIds': async () => () => sources.putUserIds('north', { renames: {} }),
  'runs/sources.ts takeWriter': async () => held,
  'runs/sources.ts releaseWriter': async () => {
    await held();
    return () => sources.releaseWriter('north', HOLDER, NOW);
  },
  'runs/sources.ts promote': async () => {
    await stored({ ...SOURCED, status: 'queued' });
    return () => sources.promote(SOURCED);
  },
  'runs/sources.ts unqueue': async () => {
    await stored({ ...SOURCED, status: 'queued' });
    return () => sources.unqueue('north', 'm', SOURCED);
  },
  'runs/sources.ts closeSource': async () => {
    await held();
    return async () => [
      await sources.closeSource('north', true, ENTRIES),
      await sources.closeSource('north', true, ENTRIES),
    ];
  },
  'runs/sources.ts noteImported': async () => {
    await held();
    return () => sources.noteImported('north', 'm', NOW);
  },
  'runs/sources.ts noteBegun': async () => {
    await held();
    return () => sources.noteBegun('north', NOW);
  },
  'runs/sources.ts forgetImported': async () => {
    await held();
    await sources.noteImported('north', 'm', NOW);
    return () => sources.forgetImported('north', 'm');
  },
};
