/** What the pages of the Security Console are made of, each as it is used and seen: tables, the outcome of an act, entries that open, paper. */
import { generateKeyPairSync } from 'node:crypto';
import type { Accounts } from '../support/accounts.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { keyboard } from './support/input-device.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import type { SecurityKey } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'packers, sorted',
  'packers, one is removed',
  'audit',
  'audit, an entry is open',
  'audit, filtered',
  'menu, unfolded',
] as const;
const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('the pieces of the Security Console', () => {
  let running: Running;
  let accounts: Accounts;

  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    for (const name of ['Zürich', 'Årø', 'Berlin 10', 'Berlin 9']) {
      const { publicKey } = generateKeyPairSync('ed25519');
      const pem = publicKey.export({ type: 'spki', format: 'pem' });
      await accounts.client.call('POST', '/packers', { body: { name, publicKey: pem } });
    }
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  const logOnAs = async (userId: string, look: Look = {}) => {
    const device = await accounts.add(userId, 'super-admin');
    const console = new Security(await openBrowser(originsOf(running), look));
    await console.open();
    await console.logOn(userId, accounts.passcode(device));
    await console.button('frame.logoff').waitFor();
    return console;
  };

  test('a head sorts the rows both ways, by keyboard too, and says how', async () => {
    const console = await logOnAs('sorter');
    await console.go('packers.title');
    const head = console.page.getByRole('columnheader', { name: console.t('packers.name') });
    const names = async () => {
      const all = await console.page.getByRole('rowheader').allTextContents();
      return all.filter((name) => /^(?:Zürich|Årø|Berlin)/u.test(name));
    };
    await head.waitFor();
    expect(await head.getAttribute('aria-sort')).toBe('none');
    await keyboard(console.page).press(head.getByRole('button'));
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await names()).toEqual(['Årø', 'Berlin 9', 'Berlin 10', 'Zürich']);
    await head.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await names()).toEqual(['Zürich', 'Berlin 10', 'Berlin 9', 'Årø']);
    await inspect(console.browser, 'packers, sorted');
  }, 120_000);

  test('the outcome of an act is said in one place, takes the focus of the control that is gone, and stays until it is closed', async () => {
    const console = await logOnAs('remover');
    await console.go('packers.title');
    await console.page.getByRole('button', { name: `${console.t('packers.remove')}: Zürich` }).click();
    await console.page
      .getByRole('dialog')
      .getByRole('button', { name: console.t('packers.remove') })
      .click();
    const said = console.page
      .getByRole('status')
      .filter({ hasText: console.t('packers.removed.said', { name: 'Zürich' }) });
    await said.waitFor();
    await console.page.locator('.notice:focus').waitFor();
    await inspect(console.browser, 'packers, one is removed');
    await said.getByRole('button', { name: console.t('do.close') }).click();
    await said.waitFor({ state: 'detached' });
    // It does not come back with the page.
    await console.go('audit.title');
    await console.go('packers.title');
    expect(await said.count()).toBe(0);
  }, 120_000);

  test('an entry of the audit opens in its place, and a list of acts narrows it at once', async () => {
    const console = await logOnAs('auditor');
    const cell = (key: SecurityKey) => console.page.getByRole('cell', { name: console.t(key), exact: true });
    await console.go('audit.title');
    const entry = console.page
      .getByRole('row')
      .filter({ has: cell('audit.action.packers.added') })
      .first();
    await entry.waitFor();
    await inspect(console.browser, 'audit');
    const opener = entry.getByRole('button');
    await keyboard(console.page).press(opener);
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    await console.page.getByText('packers.added', { exact: true }).waitFor();
    await inspect(console.browser, 'audit, an entry is open');
    await console.field('audit.action').selectOption({ label: console.t('audit.action.packers.added') });
    await console.page.waitForURL(/action=packers\.added/u);
    await console.page
      .getByRole('row')
      .filter({ has: cell('audit.action.logon') })
      .first()
      .waitFor({ state: 'detached' });
    await inspect(console.browser, 'audit, filtered');
    await console.press('audit.clear');
    await console.page
      .getByRole('row')
      .filter({ has: cell('audit.action.logon') })
      .first()
      .waitFor();
  }, 120_000);

  test('a click beside the link follows the row', async () => {
    const console = await logOnAs('clicker');
    await console.go('users.title');
    const row = console.page
      .getByRole('row')
      .filter({ has: console.page.getByRole('link', { name: 'clicker', exact: true }) });
    await row.getByRole('cell').last().click();
    await console.page.getByRole('heading', { level: 1, name: 'clicker' }).waitFor();
  }, 120_000);

  test('on paper only the information is left, dark on white', async () => {
    const console = await logOnAs('printer', { theme: 'dark' });
    await console.go('packers.title');
    await console.page.getByRole('table').waitFor();
    await console.page.emulateMedia({ media: 'print' });
    for (const hidden of ['.side', '.bar', '.foot', 'main .button'])
      expect(await console.page.locator(hidden).first().isVisible()).toBe(false);
    expect(await console.page.getByRole('table').isVisible()).toBe(true);
    const background = await console.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(background).toBe('light');
    await console.page.emulateMedia({ media: 'screen' });
  }, 120_000);

  test('on a phone the menu unfolds with its groups, and marks the open page', async () => {
    const console = await logOnAs('walker', { view: 'phone' });
    await console.press('app.menu');
    const current = console.page.getByRole('navigation').locator('[aria-current="page"]');
    expect(await current.textContent()).toBe(console.t('frame.home'));
    await inspect(console.browser, 'menu, unfolded');
  }, 120_000);

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
