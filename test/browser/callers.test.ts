/** A help desk's page for a user on the telephone, and what the user sees then: a lost token, a code, the logon with it. */
import type { Accounts } from '../support/accounts.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import { SelfService } from './support/self-service.ts';

const STATES = [
  'call, nothing is wrong',
  'call, token lost',
  'call, confirm a temporary code',
  'call, temporary code',
  'call, code given',
  'call, an act that another administrator must do',
  'call, what happened',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);
const PIN = '4951';

describe('a user on the telephone', () => {
  let running: Running;
  let accounts: Accounts;

  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
    await accounts.allowTestLogons();
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  test('reports a token lost, gets a code, logs on with PIN and code, and the page says each time what is wrong and what helps', async () => {
    const { serial } = await accounts.add('caller', undefined, { pinStyle: 'fob', pin: PIN });
    await accounts.add('other-desk', 'help-desk');
    const agent = await accounts.add('desk', 'help-desk');
    const console = new Security(await openBrowser(originsOf(running)));
    await console.open();
    await console.logOn('desk', accounts.passcode(agent));
    await console.button('frame.logoff').waitFor();
    await console.open('#/users/caller/call');
    await console.reads('callers.wrong.told');
    await console.page.getByText(serial.slice(-3), { exact: true }).waitFor();
    await console.page.getByText('c***@corp.example', { exact: true }).waitFor();
    await inspect(console.browser, 'call, nothing is wrong');

    const act = (key: 'tokens.lost' | 'tokens.temporary' | 'tokens.clear-pin') =>
      console.page.getByRole('button', { name: `${console.t(key)}: ${serial}`, exact: true });
    const confirm = (key: 'tokens.lost' | 'tokens.temporary.give') =>
      console.page
        .getByRole('dialog')
        .getByRole('button', { name: console.t(key), exact: true })
        .click();
    await act('tokens.lost').click();
    await confirm('tokens.lost');
    await console.page.getByText(console.t('callers.wrong.token-lost', { serial, time: '' })).waitFor();
    await inspect(console.browser, 'call, token lost');
    await act('tokens.temporary').click();
    await console.page.getByRole('dialog').waitFor();
    await inspect(console.browser, 'call, confirm a temporary code');
    await confirm('tokens.temporary.give');
    const shown = console.page.getByRole('status', { name: console.t('tokens.temporary.code'), exact: true });
    await shown.waitFor();
    const code = (await shown.textContent())!.replace(/\s/gu, '');
    expect(code).toMatch(/^\d{8}$/u);
    await inspect(console.browser, 'call, temporary code');
    await console.press('tokens.temporary.passed-on');
    await console.page.getByText(console.t('tokens.temporary.done', { serial })).waitFor();
    await act('tokens.temporary').waitFor();
    await inspect(console.browser, 'call, code given');

    const user = new SelfService(await openBrowser(originsOf(running)));
    await user.open();
    await user.logOn('caller', `${PIN}${code}`);
    await user.button('frame.logoff').waitFor();

    await console.press('callers.timeline.show');
    await console.page.getByText(console.t('audit.action.token.temporary-code'), { exact: true }).waitFor();
    await inspect(console.browser, 'call, what happened');
  }, 240_000);

  test('an act that would be a second way into the account is said to be another administrator’s', async () => {
    const { serial } = await accounts.add('second', undefined, { pinStyle: 'fob', pin: PIN });
    const agent = await accounts.add('desk-two', 'help-desk');
    const console = new Security(await openBrowser(originsOf(running)));
    await console.open();
    await console.logOn('desk-two', accounts.passcode(agent));
    await console.button('frame.logoff').waitFor();
    await console.open('#/users/second/call');
    await console.page.getByRole('button', { name: `${console.t('tokens.lost')}: ${serial}`, exact: true }).waitFor();
    // The agent gives another address first.
    await console.page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-landfall': '1' };
      const at = '/api/admin/user?userId=second';
      const { version } = await (await fetch(at, { headers })).json();
      const body = JSON.stringify({ version, email: 'second@elsewhere.example' });
      await fetch(at, { method: 'PATCH', headers, body });
    });
    await console.page.reload();
    await console.page
      .getByText(console.t('callers.needs.another.until', { time: '' }).slice(0, 35))
      .first()
      .waitFor();
    await inspect(console.browser, 'call, an act that another administrator must do');
  }, 120_000);

  test('every state was inspected', () => expect(notInspected()).toEqual([]));
});
