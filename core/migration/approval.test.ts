import { afterApproval } from './approval.ts';
import type { RunRecord } from './record.ts';

const change = {
  status: 'awaited',
  before: { selfService: 'RSA_Password+SecurID_Native', forgotPasswordLink: false },
  after: { selfService: 'RSA_Password+SecurID_Native/SecurID_Native', forgotPasswordLink: true },
  weakened: true,
  version: 3,
} as const;
const done = { status: 'succeeded', startedAt: 1, finishedAt: 2 } as const;
const waiting = {
  id: 'm',
  status: 'waiting',
  kind: 'import',
  attempt: 2,
  generation: 1,
  execution: 'm-run-2',
  startedAt: 1,
  finishedAt: 9,
  states: { IngestParts: done, EnableSelfService: done, Summarize: done },
  settingsChange: change,
  rest: JSON.stringify({ migration: 'm', attempt: 2, parts: 3, waitSeconds: 100 }),
} as unknown as RunRecord;

test('the rest is an attempt of its own that begins with the settings and keeps what was done', () => {
  const record = afterApproval(waiting, 'approved', 'ada', 50);
  const { before, after } = change;
  expect(record).toMatchObject({
    status: 'starting',
    attempt: 3,
    generation: 1,
    execution: 'm-run-3',
    startedAt: 50,
    states: { IngestParts: done },
    approval: { decision: 'approved', by: 'ada', at: 50, before, after },
  });
  for (const gone of ['finishedAt', 'rest']) expect(record).not.toHaveProperty(gone);
  expect(Object.keys(record.states)).toEqual(['IngestParts']);
  const run = { migration: 'm', attempt: 3, parts: 3, waitSeconds: 0, afterApproval: true };
  expect(JSON.parse(record.input)).toEqual(run);
});

test('only a run that waits can be decided', () => {
  const { rest: _rest, ...without } = waiting;
  const { settingsChange: _change, ...unchanged } = waiting;
  for (const seen of [{ ...waiting, status: 'succeeded' as const }, without, unchanged])
    expect(() => afterApproval(seen, 'refused', 'ada', 50)).toThrow(
      expect.objectContaining({ code: 'run.not_waiting', status: 409 }),
    );
});
