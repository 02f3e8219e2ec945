import type { RunRecord } from '#core/migration/record.ts';
import { type RemindPorts, remindUsers } from './remind-users.ts';
import { type CampaignRecord, isCampaign } from './view.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 11, 1, 9);

function setUp() {
  const records = new Map<string, RunRecord>();
  const started: string[] = [];
  const ports: RemindPorts = {
    listCampaigns: async () => ({ campaigns: [...records.values()].filter(isCampaign) }),
    readRun: async (id) => records.get(id),
    createRun: async (record) => !records.has(record.id) && Boolean(records.set(record.id, record)),
    startExecution: async (name) => void started.push(name),
    markStarted: async (id) => void records.set(id, { ...records.get(id)!, status: 'running' }),
  };
  return { records, started, ports };
}

test('a campaign of reminders begins once a day, where the settings want any', async () => {
  const { records, started, ports } = setUp();
  expect(await remindUsers(ports, 0, NOW)).toBeUndefined();
  const id = await remindUsers(ports, 7, NOW);
  expect(records.get(id!)).toMatchObject({ kind: 'campaign', mailing: { mail: 'reminder', audience: {} } });
  expect(await remindUsers(ports, 7, NOW + 3_600_000)).toBeUndefined();
  expect(started).toEqual([`${id}-mail-1`]);
});

test('while one goes on, or waits for an administrator, none begins; after it the next one does', async () => {
  const { records, ports } = setUp();
  const id = (await remindUsers(ports, 7, NOW))!;
  expect(await remindUsers(ports, 7, NOW + DAY_MS)).toBeUndefined();
  records.set(id, { ...(records.get(id) as CampaignRecord), status: 'succeeded' });
  expect(await remindUsers(ports, 7, NOW + DAY_MS)).toBeDefined();
});

test('a start that was lost is repeated, and of two looks at once one begins it', async () => {
  const { records, started, ports } = setUp();
  const lost = { ...ports, markStarted: () => Promise.reject(new Error('killed')) };
  await expect(remindUsers(lost, 7, NOW)).rejects.toThrow('killed');
  await remindUsers(ports, 7, NOW + 1);
  expect([started.length, new Set(started).size]).toEqual([2, 1]);
  records.clear();
  expect(await remindUsers({ ...ports, createRun: async () => false }, 7, NOW)).toBeUndefined();
});
