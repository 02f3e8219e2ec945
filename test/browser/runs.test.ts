/**
 * A corrected export in a browser: its preview as a plan, the differences of its records, the plan carried out, what waits for a yes,
 * a wave, and the import taken back. Before each a look at the source and its runs.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserView } from '#core/administration/users/view.ts';
import type { UserRecord } from '#core/export/record.ts';
import type { Accounts } from '../support/accounts.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';

const STATES = [
  'upload, told later',
  'run, told later',
  'sources',
  'upload, options',
  'plan',
  'plan, carry it out',
  'records, differences',
  'run, waits for a yes',
  'run, confirm',
  'run, changes too many people',
  'rollback, plan',
  'rollback, confirm',
  'rollback, done',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('sources and runs in the Security Console', () => {
  let running: Running;
  let accounts: Accounts;
  let importer: Importer;
  let folder: string;
  let ada: Security;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-runs-'));
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    importer = await openImporter(running);
  }, 300_000);
  afterAll(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const token = aTokenRecord();
  const told = sampleUser('told', { email: 'told@corp.example', lastName: 'Before', tokens: [aTokenRecord()] });
  const silent = sampleUser('silent', { tokens: [token] });
  const corrected: readonly UserRecord[] = [
    { ...told, lastName: 'After', email: 'elsewhere@corp.example' },
    { ...silent, tokens: [aTokenRecord({ serial: token.serial })] },
    sampleUser('joiner', { tokens: [aTokenRecord()] }),
  ];

  const read = (userId: string) => accounts.client.call<UserView>('GET', '/user', { query: { userId } });

  async function logOnAs(userId: string): Promise<void> {
    const device = await accounts.add(userId, 'super-admin');
    ada = new Security(await openBrowser(originsOf(running)));
    await ada.open('#/');
    await ada.logOn(userId, accounts.passcode(device));
    await ada.button('frame.logoff').waitFor();
  }

  /** Uploads a package by the page, up to the choice of its preview. */
  async function upload(users: readonly UserRecord[], name: string, deployment = 'test'): Promise<void> {
    const source = { deployment, kind: 'external', identitySource: 'other' } as const;
    const { bytes } = await packInMemory(
      importer.keys,
      users,
      deployment === 'test' ? {} : { description: { source } },
    );
    writeFileSync(join(folder, name), bytes);
    await ada.go('upload.title');
    await ada.page.getByLabel(ada.t('upload.choose')).setInputFiles(join(folder, name));
    await ada.button('migration.preview.do').waitFor({ timeout: 30_000 });
  }
  const status = (key: Parameters<Security['t']>[0]) =>
    ada.page.locator('main').getByText(ada.t(key), { exact: true }).first().waitFor({ timeout: 90_000 });
  /** The numbers of a line of the plan. */
  const line = (key: Parameters<Security['t']>[0]) =>
    ada.page
      .getByRole('row')
      .filter({ has: ada.page.getByRole('link', { name: ada.t(key), exact: true }) })
      .getByRole('cell')
      .allTextContents();

  test('shows a correction as a plan with the differences side by side, carries it out, and waits for a yes', async () => {
    await importer.importRecords([told, silent]);
    await logOnAs('ada');
    await upload(corrected, 'second.zip');
    await ada.press('migration.preview.do');
    await status('migration.status.previewed');
    await ada.reads('plan.title');
    expect(await line('plan.row.created')).toEqual(['1', '1']);
    expect(await line('plan.row.updated')).toEqual(['1', '1']);
    expect(await line('plan.row.waiting')).toEqual(['1', '–']);
    await inspect(ada.browser, 'plan');

    await ada.page.getByRole('link', { name: ada.t('plan.row.updated'), exact: true }).click();
    await ada.at('records.title');
    const differences = (who: string) => ada.page.getByRole('table', { name: ada.t('records.differences', { who }) });
    const rows = differences('told').getByRole('row');
    await rows.nth(2).waitFor();
    const cells = await rows.allTextContents();
    expect(cells.some((text) => text.includes('Before') && text.includes('After'))).toBe(true);
    expect(cells.find((text) => text.includes('elsewhere@corp.example'))).toContain(ada.t('change.waits'));
    expect(await differences('silent').textContent()).toContain(ada.t('change.secret'));
    await inspect(ada.browser, 'records, differences');
    const [printed] = await Promise.all([ada.page.waitForEvent('download'), ada.press('report.html')]);
    await printed.saveAs(join(folder, 'report.html'));
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('elsewhere@corp.example');
    await ada.page.goBack();

    await ada.press('plan.do');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('plan.do.confirm') });
    await dialog.getByText(ada.t('plan.will.waits', { count: 1 })).waitFor();
    await inspect(ada.browser, 'plan, carry it out');
    await dialog.getByRole('button', { name: ada.t('plan.do') }).click();
    await ada.page.getByRole('heading', { level: 2, name: ada.t('confirm.title') }).waitFor({ timeout: 90_000 });
    await ada.page.getByText(ada.t('confirm.told', { count: 1 })).waitFor();
    await inspect(ada.browser, 'run, waits for a yes');
    expect((await read('told')).email).toBe('told@corp.example');

    await ada.press('confirm.do');
    const yes = ada.page.getByRole('dialog', { name: ada.t('confirm.ask') });
    await yes.waitFor();
    await inspect(ada.browser, 'run, confirm');
    await yes.getByRole('button', { name: ada.t('confirm.do') }).click();
    await status('migration.status.imported');
    expect((await read('told')).email).toBe('elsewhere@corp.example');
    await ada.go('sources.title');
    await ada.page.getByRole('heading', { level: 2, name: 'test', exact: true }).waitFor();
    await inspect(ada.browser, 'sources');
  }, 240_000);

  test('an import that would change many people shows whom, and writes only after a yes', async () => {
    const source = { deployment: 'large', kind: 'external', identitySource: 'other' } as const;
    const people = Array.from({ length: 25 }, (_, index) => sampleUser(`many-${index}`, { tokens: [aTokenRecord()] }));
    await importer.importRecords(people, { description: { source } });
    const moved = people.map((one) => ({ ...one, enabled: false }));
    const { bytes } = await packInMemory(importer.keys, moved, { description: { source } });
    const key = await importer.upload(bytes, 'moved.zip');
    const { id } = await eventually(
      async () => (await importer.migrations()).find((run) => run.key === key && run.status === 'waiting'),
      60,
    );
    await logOnAs('dora');
    await ada.open(`#/runs/${id}`);
    await ada.page.getByText(ada.t('confirm.changed', { count: 25, people: 25 })).waitFor();
    await inspect(ada.browser, 'run, changes too many people');
    await ada.follow('confirm.show.changes');
    await ada.at('records.title');
    await ada.page.getByRole('table', { name: ada.t('records.differences', { who: 'many-3' }) }).waitFor();
    expect((await read('many-3')).enabled).toBe(true);
    await ada.page.goBack();
    await ada.press('confirm.do');
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('confirm.do') })
      .click();
    await status('migration.status.imported');
    expect((await read('many-3')).enabled).toBe(false);
  }, 240_000);

  test('takes the newest import of a source back, after a preview and the name of the source', async () => {
    await logOnAs('bea');
    await ada.go('sources.title');
    const label = ada.t('sources.runs', { source: 'test' });
    await ada.page.getByRole('region', { name: label }).getByRole('link').first().click();
    await ada.press('rollback.preview');
    await ada.page.getByRole('heading', { level: 2, name: ada.t('rollback.plan') }).waitFor({ timeout: 90_000 });
    await inspect(ada.browser, 'rollback, plan');
    expect((await read('told')).email).toBe('elsewhere@corp.example');
    await ada.press('rollback.do');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('rollback.do.confirm') });
    await dialog.getByRole('textbox').fill('another');
    await dialog.getByRole('button', { name: ada.t('rollback.do') }).click();
    await dialog.getByText(ada.t('rollback.do.mistyped')).waitFor();
    await inspect(ada.browser, 'rollback, confirm');
    await dialog.getByRole('textbox').fill('test');
    await dialog.getByRole('button', { name: ada.t('rollback.do') }).click();
    await ada.page.getByRole('heading', { level: 2, name: ada.t('rollback.done') }).waitFor({ timeout: 90_000 });
    await inspect(ada.browser, 'rollback, done');
    expect((await read('told')).email).toBe('told@corp.example');
  }, 240_000);

  test('previews a wave of a pasted list, and carries out the same one', async () => {
    await logOnAs('cleo');
    await upload(corrected, 'third.zip');
    await ada.page.getByText(ada.t('options.title')).click();
    await ada.type('options.wave', 'Joiner\n\njoiner; nobody-there');
    await ada.page.getByText(ada.t('options.wave.count', { count: 2 })).waitFor();
    await inspect(ada.browser, 'upload, options');
    await ada.press('migration.preview.do');
    await status('migration.status.previewed');
    expect(await line('plan.row.not-in-wave')).toEqual(['2', '–']);
    await ada.press('plan.do');
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('plan.do') })
      .click();
    await status('migration.status.imported');
    expect(await line('plan.row.not-in-wave')).toEqual(['2', '–']);
    expect((await read('told')).lastName).toBe('Before');
  }, 240_000);

  test('imports users who are told later: they come in, and none is mailed', async () => {
    await logOnAs('eve');
    const mailed = await mails(running);
    const user = sampleUser('told-later', { email: 'told-later@corp.example', tokens: [aTokenRecord()] });
    await upload([user], 'later.zip', 'another');
    await ada.page.getByRole('radio', { name: ada.t('options.tell.later') }).check();
    await inspect(ada.browser, 'upload, told later');
    await ada.press('migration.preview.do');
    await status('migration.status.previewed');
    await ada.press('plan.do');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('plan.do.confirm') });
    await dialog.getByRole('button', { name: ada.t('plan.do') }).click();
    await status('migration.status.imported');
    await ada.page.getByRole('definition').getByText(ada.t('options.tell.later'), { exact: true }).waitFor();
    expect((await read('told-later')).email).toBe('told-later@corp.example');
    expect(await mails(running)).toHaveLength(mailed.length);
    await inspect(ada.browser, 'run, told later');
  }, 180_000);

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
