/**
 * An administrator's migration in a browser: the export key, a package made with it on the command line, its upload, preview and
 * import; the rejected records; a user edited and reset. Then every page for every role.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#core/directory/model.ts';
import { SAMPLE, sampleFile } from '../../cli/package/sample-files.ts';
import type { Accounts } from '../support/accounts.ts';
import { landfall } from '../support/cli.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';
import { PHC } from '../support/staging.ts';
import { createAdministrator, passcodeOf } from './support/administrator.ts';
import { browsing } from './support/browser.ts';
import { bucketOf, originsOf, prepareDeployment } from './support/deployed.ts';
import { keyboard } from './support/input-device.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import { SECURITY } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'logon',
  'logon, refused',
  'overview, before the first migration',
  'export key',
  'packers, none',
  'packers',
  'upload',
  'upload, not a package',
  'upload, done',
  'sources',
  'migration, previewed',
  'migration, confirm the import',
  'migration, imported',
  'records',
  'records, rejected',
  'overview',
  'users',
  'users, found',
  'users, no user found',
  'user',
  'user, the password is required',
  'user, saved',
  'user, choice of the reset',
  'user, reset by link',
  'user, one-time password',
  'user, a fresh logon is asked for',
  'migration, waits for approval',
  'migration, waits for another administrator',
  'user, no reset by link yet',
  'migration, failed',
  'migration, questions without a match',
  'migration, an alias is chosen',
  'migration, an alias was made',
  'page of the menu',
  'page of the settings',
  'settings, found',
  'settings, none found',
  'settings, changes not saved',
  'settings, saved',
  'settings, changed alone',
  'unknown page',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('the Security Console', () => {
  let running: Running;
  let accounts: Accounts;
  let folder: string;
  /** The administrator of the first test, who stays logged on in the later ones. */
  let ada: Security;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-administrator-'));
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    await accounts.configure(() => ({ internalDatabase: { passwordRequired: true } }));
    await createAdministrator(running, accounts, 'ada');
  }, 300_000);
  afterAll(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const openConsole = async (address = '#/', look: Look = {}, t = SECURITY.en) => {
    const console = new Security(await openBrowser(originsOf(running), look), t);
    await console.open(address);
    return console;
  };
  const logOnAs = async (userId: string, role?: Role, look: Look = {}, t = SECURITY.en) => {
    const device = await accounts.add(userId, role);
    const console = await openConsole('#/', look, t);
    await console.logOn(userId, accounts.passcode(device));
    await console.button('frame.logoff').waitFor();
    return console;
  };
  const cli = async (...args: string[]) => {
    const { stdout, stderr, code } = await landfall(running, ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  const file = (name: string) => join(folder, name);

  test('leads an administrator from the export key to an imported package and to a user whose edit needs a password', async () => {
    ada = await openConsole();
    await inspect(ada.browser, 'logon');
    ada.browser.expect('401 POST /api/logon');
    await ada.logOn('ada', '00000000');
    await ada.refused('problem.logon.failed');
    await inspect(ada.browser, 'logon, refused');
    await ada.logOn('ada', await passcodeOf(running, 'ada'));
    await ada.button('frame.logoff').waitFor();
    await ada.reads('first.title');
    await inspect(ada.browser, 'overview, before the first migration');

    // The key is downloaded for the machine that packs.
    await ada.go('export-key.title');
    await ada.button('export-key.download', { file: 'target.pem' }).waitFor();
    await inspect(ada.browser, 'export key');
    const [key] = await Promise.all([
      ada.page.waitForEvent('download'),
      ada.press('export-key.download', { file: 'target.pem' }),
    ]);
    await key.saveAs(file('target.pem'));
    await cli('packers', 'new-key', '--out', file('packer.pem'));
    await cli(
      'pack',
      '--ldif',
      sampleFile(SAMPLE.directory),
      '--assignments',
      sampleFile(SAMPLE.assignments),
      '--answers',
      sampleFile(SAMPLE.answers),
      '--recipient',
      file('target.pem'),
      ...SAMPLE.tokenFiles.flatMap(({ name }) => ['--tokens', sampleFile(name)]),
      ...SAMPLE.tokenFiles.flatMap(({ name, password }) =>
        password ? ['--token-password', `${sampleFile(name)}=${password}`] : [],
      ),
      '--signing-key',
      file('packer.pem'),
      '--source-name',
      'corp.example',
      '--out',
      file('export.zip'),
    );
    await ada.go('packers.title');
    await ada.reads('packers.none');
    await inspect(ada.browser, 'packers, none');
    await ada.type('packers.name', 'the old deployment');
    await ada.type('packers.key', readFileSync(file('packer.pub.pem'), 'utf8'));
    await ada.press('packers.add.do');
    await ada.page
      .getByRole('cell', { name: 'the old deployment' })
      .or(ada.page.getByText('the old deployment'))
      .first()
      .waitFor();
    await inspect(ada.browser, 'packers');

    // A file that is no package is refused before it is sent; a package may be dropped as well as chosen.
    await ada.go('upload.title');
    await inspect(ada.browser, 'upload');
    const chooser = ada.page.getByLabel(ada.t('upload.choose'));
    await chooser.setInputFiles(sampleFile(SAMPLE.assignments));
    await ada.refused('upload.fault.not-zip', { name: SAMPLE.assignments });
    await inspect(ada.browser, 'upload, not a package');
    await drop(ada, file('export.zip'), ada.t('upload.drop'));
    await ada.button('migration.preview.do').waitFor();
    await inspect(ada.browser, 'upload, done');

    await ada.press('migration.preview.do');
    await ada.page.getByText(ada.t('migration.status.previewed')).first().waitFor({ timeout: 60_000 });
    await ada.reads('plan.title');
    await inspect(ada.browser, 'migration, previewed');
    await ada.press('plan.do');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('plan.do.confirm') });
    await dialog.getByText(ada.t('plan.will.created', { count: 42 })).waitFor();
    await inspect(ada.browser, 'migration, confirm the import');
    await dialog.getByRole('button', { name: ada.t('plan.do') }).click();
    await ada.page.getByText(ada.t('migration.status.imported')).first().waitFor({ timeout: 60_000 });
    await ada.reads('migration.outcome.tokens.of', { assigned: 43, unassigned: 2 });
    await inspect(ada.browser, 'migration, imported');

    await ada.follow('migration.outcome.rejected.show');
    await ada.at('records.title');
    const rows = ada.page.getByRole('table').getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(2);
    await inspect(ada.browser, 'records, rejected');
    const [csv] = await Promise.all([ada.page.waitForEvent('download'), ada.press('csv.download')]);
    await csv.saveAs(file('rejected.csv'));
    expect(readFileSync(file('rejected.csv'), 'utf8')).toContain('token.user_missing');
    await ada.field('records.outcome').selectOption({ label: ada.t('records.any') });
    await rows.nth(40).waitFor();
    await inspect(ada.browser, 'records');
    await ada.go('sources.title');
    await rows.nth(1).waitFor();
    await inspect(ada.browser, 'sources');
    await ada.go('frame.home');
    await ada.reads('overview.mailed');
    await inspect(ada.browser, 'overview');

    await ada.go('users.title');
    await inspect(ada.browser, 'users');
    const find = async (text: string) => {
      await ada.type('users.find.label', text);
      await ada.press('ui.search');
    };
    await find('nobody-at-all');
    await ada.page.getByText(ada.t('users.find.none', { text: 'nobody-at-all' })).waitFor();
    await inspect(ada.browser, 'users, no user found');
    await find('ASCHAFER@corp.example');
    await ada.page.getByRole('link', { name: 'aschafer', exact: true }).waitFor();
    await inspect(ada.browser, 'users, found');
    await ada.page.getByRole('link', { name: 'aschafer', exact: true }).click();
    await ada.field('users.field.lastName').waitFor();
    await inspect(ada.browser, 'user');
    ada.browser.expect('422 PATCH /api/admin/user');
    await ada.type('users.field.lastName', 'Schaefer');
    await ada.press('do.save');
    const password = ada.field('users.required.label');
    await ada.page.getByText(ada.t('problem.user.password_required')).first().waitFor();
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
    await inspect(ada.browser, 'user, the password is required');
    await password.fill('what the harbour master knows');
    await ada.press('do.save');
    await ada.reads('users.saved');
    await inspect(ada.browser, 'user, saved');

    await ada.press('users.reset');
    await inspect(ada.browser, 'user, choice of the reset');
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('users.reset.do') })
      .click();
    await ada.reads('users.reset.mailed');
    await inspect(ada.browser, 'user, reset by link');
    await ada.press('users.reset');
    await ada.page.getByRole('radio', { name: ada.t('users.reset.one-time') }).check();
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('users.reset.do') })
      .click();
    await expect(ada.page.locator('output').textContent()).resolves.toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/u);
    await inspect(ada.browser, 'user, one-time password');
    await ada.press('users.reset.passed-on');
    expect((await mails(running)).length).toBeGreaterThanOrEqual(41);
  }, 240_000);

  test('asks for a fresh logon above the page, keeps what was typed, and sends the act once more (A7)', async () => {
    await accounts.add('patient', 'help-desk');
    await accounts.edit('patient', { password: 'seven quiet herons at dusk' });
    const device = await accounts.add('tired', 'super-admin');
    const console = await openConsole();
    await console.logOn('tired', accounts.passcode(device));
    await console.button('frame.logoff').waitFor();
    await console.open('#/users/patient');
    // The logon is fresh: the first answer is what an old one would get.
    let sent = 0;
    await console.page.route('**/api/admin/user?*', async (route) => {
      if (route.request().method() !== 'PATCH' || ++sent > 1) return route.fallback();
      const body = JSON.stringify({ type: 'about:blank', title: 'x', status: 403, code: 'session.not_fresh' });
      return route.fulfill({ status: 403, contentType: 'application/problem+json', body });
    });
    console.browser.expect('403 PATCH /api/admin/user');
    await console.type('users.field.email', 'patient@elsewhere.example');
    await console.press('do.save');
    await console.page.getByRole('heading', { level: 2, name: console.t('fresh.title') }).waitFor();
    await inspect(console.browser, 'user, a fresh logon is asked for');
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('logon.submit');
    await console.reads('users.saved');
    expect(sent).toBe(2);
    expect(await console.field('users.field.email').inputValue()).toBe('patient@elsewhere.example');
    await console.page.getByText(console.t('users.sessions'), { exact: true }).waitFor();
  }, 120_000);

  test('lets a super-admin approve what a run may not change by itself, and no administrator below', async () => {
    const selfService = 'RSA_Password+SecurID_Native';
    await accounts.configure(({ consoleAuthentication }) => ({
      consoleAuthentication: { ...consoleAuthentication, selfService },
      internalDatabase: { passwordRequired: false },
    }));
    const importer = await openImporter(running);
    const email = 'waits@corp.example';
    const { bytes } = await packInMemory(importer.keys, [sampleUser('waits', { email, tokens: [aTokenRecord()] })]);
    const key = await importer.upload(bytes, 'waits.zip');
    const { id } = await eventually(async () =>
      (await importer.migrations()).find((one) => one.key === key && one.status === 'waiting'),
    );
    const below = await logOnAs('admin-below', 'admin');
    await below.open(`#/runs/${id}`);
    await below.reads('approval.who');
    await inspect(below.browser, 'migration, waits for another administrator');
    expect(await below.button('approval.do').count()).toBe(0);
    const console = await logOnAs('approver', 'super-admin');
    await console.open(`#/runs/${id}`);
    await console.reads('settings-change.awaited');
    await console.page.getByText(`${selfService}/SecurID_Native`).first().waitFor();
    await inspect(console.browser, 'migration, waits for approval');
    await console.press('approval.do');
    await console.page.getByText(console.t('migration.status.imported')).first().waitFor({ timeout: 60_000 });
    expect(await mails(running, email)).toHaveLength(1);
    await accounts.edit('admin-below', { email: 'elsewhere@corp.example' });
    await console.go('users.title');
    await console.type('users.find.label', 'admin-below');
    await console.page.keyboard.press('Enter');
    await console.page.getByRole('link', { name: 'admin-below', exact: true }).click();
    await console.press('users.reset');
    await console.page.getByText(/no link is sent before/u).waitFor();
    await inspect(console.browser, 'user, no reset by link yet');
  }, 240_000);

  test('lists questions without a match, and makes an alias there that is still shown later', async () => {
    const importer = await openImporter(running);
    const questions = [
      { language: 'en_US', text: 'Where were you born?' },
      { language: 'fr_FR', text: 'Quel était votre premier emploi ?' },
    ];
    const asked = sampleUser('asked', {
      email: 'asked@corp.example',
      tokens: [aTokenRecord()],
      answers: [{ question: 0, hash: PHC }],
    });
    const { id } = await importer.importRecords([asked], { description: { questions } });
    const below = await logOnAs('reads-questions', 'admin');
    await below.open(`#/runs/${id}`);
    await below.page.getByRole('cell', { name: 'Where were you born?' }).waitFor();
    expect(await below.page.getByRole('button', { name: below.t('migration.unmatched.alias') }).count()).toBe(0);
    const console = await logOnAs('makes-alias', 'super-admin');
    await console.open(`#/runs/${id}`);
    const row = console.page.getByRole('row').filter({ hasText: 'Where were you born?' });
    const make = row.getByRole('button');
    await make.waitFor();
    expect(await row.getByRole('cell').nth(2).textContent()).toBe('1');
    expect(await row.getByRole('cell').first().getAttribute('lang')).toBe('en-US');
    await inspect(console.browser, 'migration, questions without a match');
    await keyboard(console.page).press(make);
    const dialog = console.page.getByRole('dialog', { name: console.t('settings.aliases.new') });
    await dialog.waitFor();
    await inspect(console.browser, 'migration, an alias is chosen');
    await console.input.choose(console.field('settings.aliases.to'), 'In what city were you born?');
    await console.press('settings.aliases.add');
    await console.reads('migration.unmatched.done', { question: 'Where were you born?' });
    await dialog.waitFor({ state: 'detached' });
    await inspect(console.browser, 'migration, an alias was made');
    // A question of the same text in another language is another one, and the alias is known after a reload.
    await console.page.reload();
    await row.getByRole('cell', { name: 'In what city were you born?' }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect(await console.page.getByRole('button', { name: /Quel était/u }).count()).toBe(1);
  }, 120_000);

  test('shows why a package of an untrusted packer fails, and uploads it whole through a broken network', async () => {
    const console = await logOnAs('umberto', 'admin');
    await cli('packers', 'new-key', '--out', file('stranger.pem'));
    await cli(
      'pack',
      `--ldif=${sampleFile(SAMPLE.directory)}`,
      `--tokens=${sampleFile(SAMPLE.tokenFiles[0].name)}`,
      `--assignments=${sampleFile(SAMPLE.assignments)}`,
      `--recipient=${file('target.pem')}`,
      `--signing-key=${file('stranger.pem')}`,
      `--out=${file('stranger.zip')}`,
    );
    await console.go('upload.title');
    let dropped = 0;
    await console.page.route(`${bucketOf(running)}/**`, async (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      dropped += 1;
      if (dropped > 1) return route.fallback();
      console.browser.expect(`failed PUT ${new URL(route.request().url()).pathname}`);
      return route.abort('connectionreset');
    });
    await console.page.getByLabel(console.t('upload.choose')).setInputFiles(file('stranger.zip'));
    await console.button('migration.preview.do').waitFor({ timeout: 30_000 });
    expect(dropped).toBeGreaterThan(1);
    await console.press('migration.preview.do');
    await console.page.getByText(console.t('problem.package.untrusted')).first().waitFor({ timeout: 30_000 });
    await inspect(console.browser, 'migration, failed');
    await console.follow('migration.failed.to-packers');
    await console.at('packers.title');
    await console.reads('packers.read-only');
  });

  test('can be used with the keyboard alone to find a user and to lock and unlock the account', async () => {
    await accounts.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const console = await logOnAs('kim', 'help-desk');
    console.input = keyboard(console.page);
    await console.go('users.title');
    await console.type('users.find.label', 'bhaddad');
    await console.page.keyboard.press('Enter');
    await console.input.press(console.page.getByRole('link', { name: 'bhaddad', exact: true }));
    // The telephone comes first for help desk.
    await console.page.waitForURL(/#\/users\/bhaddad\/call$/u);
    await console.input.press(console.page.getByRole('link', { name: console.t('callers.account'), exact: true }));
    await console.field('users.field.lastName').waitFor();
    for (const [open, done] of [
      ['users.lock', 'users.lock.done'],
      ['users.unlock', 'users.unlock.done'],
    ] as const) {
      await console.press(open);
      const dialog = console.page.getByRole('dialog');
      await console.input.press(dialog.getByRole('button', { name: console.t('do.cancel') }));
      await dialog.waitFor({ state: 'detached' });
      expect(await console.button(open).evaluate((button) => button === document.activeElement)).toBe(true);
      await console.press(open);
      await console.input.press(dialog.getByRole('button', { name: console.t(open), exact: true }));
      await console.reads(done);
    }
  });

  test('an act that ends the sessions of a user takes them off the page at once', async () => {
    await accounts.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const device = await accounts.add('seated');
    const console = await logOnAs('usher', 'help-desk');
    for (const act of ['lock', 'end-sessions'] as const) {
      await accounts.logon(device);
      await console.open('#/users/seated');
      await console.page.reload();
      await console.button('users.end-sessions').waitFor();
      await console.press(`users.${act}`);
      const confirm = console.page.getByRole('dialog').getByRole('button', { name: console.t(`users.${act}`) });
      await console.input.press(confirm);
      await console.reads(`users.${act}.done`);
      await console.reads('users.sessions.none');
      expect(await console.button('users.end-sessions').count()).toBe(0);
      await accounts.act('seated', 'unlock');
    }
  });

  test('what was typed when the session ended is still there after a new logon, and a logoff leaves nothing', async () => {
    await accounts.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const device = await accounts.add('tess', 'help-desk');
    const console = await openConsole();
    await console.logOn('tess', accounts.passcode(device));
    await console.button('frame.logoff').waitFor();
    await console.page.goto('/security/#/users/bhaddad');
    await console.type('users.field.lastName', 'Haddad-Berg');
    await console.type('users.field.middleName', 'Noor');
    const logoff = () =>
      console.page.evaluate(() => fetch('/api/logoff', { method: 'POST', headers: { 'x-landfall': '1' } }));
    await logoff();
    console.browser.expect('401 PATCH /api/admin/user');
    await console.press('do.save');
    await console.reads('frame.ended');
    await console.logOn('tess', accounts.passcode(device));
    await console.reads('ui.kept');
    expect(await console.field('users.field.lastName').inputValue()).toBe('Haddad-Berg');
    expect(await console.field('users.field.middleName').inputValue()).toBe('Noor');
    await console.press('frame.logoff');
    await console.at('frame.logon');
    await console.logOn('tess', accounts.passcode(device));
    await console.field('users.field.lastName').waitFor();
    expect(await console.field('users.field.lastName').inputValue()).not.toBe('Haddad-Berg');
  });

  test('Back goes from the second step of a logon to the first', async () => {
    const device = await accounts.add('twofold', 'help-desk');
    await accounts.configure(() => ({
      consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native+RSA_Password' },
    }));
    const console = await openConsole();
    await console.logOn('twofold', accounts.passcode(device));
    await console.at('more.title');
    await console.page.goBack();
    await console.at('frame.logon');
    expect(await console.field('logon.user-id').inputValue()).toBe('twofold');
    await accounts.allowTestLogons();
  });

  test('shows an administrator every page of the menu and of the settings, also on a phone and in German', async () => {
    for (const [look, t, userId] of [
      [{}, SECURITY.en, 'grace'],
      [{ view: 'phone', locale: 'de-DE', theme: 'dark' }, SECURITY.de, 'gerda'],
    ] as const) {
      const console = await logOnAs(userId, 'super-admin', look, t);
      const hrefs = await console.page
        .getByRole('navigation', { includeHidden: true })
        .getByRole('link', { includeHidden: true })
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
      expect(hrefs.length).toBeGreaterThan(6);
      for (const href of hrefs) {
        await console.open(href);
        await console.page.locator('main').getByText(console.t('app.loading')).waitFor({ state: 'detached' });
        await inspect(console.browser, 'page of the menu');
      }
      await console.open('#/settings');
      const pages = console.page.getByRole('navigation', { name: console.t('settings.title') }).getByRole('link');
      await pages.first().waitFor();
      const groups = await pages.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
      expect(groups.length).toBeGreaterThan(5);
      for (const href of groups) {
        await console.open(href);
        await console.page.getByRole('heading', { level: 2 }).or(console.page.getByRole('table')).first().waitFor();
        await inspect(console.browser, 'page of the settings');
      }
    }
  }, 240_000);

  test('finds a setting by words of its name, opens it with the cursor in its field, and keeps changes in view until they are saved', async () => {
    const console = await logOnAs('finder', 'super-admin');
    const main = console.page.locator('main');
    await console.open('#/settings');
    await console.type('settings.find', 'lockout LASTS');
    await main.getByText(console.t('settings.count', { count: 1 })).waitFor();
    await inspect(console.browser, 'settings, found');
    await console.type('settings.find', 'no such words');
    await console.reads('settings.find.none');
    await inspect(console.browser, 'settings, none found');
    await console.type('settings.find', 'lockoutMinutes');
    await console.follow('settings.field.lockout.lockoutMinutes');
    await console.at('settings.group.protection');
    const field = console.field('settings.field.lockout.lockoutMinutes');
    await field.and(console.page.locator(':focus')).waitFor();
    expect(await console.button('do.save').count()).toBe(0);
    await console.input.type(field, '31');
    await main
      .getByRole('group')
      .getByText(console.t('ui.save-bar', { count: 1 }))
      .click();
    await main.getByRole('cell', { name: console.t('settings.unit.minutes', { count: 31 }) }).waitFor();
    await inspect(console.browser, 'settings, changes not saved');
    await console.press('do.save');
    await console.reads('settings.saved');
    expect(await console.button('do.save').count()).toBe(0);
    await inspect(console.browser, 'settings, saved');
    await console.open('#/settings');
    await console.page.getByLabel(console.t('settings.only-changed'), { exact: true }).check();
    await main.getByRole('row', { name: console.t('settings.field.lockout.lockoutMinutes') }).waitFor();
    await inspect(console.browser, 'settings, changed alone');
    // An address of the settings' former pages opens the group, at its part.
    await console.open('#/settings/mail');
    await console.at('settings.group.organisation');
    await console.page.locator('h2:focus').getByText(console.t('settings.page.mail')).waitFor();
  }, 120_000);

  test('on a small window, as at 400 % zoom, header and folded menu leave most of it to the page', async () => {
    for (const size of [
      { width: 320, height: 256 },
      { width: 390, height: 664 },
    ]) {
      const console = await logOnAs(`zoomed-${size.width}`, 'admin');
      await console.page.setViewportSize(size);
      expect((await console.heading().boundingBox())!.y).toBeLessThan(size.height / 2);
      await console.press('app.menu');
      await console.page.getByRole('link', { name: console.t('users.title') }).click();
      await console.at('users.title');
      expect(await console.button('app.menu').getAttribute('aria-expanded')).toBe('false');
    }
  });

  test.each(['help-desk', 'admin'] as const)(
    'offers a user with the role %s only what that role may do',
    async (role) => {
      const console = await logOnAs(`only-${role}`, role);
      const links = console.page.getByRole('navigation').getByRole('link');
      for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!))) {
        await console.open(href);
        await console.page.locator('main').getByText(console.t('app.loading')).waitFor({ state: 'detached' });
      }
      expect(await links.filter({ hasText: console.t('export-key.title') }).count()).toBe(role === 'admin' ? 1 : 0);
      await console.open('#/audit');
      const refused = console.page.getByText(console.t('frame.higher-role', { role: console.t('users.role.admin') }));
      if (role === 'help-desk') await refused.waitFor();
      else expect(await refused.count()).toBe(0);
      await console.open('#/no-such-page');
      await console.at('app.not-found');
      await inspect(console.browser, 'unknown page');
    },
  );

  test('refuses a user without a role with the same text as a wrong password', async () => {
    await accounts.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const device = await accounts.add('no-role');
    const console = await openConsole();
    console.browser.expect('401 POST /api/logon');
    await console.logOn('no-role', accounts.passcode(device));
    await console.refused('problem.logon.failed');
  });

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});

/** Drops a file onto the area with this text, as a user does with the mouse. */
async function drop({ page }: Security, path: string, onto: string): Promise<void> {
  const bytes = readFileSync(path).toString('base64');
  const data = await page.evaluateHandle(async (base64) => {
    const transfer = new DataTransfer();
    const content = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    transfer.items.add(new File([content], 'export.zip', { type: 'application/zip' }));
    return transfer;
  }, bytes);
  const box = page.getByText(onto).locator('..');
  await box.dispatchEvent('dragover', { dataTransfer: data });
  await box.dispatchEvent('drop', { dataTransfer: data });
}
