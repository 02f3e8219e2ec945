/** The cut-over from the old deployment: tokens to disable there, and what is left before it may be shut down. */
import { readFileSync } from 'node:fs';
import type { CutOver } from '#core/administration/cut-over.ts';
import { Accounts } from '../support/accounts.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { originsOf } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';

const STATES = [
  'no token in use',
  'tokens in use',
  'mark as disabled there',
  'all disabled there',
  'close-down checklist',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('the cut-over', () => {
  let running: Running;
  let accounts: Accounts;
  beforeAll(async () => {
    running = await startLandfall({ sample: true, shared: true });
    accounts = new Accounts(running);
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  const passcode = async (user: string) => (await landfall(running, 'passcode', user)).stdout.trim();
  const logOn = async (userId: string) => {
    const body = { console: 'self-service', userId, method: 'SecurID_Native', secret: await passcode(userId) };
    const { status } = await new ApiUser(running).post('/api/logon', body);
    expect(status).toBe(200);
  };
  const source = async () => {
    const { sources } = await accounts.client.call<{ sources: { name: string }[] }>('GET', '/sources');
    return sources[0]!.name;
  };
  const used = async () =>
    accounts.client.call<CutOver>('GET', '/cut-over', { query: { source: await source(), limit: '100' } });

  test('tokens that were used here are downloaded, disabled there, and marked; a checklist says what is left', async () => {
    const console = new Security(await openBrowser(originsOf(running)));
    await console.open();
    await console.logOn('admin', await passcode('admin'));
    await console.button('frame.logoff').waitFor();
    await console.open('#/cut-over');
    await console.page.getByText(console.t('cut-over.none-open')).waitFor();
    await inspect(console.browser, 'no token in use');

    await logOn('plindqvist');
    await logOn('xmuller');
    const { tokens } = await eventually(async () => {
      const found = await used();
      return found.tokens.length === 2 ? found : undefined;
    });
    await console.page.reload();
    for (const { serial } of tokens) await console.page.getByRole('link', { name: serial }).waitFor();
    await inspect(console.browser, 'tokens in use');

    const downloading = console.page.waitForEvent('download');
    await console.press('csv.download');
    const file = await (await downloading).path();
    const csv = readFileSync(file, 'utf8');
    expect(csv.split('\r\n')[0]).toBe('serial,firstUsedAt,disabledThereAt');
    for (const { serial } of tokens) expect(csv).toContain(`\r\n${serial},2`);

    await console.press('cut-over.mark');
    const dialog = console.page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByText(console.t('cut-over.mark.count', { count: 2 })).waitFor();
    await inspect(console.browser, 'mark as disabled there');
    await dialog.getByRole('button', { name: console.t('cut-over.mark.confirm'), exact: true }).click();
    await console.page.getByText(console.t('cut-over.marked', { marked: 2, known: 0 })).waitFor();
    await console.page.getByText(console.t('cut-over.none-open')).waitFor();
    await inspect(console.browser, 'all disabled there');
    expect((await used()).disabledThere).toBe(2);

    await console.follow('cut-over.tab.close-down');
    await console.page.getByText(console.t('close-down.not-done')).waitFor();
    await inspect(console.browser, 'close-down checklist');
    const reporting = console.page.waitForEvent('download');
    await console.press('close-down.report');
    const page = readFileSync(await (await reporting).path(), 'utf8');
    expect(page).toContain('Final report of a migration');
    expect(page).toContain(await source());
    expect(page).not.toContain('<script');
  }, 120_000);

  test('each state of these pages was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
