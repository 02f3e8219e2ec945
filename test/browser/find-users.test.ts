/** Users found as one types, narrowed, sorted and downloaded in the Security Console; by the keyboard alone; as help desk. */
import { readFileSync } from 'node:fs';
import type { Role } from '#core/directory/model.ts';
import type { Accounts } from '../support/accounts.ts';
import { eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import { SECURITY } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'users',
  'users, found',
  'users, none',
  'users, short',
  'users, narrowed',
  'users, error',
  'users, help desk',
] as const;
const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('finding users in the Security Console', () => {
  let running: Running;
  let accounts: Accounts;
  let importer: Importer;

  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    importer = await openImporter(running);
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  async function logOnAs(userId: string, role: Role, look: Look = {}, t = SECURITY.en): Promise<Security> {
    const device = await accounts.add(userId, role);
    const console = new Security(await openBrowser(originsOf(running), look), t);
    await console.open('#/');
    await console.logOn(userId, accounts.passcode(device));
    await console.button('frame.logoff').waitFor();
    await console.open('#/users');
    return console;
  }
  const people = [
    sampleUser('u1', {
      firstName: 'Jörg',
      lastName: 'Müller-Berg',
      email: 'jorg@corp.example',
      tokens: [aTokenRecord()],
    }),
    sampleUser('u2', { firstName: 'Ann', lastName: 'Muller', email: undefined, tokens: [aTokenRecord()] }),
    sampleUser('u3', {
      firstName: 'Kim',
      lastName: 'Mulligan',
      email: 'kim@corp.example',
      enabled: false,
      tokens: [aTokenRecord()],
    }),
  ];
  const rows = (console: Security) => console.page.locator('table.dense tbody th').allTextContents();
  const shows = (console: Security, ...ids: string[]) =>
    eventually(async () => (JSON.stringify(await rows(console)) === JSON.stringify(ids) ? true : undefined), 20);

  test('finds people as one types, without a press, and goes along the rows by the keyboard', async () => {
    await importer.importRecords(people);
    const ada = await logOnAs('ada', 'super-admin');
    await eventually(async () => {
      const { users } = await importer.client.call<{ users: readonly unknown[] }>('GET', '/users', {
        query: { text: 'mull' },
      });
      return users.length === 3 || undefined;
    }, 60);
    await inspect(ada.browser, 'users');
    await ada.type('users.find.label', 'MULL');
    await shows(ada, 'u2', 'u1', 'u3');
    await inspect(ada.browser, 'users, found');
    await ada.page.keyboard.press('ArrowDown');
    await ada.page.keyboard.press('ArrowDown');
    await ada.page.keyboard.press('ArrowUp');
    await ada.page.keyboard.press('ArrowUp');
    expect(await ada.field('users.find.label').evaluate((field) => field === document.activeElement)).toBe(true);
    await ada.type('users.find.label', 'mueller, joerg');
    await shows(ada, 'u1');
    await ada.page.keyboard.press('ArrowDown');
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('heading', { level: 1 }).filter({ hasText: 'u1' }).waitFor();
    // An administrator who comes back finds the search as it was.
    await ada.page.goBack();
    await shows(ada, 'u1');
    expect(await ada.field('users.find.label').inputValue()).toBe('mueller, joerg');
    await ada.type('users.find.label', 'm');
    await ada.reads('users.find.short');
    await inspect(ada.browser, 'users, short');
    await ada.type('users.find.label', 'mxyz');
    await ada.page.getByText(ada.t('users.find.none', { text: 'mxyz' })).waitFor();
    await inspect(ada.browser, 'users, none');
  }, 240_000);

  test('narrows the list, and writes what is shown into a file', async () => {
    const ada = await logOnAs('berta', 'admin');
    await ada.page.getByLabel(ada.t('users.state')).selectOption('noAddress');
    await shows(ada, 'u2');
    await ada.page.getByLabel(ada.t('users.state')).selectOption('');
    await ada.page.getByLabel(ada.t('people.column.stage')).selectOption('stuck');
    await shows(ada, 'u2', 'u3');
    await inspect(ada.browser, 'users, narrowed');
    const [csv] = await Promise.all([ada.page.waitForEvent('download'), ada.press('csv.download')]);
    const lines = readFileSync(await csv.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
      ['user_id', 'last_name'],
      ['u2', 'Muller'],
      ['u3', 'Mulligan'],
    ]);
    ada.browser.tolerate('500 GET /api/admin/users');
    await ada.page.route('**/api/admin/users?*', (route) => route.fulfill({ status: 500, json: {} }));
    await ada.type('users.find.label', 'mulligan');
    await ada.alert().first().waitFor({ timeout: 60_000 });
    await inspect(ada.browser, 'users, error');
    await ada.page.unroute('**/api/admin/users?*');
  }, 240_000);

  test('gives the help desk no file, and says that there are more', async () => {
    const help = await logOnAs('hanna', 'help-desk', { view: 'phone', locale: 'de-DE', theme: 'dark' }, SECURITY.de);
    await help.page.route('**/api/admin/users?*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), more: true } });
    });
    await help.type('users.find.label', 'müll');
    await shows(help, 'u2', 'u1', 'u3');
    await help.reads('users.find.cut');
    expect(await help.button('csv.download').count()).toBe(0);
    await inspect(help.browser, 'users, help desk');
  }, 240_000);

  test('every state was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
