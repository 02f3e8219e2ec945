/** What takes something away for good, in the Security Console: a token deleted, a person erased. */
import type { Accounts } from '../support/accounts.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';

const STATES = [
  'token, unassigned',
  'token, confirm the deletion',
  'token, deleted',
  'user, confirm the erasure',
  'user, erased',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('taking away for good', () => {
  let running: Running;
  let accounts: Accounts;

  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    await accounts.allowTestLogons();
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);
  const logOnAs = async (userId: string) => {
    const device = await accounts.add(userId, 'super-admin');
    const opened = new Security(await openBrowser(originsOf(running)));
    await opened.open();
    await opened.logOn(userId, accounts.passcode(device));
    await opened.button('frame.logoff').waitFor();
    return opened;
  };

  test('a token is deleted once no user has it', async () => {
    const console = await logOnAs('deleter');
    const { serial } = await accounts.add('leaver');
    await console.open(`#/tokens/${serial}`);
    await console.page.getByText(console.t('tokens.acts')).waitFor();
    const remove = console.page.getByRole('button', { name: `${console.t('tokens.delete')}: ${serial}` });
    expect(await remove.count()).toBe(0);
    const { version } = await accounts.client.call<{ version: number }>('GET', '/token', { query: { serial } });
    await accounts.client.call('POST', '/token/unassign', { query: { serial }, body: { version } });
    await console.page.reload();
    await remove.waitFor();
    await inspect(console.browser, 'token, unassigned');
    await remove.click();
    await console.page.getByRole('dialog').waitFor();
    await inspect(console.browser, 'token, confirm the deletion');
    await console.page
      .getByRole('dialog')
      .getByRole('button', { name: console.t('tokens.delete'), exact: true })
      .click();
    await console.at('tokens.deleted');
    await inspect(console.browser, 'token, deleted');
    await expect(accounts.client.call('GET', '/token', { query: { serial } })).rejects.toMatchObject({
      code: 'token.not_found',
    });
  }, 120_000);

  test('a person is erased once the user ID is typed again, and an administrator only without the role', async () => {
    const console = await logOnAs('eraser');
    await accounts.add('gone');
    await console.open('#/users/eraser');
    await console.page.getByText(console.t('users.account'), { exact: true }).waitFor();
    expect(await console.button('users.erase').count()).toBe(0);
    await console.open('#/users/gone');
    await console.press('users.erase');
    const dialog = console.page.getByRole('dialog');
    await dialog.waitFor();
    await inspect(console.browser, 'user, confirm the erasure');
    console.browser.expect('422 POST /api/admin/user/erase');
    await console.type('users.erase.confirm', 'gnoe');
    await dialog.getByRole('button', { name: console.t('users.erase'), exact: true }).click();
    await console.refused('problem.user.confirm');
    await console.field('users.erase.confirm').fill('gone');
    await dialog.getByRole('button', { name: console.t('users.erase'), exact: true }).click();
    await console.at('users.erased');
    await inspect(console.browser, 'user, erased');
    await expect(accounts.client.call('GET', '/user', { query: { userId: 'gone' } })).rejects.toMatchObject({
      code: 'user.not_found',
    });
  }, 120_000);

  test('each state of these pages was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
