import type { AuditEntry } from '#core/audit.ts';
import { isCampaign } from '#core/campaign/view.ts';
import type { User } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { actOnCampaign, type CampaignPorts, campaignOf, startCampaign, tellUser } from './campaigns.ts';
import { sendTestMail, type TestMailPorts } from './test-mail.ts';

const NOW = 1_000_000;
const operator = { id: 'op', role: 'super-admin', operator: true, fresh: true, methods: [], source: 's' } as const;
const admin = { ...operator, id: 'boss', operator: false } as const;
const asked = { actor: operator, now: NOW };
const user = (userId: string, more: Partial<User> = {}) =>
  ({ userId, email: `${userId}@corp.example`, ...more }) as User;

function setUp() {
  const records = new Map<string, RunRecord>();
  const users = new Map([user('ana'), user('bo'), user('boss')].map((one) => [one.userId, one]));
  const audit: AuditEntry[] = [];
  const started: string[] = [];
  const lists = new Map<string, readonly string[]>();
  const sent: object[] = [];
  const world = { sender: undefined as Error | undefined };
  const ports: CampaignPorts & TestMailPorts = {
    readRun: async (id) => records.get(id),
    readSource: async (name) => (name === 'north' ? { name, kind: 'external', firstRun: 'r' } : undefined),
    readSettings: async () => ({ settings: defaultSettings() }),
    readUser: async (key) => users.get(key),
    readUsers: async (keys) => new Map(keys.flatMap((key) => (users.has(key) ? [[key, users.get(key)!]] : []))),
    checkSender: async () => {
      if (world.sender) throw world.sender;
    },
    putAudience: async (id, keys) => void lists.set(id, keys),
    createRun: async (record, { entries }) => {
      audit.push(...entries);
      return Boolean(records.set(record.id, record));
    },
    changeCampaign: async ({ id, attempt, status }, change, entries) => {
      const seen = records.get(id)!;
      if (seen.attempt !== attempt || seen.status !== status) return false;
      audit.push(...entries);
      records.set(id, { ...seen, ...change } as RunRecord);
      return true;
    },
    startExecution: async (name) => void started.push(name),
    markStarted: async () => undefined,
    writeAudit: async (entry) => void audit.push(entry),
    mailTo: async (reader, kind) => {
      sent.push({ to: reader.email, language: reader.preferredLanguage, kind });
      return 'id';
    },
  };
  return { records, users, audit, started, lists, sent, world, ports };
}

test('a campaign to a source, or to the people of all, starts and is in the audit with what was asked for', async () => {
  const { ports, audit, started } = setUp();
  const { campaign, unknown } = await startCampaign(ports, { mail: 'migration', source: 'north', pace: 3 }, asked);
  expect([campaign.mailing.audience, campaign.mailing.pace, unknown]).toEqual([{ source: 'north' }, 3, []]);
  const all = await startCampaign(ports, { mail: 'reminder', again: true, at: NOW + 5 }, asked);
  expect(all.campaign).toMatchObject({ status: 'scheduled', mailing: { at: NOW + 5, audience: { again: true } } });
  expect(started).toEqual([campaign.execution, all.campaign.execution]);
  expect(audit).toMatchObject([
    { actor: 'op', action: 'campaign.started', object: campaign.id, facts: { mail: 'migration', source: 'north' } },
    { facts: { mail: 'reminder', again: true, at: NOW + 5 } },
  ]);
});

test('a list keeps those who are here, each once, and the others are named', async () => {
  const { ports, lists } = setUp();
  const users = ['ANA', 'ana', 'bo', 'stranger'];
  const { campaign, unknown } = await startCampaign(ports, { mail: 'migration', users }, asked);
  expect([lists.get(campaign.id), unknown, campaign.mailing.audience]).toEqual([
    ['ana', 'bo'],
    ['stranger'],
    { listed: 2 },
  ]);
  const none = startCampaign(ports, { mail: 'migration', users: ['stranger'] }, asked);
  await expect(none).rejects.toMatchObject({ code: 'campaign.unknown_people', facts: { unknown: ['stranger'] } });
});

test('none starts at a time that is past, of a source that is not there, or while the sender would not do', async () => {
  const { ports, world, records } = setUp();
  const start = (more: object) => startCampaign(ports, { mail: 'migration', ...more }, asked);
  await expect(start({ at: NOW - 1 })).rejects.toMatchObject({ code: 'campaign.time' });
  await expect(start({ at: NOW + 400 * 86_400_000 })).rejects.toMatchObject({ code: 'campaign.time' });
  await expect(start({ source: 'south' })).rejects.toMatchObject({ code: 'source.not_found' });
  world.sender = new LandfallError('sender.sandbox');
  await expect(start({})).rejects.toMatchObject({ code: 'sender.sandbox' });
  await expect(tellUser(ports, 'ana', 'migration', asked)).rejects.toMatchObject({ code: 'sender.sandbox' });
  expect(records.size).toBe(0);
});

test('one user is told again by a campaign of one', async () => {
  const { ports, users, audit } = setUp();
  const campaign = await tellUser(ports, 'ANA', 'migration', asked);
  expect(campaign.mailing.audience).toEqual({ userId: 'ana', again: true });
  expect(audit).toMatchObject([{ action: 'campaign.started', object: 'ana', facts: { campaign: campaign.id } }]);
  await expect(tellUser(ports, 'none', 'migration', asked)).rejects.toMatchObject({ code: 'user.not_found' });
  const { email: _gone, ...bare } = user('bo');
  users.set('bo', bare as User);
  await expect(tellUser(ports, 'bo', 'migration', asked)).rejects.toMatchObject({ code: 'user.mailbox_missing' });
  const racing = { ...ports, createRun: async () => false };
  await expect(tellUser(racing, 'ana', 'migration', asked)).rejects.toMatchObject({ code: 'run.busy' });
});

test('a campaign is held, resumed and ended, each in the audit; of two acts at once one wins', async () => {
  const { ports, audit, started, world } = setUp();
  const { id } = (await startCampaign(ports, { mail: 'migration' }, asked)).campaign;
  expect((await actOnCampaign(ports, id, 'hold', asked)).status).toBe('held');
  world.sender = new LandfallError('sender.unset');
  await expect(actOnCampaign(ports, id, 'resume', asked)).rejects.toMatchObject({ code: 'sender.unset' });
  world.sender = undefined;
  expect(await actOnCampaign(ports, id, 'resume', asked)).toMatchObject({ status: 'starting', attempt: 2 });
  expect(started.at(-1)).toBe(`${id}-mail-2`);
  const lost = { ...ports, changeCampaign: async () => false };
  await expect(actOnCampaign(lost, id, 'end', asked)).rejects.toMatchObject({ code: 'run.busy' });
  expect((await actOnCampaign(ports, id, 'end', asked)).status).toBe('ended');
  await expect(actOnCampaign(ports, id, 'resume', asked)).rejects.toMatchObject({ code: 'campaign.state' });
  const done = audit.filter(({ outcome }) => outcome === 'success').map(({ action }) => action);
  expect(done).toEqual(['campaign.started', 'campaign.held', 'campaign.resumed', 'campaign.ended']);
});

test('a run that is no campaign is none', async () => {
  const { ports, records } = setUp();
  const { campaign } = await startCampaign(ports, { mail: 'migration' }, asked);
  const { mailing: _none, ...run } = campaign;
  records.set('r', { ...run, id: 'r' });
  expect(isCampaign(await campaignOf(ports, campaign.id))).toBe(true);
  for (const id of ['r', 'x'])
    await expect(campaignOf(ports, id)).rejects.toMatchObject({ code: 'campaign.not_found' });
});

test('a test mail goes to one’s own address, in the language that is asked for; an operator names one', async () => {
  const { ports, sent, audit, users } = setUp();
  const mine = { actor: admin, now: NOW };
  expect(await sendTestMail(ports, { mail: 'migration' }, mine)).toEqual({ to: 'boss@corp.example' });
  await sendTestMail(ports, { mail: 'reminder', language: 'de', to: 'boss@corp.example' }, mine);
  await sendTestMail(ports, { mail: 'migration', to: 'x@corp.example' }, asked);
  expect(sent).toEqual([
    { to: 'boss@corp.example', language: undefined, kind: 'migration' },
    { to: 'boss@corp.example', language: 'de', kind: 'reminder' },
    { to: 'x@corp.example', language: undefined, kind: 'migration' },
  ]);
  expect(audit.map(({ action }) => action)).toEqual(['campaign.tested', 'campaign.tested', 'campaign.tested']);
  const refused = { code: 'campaign.test_address' };
  await expect(sendTestMail(ports, { mail: 'migration', to: 'ana@corp.example' }, mine)).rejects.toMatchObject(refused);
  await expect(sendTestMail(ports, { mail: 'migration' }, asked)).rejects.toMatchObject(refused);
  users.delete('boss');
  await expect(sendTestMail(ports, { mail: 'migration' }, mine)).rejects.toMatchObject(refused);
});
