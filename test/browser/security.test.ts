/**
 * The administrator's way, in a browser: the export key, a package made with it on the command line, uploaded, previewed,
 * imported and watched; who was rejected and why; a user mended and reset. Then every page there is, for every role.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#core/directory/model.ts';
import { SAMPLE, sampleFile } from '../../cli/sample/sample-files.ts';
import { landfall } from '../support/cli.ts';
import { mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import type { People } from '../support/people.ts';
import { createAdministrator, passcodeOf } from './support/administrator.ts';
import { browsing } from './support/browser.ts';
import { keyboard } from './support/hands.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import { originsOf, prepareShore } from './support/shore.ts';
import type { Look } from './support/visitor.ts';
import { SECURITY } from './support/words.ts';

const STATES = [
  'logon',
  'logon, refused',
  'overview, nothing has come yet',
  'export key',
  'packers, none',
  'packers',
  'upload',
  'upload, not a package',
  'upload, done',
  'migrations',
  'migration, previewed',
  'migration, import?',
  'migration, imported',
  'records',
  'records, rejected',
  'overview',
  'users',
  'users, found',
  'users, nobody found',
  'user',
  'user, the password is required',
  'user, saved',
  'user, reset by …',
  'user, reset by link',
  'user, one-time password',
  'migration, failed',
  'page of the menu',
  'page of the settings',
  'no such page',
] as const;

const { describe, visit } = browsing();
const { inspect, left } = inspecting(STATES);

describe('the Security Console', () => {
  let running: Running;
  let people: People;
  let folder: string;
  /** The administrator of the journey, who stays logged on from test to test. */
  let ada: Security;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-administrator-'));
    running = await startLandfall();
    people = await prepareShore(running);
    await people.configure(() => ({ internalDatabase: { passwordRequired: true } }));
    await createAdministrator(running, people, 'ada');
  }, 300_000);
  afterAll(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const come = async (address = '#/', look: Look = {}, t = SECURITY.en) => {
    const console = new Security(await visit(originsOf(running), look), t);
    await console.open(address);
    return console;
  };
  const comeAs = async (userId: string, role?: Role, look: Look = {}, t = SECURITY.en) => {
    const device = await people.add(userId, role);
    const console = await come('#/', look, t);
    await console.logOn(userId, people.passcode(device));
    await console.button('frame.logoff').waitFor();
    return console;
  };
  const cli = async (...args: string[]) => {
    const { stdout, stderr, code } = await landfall(running, ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  const file = (name: string) => join(folder, name);

  test('from the key to a finished migration, and to the user whose edit needs a password', async () => {
    ada = await come();
    await inspect(ada.visitor, 'logon');
    ada.visitor.expect('401 POST /api/logon');
    await ada.logOn('ada', '00000000');
    await ada.refused('problem.logon.failed');
    await inspect(ada.visitor, 'logon, refused');
    await ada.logOn('ada', await passcodeOf(running, 'ada'));
    await ada.button('frame.logoff').waitFor();
    await ada.reads('first.title');
    await inspect(ada.visitor, 'overview, nothing has come yet');

    // The key, taken to where the package is made.
    await ada.go('export-key.title');
    await ada.button('export-key.download', { file: 'target.pem' }).waitFor();
    await inspect(ada.visitor, 'export key');
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
    await inspect(ada.visitor, 'packers, none');
    await ada.type('packers.name', 'the old deployment');
    await ada.type('packers.key', readFileSync(file('packer.pub.pem'), 'utf8'));
    await ada.press('packers.add.do');
    await ada.page
      .getByRole('cell', { name: 'the old deployment' })
      .or(ada.page.getByText('the old deployment'))
      .first()
      .waitFor();
    await inspect(ada.visitor, 'packers');

    // What is no package is refused before it is sent; a package may be dropped as well as chosen.
    await ada.go('upload.title');
    await inspect(ada.visitor, 'upload');
    const chooser = ada.page.getByLabel(ada.t('upload.choose'));
    await chooser.setInputFiles(sampleFile(SAMPLE.assignments));
    await ada.refused('upload.fault.not-zip', { name: SAMPLE.assignments });
    await inspect(ada.visitor, 'upload, not a package');
    await drop(ada, file('export.zip'), ada.t('upload.drop'));
    await ada.button('migration.preview.do').waitFor();
    await inspect(ada.visitor, 'upload, done');

    await ada.press('migration.preview.do');
    await ada.reads('migration.status.previewed');
    await ada.reads('migration.outcome.title.preview');
    await inspect(ada.visitor, 'migration, previewed');
    await ada.press('migration.import.do');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('migration.import.confirm.title') });
    await dialog.getByText(ada.t('migration.import.confirm.users', { count: 42 })).waitFor();
    await inspect(ada.visitor, 'migration, import?');
    await dialog.getByRole('button', { name: ada.t('migration.import.do') }).click();
    await ada.page.getByText(ada.t('migration.status.imported')).first().waitFor({ timeout: 60_000 });
    await ada.reads('migration.outcome.tokens.of', { assigned: 43, unassigned: 2 });
    await inspect(ada.visitor, 'migration, imported');

    await ada.follow('migration.outcome.rejected.show');
    await ada.at('records.title');
    const rows = ada.page.getByRole('table').getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(2);
    await inspect(ada.visitor, 'records, rejected');
    const [csv] = await Promise.all([ada.page.waitForEvent('download'), ada.press('csv.download')]);
    await csv.saveAs(file('rejected.csv'));
    expect(readFileSync(file('rejected.csv'), 'utf8')).toContain('token.user_missing');
    await ada.field('records.outcome').selectOption({ label: ada.t('records.any') });
    await rows.nth(40).waitFor();
    await inspect(ada.visitor, 'records');
    await ada.go('migrations.title');
    await rows.nth(1).waitFor();
    await inspect(ada.visitor, 'migrations');
    await ada.go('frame.home');
    await ada.reads('overview.told');
    await inspect(ada.visitor, 'overview');

    await ada.go('users.title');
    await inspect(ada.visitor, 'users');
    const find = async (text: string) => {
      await ada.type('users.find.label', text);
      await ada.press('ui.search');
    };
    await find('nobody-at-all');
    await ada.page.getByText(ada.t('users.find.none', { text: 'nobody-at-all' })).waitFor();
    await inspect(ada.visitor, 'users, nobody found');
    await find('ASCHAFER@corp.example');
    await ada.page.getByRole('link', { name: 'aschafer', exact: true }).waitFor();
    await inspect(ada.visitor, 'users, found');
    await ada.page.getByRole('link', { name: 'aschafer', exact: true }).click();
    await ada.field('users.field.lastName').waitFor();
    await inspect(ada.visitor, 'user');
    ada.visitor.expect('422 PATCH /api/admin/users/aschafer');
    await ada.type('users.field.lastName', 'Schaefer');
    await ada.press('do.save');
    const password = ada.field('users.required.label');
    await ada.page.getByText(ada.t('problem.user.password_required')).first().waitFor();
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
    await inspect(ada.visitor, 'user, the password is required');
    await password.fill('what the harbour master knows');
    await ada.press('do.save');
    await ada.reads('users.saved');
    await inspect(ada.visitor, 'user, saved');

    await ada.press('users.reset');
    await inspect(ada.visitor, 'user, reset by …');
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('users.reset.do') })
      .click();
    await ada.reads('users.reset.mailed');
    await inspect(ada.visitor, 'user, reset by link');
    await ada.press('users.reset');
    await ada.page.getByRole('radio', { name: ada.t('users.reset.one-time') }).check();
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('users.reset.do') })
      .click();
    await expect(ada.page.locator('output').textContent()).resolves.toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/u);
    await inspect(ada.visitor, 'user, one-time password');
    await ada.press('users.reset.told');
    expect((await mails(running)).length).toBeGreaterThanOrEqual(41);
  }, 240_000);

  test('a package of a stranger fails, with the reason and the way on; a broken network loses no part of it', async () => {
    const console = await comeAs('umberto', 'admin');
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
    await console.page.route(`${running.endpoints.s3}/**`, async (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      dropped += 1;
      if (dropped > 1) return route.fallback();
      console.visitor.expect(`failed PUT ${new URL(route.request().url()).pathname}`);
      return route.abort('connectionreset');
    });
    await console.page.getByLabel(console.t('upload.choose')).setInputFiles(file('stranger.zip'));
    await console.button('migration.preview.do').waitFor({ timeout: 30_000 });
    expect(dropped).toBeGreaterThan(1);
    await console.press('migration.preview.do');
    await console.page.getByText(console.t('problem.package.untrusted')).first().waitFor({ timeout: 30_000 });
    await inspect(console.visitor, 'migration, failed');
    await console.follow('migration.failed.to-packers');
    await console.at('packers.title');
    await console.reads('packers.read-only');
  });

  test('with the keys alone: find a user, lock the account, unlock it', async () => {
    await people.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const console = await comeAs('kim', 'help-desk');
    console.hands = keyboard(console.page);
    await console.go('users.title');
    await console.type('users.find.label', 'bhaddad');
    await console.page.keyboard.press('Enter');
    await console.hands.press(console.page.getByRole('link', { name: 'bhaddad', exact: true }));
    await console.field('users.field.lastName').waitFor();
    for (const [open, done] of [
      ['users.lock', 'users.lock.done'],
      ['users.unlock', 'users.unlock.done'],
    ] as const) {
      await console.press(open);
      const dialog = console.page.getByRole('dialog');
      await console.hands.press(dialog.getByRole('button', { name: console.t('do.cancel') }));
      await dialog.waitFor({ state: 'detached' });
      expect(await console.button(open).evaluate((button) => button === document.activeElement)).toBe(true);
      await console.press(open);
      await console.hands.press(dialog.getByRole('button', { name: console.t(open), exact: true }));
      await console.reads(done);
    }
  });

  test('an administrator sees every page of the menu and of the settings, on a phone and in German too', async () => {
    for (const [look, t, userId] of [
      [{}, SECURITY.en, 'grace'],
      [{ view: 'phone', locale: 'de-DE', theme: 'dark' }, SECURITY.de, 'gerda'],
    ] as const) {
      const console = await comeAs(userId, 'super-admin', look, t);
      const hrefs = await console.page
        .getByRole('navigation')
        .getByRole('link')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
      expect(hrefs.length).toBeGreaterThan(6);
      for (const href of hrefs) {
        await console.open(href);
        await console.page.locator('main').getByText(console.t('app.loading')).waitFor({ state: 'detached' });
        await inspect(console.visitor, 'page of the menu');
      }
      await console.open('#/settings');
      const pages = console.page.locator('main').getByRole('listitem').getByRole('link');
      await pages.first().waitFor();
      for (const href of await pages.evaluateAll((links) => links.map((link) => link.getAttribute('href')!))) {
        await console.open(href);
        await console.button('do.save').waitFor();
        await inspect(console.visitor, 'page of the settings');
      }
    }
  }, 240_000);

  test.each(['help-desk', 'admin'] as const)(
    'whoever is %s is offered what that role may do, and nothing is refused',
    async (role) => {
      const console = await comeAs(`only-${role}`, role);
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
      await inspect(console.visitor, 'no such page');
    },
  );

  test('whoever has no role is refused as everybody else is', async () => {
    await people.configure(() => ({ internalDatabase: { passwordRequired: false } }));
    const device = await people.add('somebody');
    const console = await come();
    console.visitor.expect('401 POST /api/logon');
    await console.logOn('somebody', people.passcode(device));
    await console.refused('problem.logon.failed');
  });

  test('every state was looked at', () => {
    expect(left()).toEqual([]);
  });
});

/** Drops a file onto what says so, as a hand does. */
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
