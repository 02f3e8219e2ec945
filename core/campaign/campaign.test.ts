import { isError } from '#core/errors.ts';
import type { RunStatus } from '#core/migration/record.ts';
import { ended, held, newCampaign, nextExecution, resumed } from './campaign.ts';
import type { CampaignRecord } from './view.ts';

const request = { mail: 'migration', audience: { source: 'north' }, requestedBy: 'op' } as const;
const inState = (status: RunStatus, at?: number): CampaignRecord => ({
  ...newCampaign('c', { ...request, ...(at === undefined ? {} : { at }) }, 1),
  status,
});
const refused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return isError(error, 'campaign.state');
  }
};

test('a campaign starts at once, or waits for its time; what its execution is given names it and its attempt alone', () => {
  const now = newCampaign('c', request, 1);
  expect([now.status, now.execution, now.input]).toEqual(['starting', 'c-mail-1', '{"migration":"c","attempt":1}']);
  const later = newCampaign('c', { ...request, at: 5, pace: 2, from: 'i' }, 1);
  expect([later.status, later.mailing]).toEqual([
    'scheduled',
    { mail: 'migration', audience: { source: 'north' }, at: 5, pace: 2, from: 'i', rev: 0, rounds: 0 },
  ]);
  expect(nextExecution(now)).toMatchObject({ attempt: 2, execution: 'c-mail-2' });
});

test('what is under way can be held, what is held, stopped or failed resumed, and both ended; what is over neither', () => {
  for (const status of ['scheduled', 'starting', 'running'] as const) {
    expect(held(inState(status), 9)).toEqual({ status: 'held', finishedAt: 9 });
    expect(ended(inState(status), 9)).toEqual({ status: 'ended', finishedAt: 9 });
    expect(refused(() => resumed(inState(status), 9))).toBe(true);
  }
  for (const status of ['held', 'stopped', 'failed'] as const) {
    expect(resumed(inState(status), 9)).toMatchObject({ status: 'starting', attempt: 2, startedAt: 9 });
    expect(ended(inState(status), 9).status).toBe('ended');
    expect(refused(() => held(inState(status), 9))).toBe(true);
  }
  for (const status of ['succeeded', 'ended'] as const)
    for (const act of [held, ended, resumed]) expect(refused(() => act(inState(status), 9))).toBe(true);
});

test('one that was held before its time is planned again when it is resumed', () => {
  expect(resumed(inState('held', 20), 9).status).toBe('scheduled');
  expect(resumed(inState('held', 20), 21).status).toBe('starting');
});
