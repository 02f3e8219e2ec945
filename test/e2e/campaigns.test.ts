/** Campaigns of mails on the whole deployment: each person is told once, whatever is killed, held, corrected or comes beside it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignView } from '#core/campaign/view.ts';
import type { UserRecord } from '#core/export/record.ts';
import type { RunView } from '#core/migration/record.ts';
import { landfall } from '../support/cli.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);
const ses = (account: object) => writeFileSync(join(running.data, 'mail-account.json'), JSON.stringify(account));

const address = (userId: string) => `${userId}@home.example`;
const names = (prefix: string, count: number) => Array.from({ length: count }, (_user, index) => `${prefix}-${index}`);
const people = (userIds: readonly string[], more: Partial<UserRecord> = {}) =>
  userIds.map((userId) => sampleUser(userId, { email: address(userId), tokens: [aTokenRecord()], ...more }));

/** Imports these users of a source; they are told later. */
async function importLater(source: string, users: readonly UserRecord[], ...options: string[]): Promise<RunView> {
  const counts = {
    ...sampleDescription.counts,
    users: users.length,
    tokensAssigned: users.length,
    tokensUnassigned: 0,
  };
  const description = { source: { ...sampleDescription.source, deployment: source }, counts };
  const { bytes } = await packInMemory(importer.keys, users, { description });
  const file = join(running.data, `${randomBytes(6).toString('hex')}.zip`);
  writeFileSync(file, bytes);
  const done = await landfall(
    running,
    'import',
    file,
    ...(options.length > 0 ? options : ['--tell', 'later']),
    '--json',
  );
  if (done.code !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as RunView;
}
const start = async (body: object) =>
  (await importer.client.call<{ campaign: CampaignView; unknown: string[] }>('POST', '/campaigns', { body })).campaign;
const show = (id: string) => importer.client.call<CampaignView>('GET', `/campaigns/${id}`);
const act = (id: string, name: string) => importer.client.call<CampaignView>('POST', `/campaigns/${id}/${name}`);
/** Waits for it, also while the deployment is killed and starts again. */
const over = (id: string, status: CampaignView['status'] = 'succeeded') =>
  eventually(async () => {
    const campaign = await show(id).catch(() => undefined);
    return campaign?.status === status ? campaign : undefined;
  }, 300);
const toldTo = async (prefix: string): Promise<string[]> =>
  (await mails(running))
    // Not those about another address.
    .filter(({ subject }) => subject.includes('your account has moved'))
    .map(({ destination }) => destination.to.join())
    .filter((to) => to.startsWith(`${prefix}-`))
    .sort();

type Scenario = () => Promise<void>;
/** Scenarios that share the deployment alone, side by side: each campaign looks at its people once more a minute after its last mail. */
class Group {
  private readonly scenarios: Scenario[] = [];
  private begun: ReadonlyMap<Scenario, Promise<void>> | undefined;

  /** The test of one of them. The first test of a group begins all. */
  test(scenario: Scenario): Scenario {
    this.scenarios.push(scenario);
    return async () => {
      this.begun ??= new Map(this.scenarios.map((one) => [one, one()]));
      // The others are waited for by their own tests.
      for (const one of this.begun.values()) one.catch(() => undefined);
      await this.begun.get(scenario);
    };
  }
}
const [disturbed, undisturbed] = [new Group(), new Group()];

// First: what SES said of the sender is kept for a minute, and these tests change it.
let mended: () => void;
const isMended = new Promise<void>((resolve) => (mended = resolve));
const stoppedAndMended: Scenario = async () => {
  await importLater('mend', people(names('mend', 130)));
  ses({ sandbox: true });
  await expect(start({ mail: 'migration', source: 'mend' })).rejects.toMatchObject({ code: 'sender.sandbox' });
  const account = await importer.client.call('GET', '/mail-account');
  expect(account).toMatchObject({
    sandbox: true,
    verified: true,
    quota: { day: 200 },
    problem: { code: 'sender.sandbox' },
  });
  const message =
    'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: landfall@localhost.localdomain';
  ses({ errors: { [address('mend-7')]: { code: 'MessageRejected', message } } });
  const { id } = await start({ mail: 'migration', source: 'mend' });
  expect(await over(id, 'stopped')).toMatchObject({ error: { code: 'sender.not_verified' } });
  ses({});
  await act(id, 'resume');
  mended();
  expect(await over(id)).toMatchObject({ counts: { refused: 0, uncertain: 0 } });
  const told = await toldTo('mend');
  expect([told.length, new Set(told).size]).toEqual([130, 130]);
};

const killedWhileMailing: Scenario = async () => {
  await isMended;
  await importLater('killed', people(names('killed', 400)));
  const { id } = await start({ mail: 'migration', source: 'killed', pace: 40 });
  await eventually(async () => ((await toldTo('killed')).length > 60 ? true : undefined), 60);
  // The mail service is another one's: what it has taken is kept.
  const before = await toldTo('killed');
  await running.kill();
  const { data } = running;
  running = await startLandfall({ data });
  const done = await over(id);
  const { sent, uncertain } = done.counts;
  expect(sent + uncertain).toBe(400);
  const told = new Set([...before, ...(await toldTo('killed'))]);
  expect(told.size).toBeGreaterThanOrEqual(sent);
  const mailed = await toldTo('killed');
  expect(new Set(mailed).size).toBe(mailed.length);
  expect(400 - told.size).toBeLessThanOrEqual(uncertain);
};

test(
  'a campaign does not start while the sender would not do, and one that is stopped says what to mend and goes on',
  disturbed.test(stoppedAndMended),
  400_000,
);
test(
  'a deployment that is killed while it mails tells no person twice, forgets none, and names each of whom it is not known',
  disturbed.test(killedWhileMailing),
  400_000,
);

const tellsLater: Scenario = async () => {
  const users = names('later', 20);
  const run = await importLater('later', people(users));
  expect(run).toMatchObject({ status: 'succeeded', options: { tell: 'later' } });
  expect(await toldTo('later')).toEqual([]);
  const telling = landfall(running, 'tell', '--source', 'later', '--json');
  await eventually(async () => ((await toldTo('later')).length === 20 ? true : undefined), 60);
  // Before the first one has looked at its people for the last time.
  const again = await start({ mail: 'migration', source: 'later' });
  const told = await telling;
  expect(told).toMatchObject({ code: 0 });
  expect(JSON.parse(told.stdout)).toMatchObject({ status: 'succeeded', counts: { sent: 20 }, people: 20, left: 0 });
  expect(await toldTo('later')).toEqual(users.map(address).sort());
  expect(await over(again.id)).toMatchObject({ counts: { sent: 0, notNeeded: 20 } });
  expect(await toldTo('later')).toHaveLength(20);
};

const listsAndAddresses: Scenario = async () => {
  const [bare, bounced] = ['odd-bare', 'odd-bounced'];
  const users = people(names('odd', 4));
  const { email: _none, ...without } = sampleUser(bare, { tokens: [aTokenRecord()] });
  const returning = sampleUser(bounced, { email: 'bounce+odd@simulator.amazonses.com', tokens: [aTokenRecord()] });
  await importLater('odd', [...users, without as UserRecord, returning]);
  const { campaign, unknown } = await importer.client.call<{ campaign: CampaignView; unknown: string[] }>(
    'POST',
    '/campaigns',
    { body: { mail: 'migration', users: ['ODD-0', 'odd-1', 'stranger', bare, bounced] } },
  );
  expect([unknown, campaign.audience]).toEqual([['stranger'], { listed: 4 }]);
  expect(await over(campaign.id)).toMatchObject({ counts: { sent: 3, notInformed: 1 } });
  expect(await toldTo('odd')).toEqual(['odd-0', 'odd-1'].map(address));
  await eventually(async () => ((await show(campaign.id)).counts.bounced === 1 ? true : undefined), 30);
  await importer.configure({ internalDatabase: { passwordRequired: false } });
  for (const userId of [bare, bounced]) {
    const { version } = await importer.client.call<{ version: number }>('GET', '/user', { query: { userId } });
    await importer.client.call('PATCH', '/user', { query: { userId }, body: { version, email: address(userId) } });
  }
  const rest = await start({ mail: 'migration', source: 'odd' });
  expect(await over(rest.id)).toMatchObject({ counts: { sent: 4 } });
  expect(await toldTo('odd')).toEqual(['odd-0', 'odd-1', 'odd-2', 'odd-3', bare, bounced].map(address).sort());
  const one = await importer.client.call<CampaignView>('POST', '/users/tell', {
    body: { userId: 'odd-0', mail: 'migration' },
  });
  expect(await over(one.id)).toMatchObject({ counts: { sent: 1 }, audience: { userId: 'odd-0', again: true } });
  expect((await toldTo('odd')).filter((to) => to === address('odd-0'))).toHaveLength(2);
};

const heldAndResumed: Scenario = async () => {
  await importLater('side-a', people(names('sidea', 150)));
  await importLater('side-b', people(names('sideb', 150)));
  const [a, b] = [
    await start({ mail: 'migration', source: 'side-a', pace: 25 }),
    await start({ mail: 'migration', source: 'side-b' }),
  ];
  await eventually(async () => ((await show(a.id)).counts.sent > 0 ? true : undefined), 60);
  expect((await act(a.id, 'hold')).status).toBe('held');
  expect(await over(b.id)).toMatchObject({ counts: { sent: 150 } });
  const held = await show(a.id);
  expect(held.status).toBe('held');
  await importLater('side-a', people(names('sidea', 160)), '--tell', 'later', '--policy', 'skip');
  await act(a.id, 'resume');
  const done = await over(a.id);
  expect(done.counts.uncertain).toBe(0);
  const told = await toldTo('sidea');
  expect([told.length, new Set(told).size]).toEqual([160, 160]);
  expect(await toldTo('sideb')).toHaveLength(150);
};

test(
  'an import tells later; a campaign to its source tells each once, and a second one none',
  undisturbed.test(tellsLater),
  400_000,
);
test(
  'a list, one user again, an address that is added later, and one in place of a mailbox that bounced',
  undisturbed.test(listsAndAddresses),
  400_000,
);
test(
  'two campaigns side by side, one held and resumed, and an import meanwhile: each person is told once',
  undisturbed.test(heldAndResumed),
  400_000,
);
