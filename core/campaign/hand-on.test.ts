import type { RunRecord } from '#core/migration/record.ts';
import { runRecord } from '#test/support/run-record.ts';
import { campaignIdOf, type HandOnPorts, handOnMails } from './hand-on.ts';

const run = { migration: 'a'.repeat(32), attempt: 1, sourceName: 'north' };

function setUp() {
  const records = new Map<string, RunRecord>([[run.migration, runRecord({ id: run.migration, attempt: 1 })]]);
  const seen: unknown[] = [];
  const ports: HandOnPorts = {
    readRun: async (id) => records.get(id),
    createRun: async (record, { entries }) => {
      if (records.has(record.id)) return false;
      records.set(record.id, record);
      seen.push(entries[0].action);
      return true;
    },
    startExecution: async (name) => void seen.push(name),
    markStarted: async () => undefined,
    noteMailsIn: async (_run, campaign) => void seen.push(campaign),
  };
  return { records, seen, ports };
}

test('what an import leaves is sent by one campaign of its source, also where the state is repeated', async () => {
  const { records, seen, ports } = setUp();
  await handOnMails(ports, run, 5);
  await handOnMails(ports, run, 9);
  const id = campaignIdOf(records.get(run.migration)!);
  expect(id).toMatch(/^[0-9a-f]{32}$/u);
  expect(records.get(id)).toMatchObject({
    kind: 'campaign',
    mailing: { audience: { source: 'north' }, from: run.migration },
  });
  expect(seen).toEqual(['campaign.started', `${id}-mail-1`, id, `${id}-mail-1`, id]);
});

test('a run that is not there, and a campaign that another one makes at that moment, are tried again', async () => {
  const { records, ports } = setUp();
  await expect(handOnMails({ ...ports, createRun: async () => false }, run, 5)).rejects.toMatchObject({
    code: 'run.busy',
  });
  records.clear();
  await expect(handOnMails(ports, run, 5)).rejects.toMatchObject({ code: 'run.busy' });
});
