import type { Mailing } from '#core/migration/mailing.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { newCampaign } from './campaign.ts';
import { endOf } from './forecast.ts';
import { type CampaignRecord, campaignView, isCampaign } from './view.ts';

const DAY_MS = 86_400_000;
const NOW = 1_000_000;
const quota = { maxSendRate: 10, max24HourSend: 1000, sentLast24Hours: 200 };
const found = { lookedAt: 200, notInformed: 1, notAble: 2, notPossible: 3, notNeeded: 94 };
const request = { mail: 'migration', audience: { source: 'north' }, requestedBy: 'op' } as const;
const record = (mailing: Partial<Mailing> = {}, more: Partial<RunRecord> = {}): CampaignRecord => {
  const made = newCampaign('c', request, 1);
  return { ...made, status: 'running', ...more, mailing: { ...made.mailing, ...mailing } };
};

test('says what became of the mails, how many are left, how fast it goes, and when it will be done', () => {
  const view = campaignView(
    record(
      { total: 1200, rate: 7.5, pace: 4, from: 'i', place: { pass: 1, beganAt: 1, found } },
      {
        notices: { sent: 96, failed: 3, uncertain: 1, notInformed: 1, notAble: 2, notPossible: 3, notNeeded: 94 },
        returned: { bounced: 5, complained: 1 },
      },
    ),
    quota,
    NOW,
  );
  expect(view).toMatchObject({
    status: 'running',
    from: 'i',
    counts: {
      sent: 96,
      uncertain: 1,
      refused: 3,
      bounced: 5,
      complained: 1,
      notInformed: 1,
      notAble: 2,
      notPossible: 3,
      notNeeded: 94,
    },
    lookedAt: 200,
    people: 1200,
    // Half of those looked at were mailed.
    left: 500,
    pace: { asked: 4, now: 7.5, allowed: 4 },
    quota: { day: 1000, sentLast24Hours: 200, share: 800, left: 600 },
    doneAt: NOW + 125_000,
  });
});

test('of few people each is taken for one to mail, and after a whole look at all of them none', () => {
  const few = { ...found, lookedAt: 20 };
  expect(campaignView(record({ total: 70, place: { pass: 1, beganAt: 1, found: few } }), quota, NOW).left).toBe(50);
  expect(campaignView(record({ total: 70 }), quota, NOW)).toMatchObject({ left: 70, lookedAt: 0 });
  expect(campaignView(record({ total: 70, found }), quota, NOW)).toMatchObject({ left: 0, lookedAt: 200 });
  expect(campaignView(record(), quota, NOW)).not.toHaveProperty('left');
  for (const status of ['succeeded', 'ended'] as const)
    expect(campaignView(record({ total: 70 }, { status, finishedAt: 5 }), quota, NOW)).toMatchObject({
      status,
      left: 0,
      finishedAt: 5,
    });
});

test('one that goes on by itself later waits; one that was broken off failed', () => {
  const waits = { waitsUntil: NOW + 1, waitsFor: 'quota', rate: 3 } as const;
  expect(campaignView(record(waits), undefined, NOW)).toMatchObject({
    status: 'waiting',
    waitsFor: 'quota',
    waitsUntil: NOW + 1,
    pace: { now: 0 },
  });
  expect(campaignView(record(waits), undefined, NOW + 1)).toMatchObject({ status: 'running' });
  expect(campaignView(record(waits), undefined, NOW + 1)).not.toHaveProperty('waitsUntil');
  const error = { code: 'task.failed', hint: 'why', state: 'Summarize' } as const;
  expect(campaignView(record({}, { status: 'failed', error }), undefined, NOW)).toMatchObject({
    status: 'failed',
    error: { code: 'task.failed', hint: 'why' },
  });
  expect(campaignView(record({ at: NOW + 9 }, { status: 'not-started' }), quota, NOW)).toMatchObject({
    status: 'failed',
    at: NOW + 9,
  });
  const scheduled = record({ at: NOW + DAY_MS, total: 80 }, { status: 'scheduled' });
  expect(campaignView(scheduled, quota, NOW)).toMatchObject({ status: 'scheduled', doneAt: NOW + DAY_MS + 10_000 });
});

test('the end is today’s share, then a day’s share a day, and can’t be said where no mail may be sent', () => {
  expect(endOf(600, 8, quota, 0)).toBe(75_000);
  expect(endOf(700, 8, quota, 0)).toBe(DAY_MS + 12_500);
  expect(endOf(600 + 1500, 8, quota, 0)).toBe(2 * DAY_MS + 87_500);
  expect(endOf(5, 8, { ...quota, max24HourSend: 0 }, 0)).toBeUndefined();
  expect(endOf(5, 8, { ...quota, max24HourSend: -1 }, 0)).toBe(625);
});

test('a run of another kind is no campaign', () => {
  const { mailing: _none, ...other } = record();
  expect([isCampaign(record()), isCampaign(other), isCampaign(undefined)]).toEqual([true, false, false]);
});
