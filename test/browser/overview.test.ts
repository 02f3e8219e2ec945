/**
 * The migration as the overview shows it: before the first import, its numbers beside the API's, a logon that moves them, the chart and its
 * table, the lists behind the numbers, the display for a wall, paper, and what is said when numbers are old. Then campaigns.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Role } from '#core/directory/model.ts';
import type { Accounts } from '../support/accounts.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { keyboard } from './support/input-device.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';
import { SECURITY } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'overview, first steps',
  'overview',
  'overview, filling',
  'overview, not up to date',
  'overview, no answer',
  'overview, help desk',
  'overview, nothing to do',
  'people',
  'people, stuck',
  'people, help desk',
  'wall, asked',
  'wall',
  'wall, light',
  'campaigns',
  'campaigns, new',
  'campaigns, one',
  'campaigns, confirm the end',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

const UNCERTAIN = {
  source: 'test',
  stage: 'stuck',
  stuck: 'uncertain',
  reached: 'imported',
  since: 1,
  times: { imported: 1 },
};

type Sums = Readonly<Record<string, number>>;
type Totals = {
  readonly sources: readonly { source: string; people: number; stages: Sums; stuck: Sums; reached: Sums }[];
};

describe('the migration in the Security Console', () => {
  let running: Running;
  let accounts: Accounts;
  let importer: Importer;
  let ada: Security;

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
    return console;
  }
  const tokens = { ana: aTokenRecord(), bo: aTokenRecord() };
  const people = [
    sampleUser('ana', { email: 'ana@corp.example', lastName: 'Abara', tokens: [tokens.ana] }),
    sampleUser('bo', { email: 'bo@corp.example', lastName: 'Brand', tokens: [tokens.bo] }),
    ...['cy', 'di', 'ed'].map((name) => sampleUser(name, { email: `${name}@corp.example`, tokens: [aTokenRecord()] })),
    ...['fay', 'gus'].map((name) => sampleUser(name, { email: undefined, tokens: [aTokenRecord()] })),
    sampleUser('hal', { email: 'hal@corp.example', enabled: false, tokens: [aTokenRecord()] }),
  ];
  const totals = async () => (await importer.client.call<Totals>('GET', '/people/totals')).sources;
  const imported = async () => (await totals()).find(({ source }) => source !== '');
  /** What the page shows as a number, without the separators of thousands. */
  const numberOf = (text: string | null) => Number(text?.replace(/\D/gu, ''));
  const figures = (console: Security) =>
    console.page.locator('.funnel-number a').evaluateAll((links) => links.map((link) => Number(link.textContent)));

  test('shows the first steps before the first import, and a menu without campaigns to the help desk', async () => {
    ada = await logOnAs('ada', 'super-admin');
    await ada.reads('first.title');
    await inspect(ada.browser, 'overview, first steps');
    const help = await logOnAs('hedda', 'help-desk');
    // Until the first look at all people has ended it says that people may still be joining.
    await help.page.getByText(help.t('overview.nobody')).waitFor({ timeout: 120_000 });
    expect(await help.link('campaigns.title').count()).toBe(0);
  }, 180_000);

  test('shows the numbers of the API, each with the list behind it, and a logon moves them', async () => {
    await importer.importRecords(people);
    await eventually(async () => ((await imported())?.stages['told'] ?? 0) >= 5 || undefined, 60);
    ada = await logOnAs('berta', 'super-admin');
    await ada.page.locator('.funnel').waitFor();
    const of = (await imported())!;
    const far = (from: number) =>
      ['imported', 'told', 'token-logon', 'questions', 'temporary-password', 'home']
        .slice(from)
        .reduce((sum, name) => sum + (of.reached[name] ?? 0), 0);
    expect(await figures(ada)).toEqual([0, 1, 2, 3, 5].map(far));
    expect(far(0)).toBe(people.length);
    const needs = ada.page.getByRole('region', { name: ada.t('overview.needs') }).getByRole('row');
    const needed = await needs.allTextContents();
    expect(needed[1]).toContain(ada.t('stuck.no-address'));
    expect(numberOf(await needs.nth(1).getByRole('cell').first().textContent())).toBe(of.stuck['no-address']);
    expect(needed[2]).toContain(ada.t('stuck.disabled'));
    await inspect(ada.browser, 'overview');

    // The numbers move without a reload.
    const answer = await new ApiUser(running).post('/api/logon', {
      console: 'self-service',
      userId: 'ana',
      method: 'SecurID_Native',
      secret: shown(tokens.ana),
    });
    expect(answer.status).toBe(200);
    const before = far(2);
    await ada.page.waitForFunction(
      (least) => Number(document.querySelectorAll('.funnel-number a')[2]?.textContent) > least,
      before,
      { timeout: 40_000 },
    );

    // Each number opens a list of as many people.
    const hrefs = await ada.page
      .locator('.funnel-number a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
    const counts = await figures(ada);
    for (const [place, href] of hrefs.entries()) {
      await ada.open(href);
      // The list before it may stand for a moment longer, and then none, until this one has come.
      if (counts[place] === 0) await ada.reads('people.empty');
      const rows = ada.page.locator('table.dense tbody tr');
      const all = async () => ((await rows.count()) === counts[place] ? counts[place] : undefined);
      expect([href, await eventually(all, 30).catch(() => rows.count())]).toEqual([href, counts[place]]);
    }
  }, 240_000);

  test('says the values of each day by the keyboard, and its table holds the numbers of the API', async () => {
    ada = await logOnAs('cleo', 'super-admin');
    await ada.open('#/');
    const slider = ada.page.getByRole('slider', { name: ada.t('people.days.choose') });
    const chart = ada.page.getByRole('figure', { name: ada.t('people.days.title') });
    await chart.getByText(ada.t('ui.chart.table')).click();
    const source = (await imported())!.source;
    const both = async () => {
      const { days } = await importer.client.call<{ days: readonly Sums[] }>('GET', '/people/days', {
        query: { source },
      });
      const cells = await chart.locator('tbody tr').first().getByRole('cell').allTextContents();
      const { imported: first, told, tokenLogon, home } = days.at(-1)!;
      return { days, inPage: cells.slice(0, 4).map(numberOf), inApi: [first, told, tokenLogon, home] };
    };
    // The page asks again by itself: what was counted since it asked comes then.
    const equal = async () => {
      const seen = await both();
      return isDeepStrictEqual(seen.inPage, seen.inApi) ? seen : undefined;
    };
    const { days, inPage, inApi } = await eventually(equal, 60).catch(both);
    expect(inPage).toEqual(inApi);
    expect(await chart.locator('tbody tr').count()).toBe(days.length);
    // A single day has no other to go to.
    expect(await slider.count()).toBe(days.length > 1 ? 1 : 0);

    await ada.page.route('**/api/admin/people/days*', async (route) => {
      const day = (place: number) => new Date(Date.now() - (199 - place) * 86_400_000).toISOString().slice(0, 10);
      const many = Array.from({ length: 200 }, (_, place) => ({
        day: day(place),
        imported: place === 0 ? 1_000_000 : 0,
        told: 5000,
        tokenLogon: 4000,
        home: 3900,
      }));
      await route.fulfill({ json: { asOf: Date.now(), days: route.request().url().endsWith('source=') ? [] : many } });
    });
    await ada.page.reload();
    await slider.waitFor();
    const said = async () => slider.getAttribute('aria-valuetext');
    expect(await said()).toContain(ada.t('people.day.home'));
    expect(await said()).toContain('780,000');
    await slider.focus();
    await ada.page.keyboard.press('ArrowLeft');
    expect(await said()).toContain('776,100');
    await ada.page.keyboard.press('Home');
    expect(await said()).toContain('3,900');
    await ada.page.unroute('**/api/admin/people/days*');
  }, 120_000);

  test('lists people with what to do about them, as CSV for administrators, and fifty for the help desk', async () => {
    ada = await logOnAs('dora', 'super-admin');
    await ada.open('#/people?stuck=no-address');
    await ada.page.getByRole('row').nth(2).waitFor();
    await ada.reads('need.no-address.do');
    await inspect(ada.browser, 'people, stuck');
    const [csv] = await Promise.all([ada.page.waitForEvent('download'), ada.press('csv.download')]);
    const lines = readFileSync(await csv.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['fay', 'gus']);
    expect(lines[0]).toContain('user_id');
    await ada.open('#/people');
    await ada.page.getByRole('row').nth(people.length).waitFor();
    await inspect(ada.browser, 'people');
    await ada.page.getByRole('link', { name: /Abara/u }).click();
    await ada.page.getByRole('heading', { level: 1 }).filter({ hasText: 'ana' }).waitFor();

    const help = await logOnAs('hanna', 'help-desk', { view: 'phone', locale: 'de-DE', theme: 'dark' }, SECURITY.de);
    await help.page.locator('.funnel').waitFor();
    expect(await figures(help)).toContain(people.length);
    expect(await help.page.getByText(help.t('overview.now')).count()).toBe(0);
    await inspect(help.browser, 'overview, help desk');
    await help.page.route('**/api/admin/people?*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), more: true } });
    });
    await help.open('#/people?stage=told');
    await help.page.getByRole('link', { name: help.t('overview.to-users') }).waitFor();
    expect(await help.button('csv.download').count()).toBe(0);
    await inspect(help.browser, 'people, help desk');
  }, 120_000);

  test('says when numbers are old, filling or missing, and goes on by itself', async () => {
    ada = await logOnAs('edna', 'super-admin');
    await ada.open('#/');
    await ada.page.locator('.funnel').waitFor();
    ada.browser.tolerate('failed GET /api/admin/people/totals');
    ada.browser.tolerate('500 GET /api/admin/people/totals');
    const path = '**/api/admin/people/totals';
    await ada.page.route(path, (route) => route.abort());
    await ada.page.getByText(ada.t('people.stale')).first().waitFor({ timeout: 60_000 });
    await inspect(ada.browser, 'overview, not up to date');
    await ada.page.unroute(path);
    await ada.page.getByText(ada.t('people.stale')).first().waitFor({ state: 'detached', timeout: 60_000 });

    await ada.page.route(path, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), filling: true } });
    });
    await ada.page.reload();
    await ada.reads('people.filling');
    await inspect(ada.browser, 'overview, filling');
    await ada.page.unroute(path);
    await ada.page.route(path, (route) => route.fulfill({ status: 500, json: {} }));
    await ada.page.reload();
    await ada.alert().first().waitFor({ timeout: 30_000 });
    await inspect(ada.browser, 'overview, no answer');
    await ada.page.unroute(path);
    await ada.page.route(path, async (route) => {
      const { sources } = (await (await route.fetch()).json()) as Totals;
      const home = ({ people: all }: Totals['sources'][number]) => ({
        stages: { home: all },
        reached: { home: all },
        stuck: {},
      });
      await route.fulfill({ json: { asOf: Date.now(), sources: sources.map((one) => ({ ...one, ...home(one) })) } });
    });
    await ada.page.reload();
    await ada.reads('overview.needs.nothing');
    expect(await ada.page.locator('.home-number strong').textContent()).toBe('100%');
    await inspect(ada.browser, 'overview, nothing to do');
    await ada.page.unroute(path);
  }, 240_000);

  test('is shown on a wall, without names and controls, and a page that reads by itself prolongs no session', async () => {
    ada = await logOnAs('flora', 'super-admin');
    await ada.open('#/');
    ada.input = keyboard(ada.page);
    await ada.press('overview.wall');
    const dialog = ada.page.getByRole('dialog', { name: ada.t('overview.wall.title') });
    await dialog.waitFor();
    await inspect(ada.browser, 'wall, asked');
    await dialog.getByRole('button', { name: ada.t('overview.wall'), exact: true }).click();
    ada.input = (await import('./support/input-device.ts')).pointer;
    await ada.page.locator('.wall-steps').waitFor();
    // But for the way back, which a keyboard alone finds.
    expect(await ada.page.getByRole('button').allTextContents()).toEqual([ada.t('wall.back')]);
    expect(await ada.page.locator('body').textContent()).not.toContain('flora');
    await inspect(ada.browser, 'wall');
    const repeated = await ada.page.waitForRequest((request) => request.url().endsWith('/people/totals'), {
      timeout: 30_000,
    });
    expect(repeated.headers()['x-landfall']).toBe('repeated');
    // Whatever address is opened, a display is a display.
    await ada.page.goto('/security/#/users');
    await ada.page.reload();
    await ada.page.locator('.wall-steps').waitFor();
    expect(await ada.page.getByRole('navigation').count()).toBe(0);
    await ada.page.keyboard.press('Escape');
    await ada.at('frame.logon');
    ada = await logOnAs('frida', 'help-desk');
    await ada.open('#/wall?theme=light');
    await ada.page.locator('.wall-steps').waitFor();
    await inspect(ada.browser, 'wall, light');
  }, 120_000);

  test('prints the numbers and the table, with the organisation and the time, and nothing that operates the page', async () => {
    ada = await logOnAs('gerd', 'super-admin');
    await ada.open('#/');
    await ada.page.getByRole('figure').waitFor();
    await ada.page.emulateMedia({ media: 'print' });
    await ada.page.locator('.print-only').waitFor({ state: 'visible' });
    expect(await ada.page.locator('.print-only').textContent()).toContain('Example Corp');
    expect(await ada.page.locator('.chart tbody tr').first().isVisible()).toBe(true);
    for (const hidden of ['.chart-drawing', '.side', '.bar', '.foot', 'button', 'select'])
      expect([hidden, await ada.page.locator(hidden).first().isVisible()]).toEqual([hidden, false]);
    await ada.page.emulateMedia({ media: 'screen' });
  });

  test('starts a campaign to a list, holds it, goes on with it and ends it', async () => {
    ada = await logOnAs('helga', 'super-admin');
    // To those whose mail is uncertain it is sent again by name, and not to all of their source.
    await ada.page.route('**/api/admin/people?*', (route) =>
      route.fulfill({
        json: {
          asOf: Date.now(),
          people: [
            { ...UNCERTAIN, userId: 'cy' },
            { ...UNCERTAIN, userId: 'di' },
          ],
        },
      }),
    );
    await ada.open('#/people?stuck=uncertain');
    await ada.follow('need.uncertain.act', { count: 2 });
    await ada.at('campaigns.new');
    expect(await ada.field('campaigns.new.list').inputValue()).toBe('cy\ndi');
    expect(await ada.page.getByLabel(ada.t('campaigns.new.again')).isChecked()).toBe(true);
    await ada.page.unroute('**/api/admin/people?*');
    await ada.open('#/campaigns');
    await ada.reads('campaigns.account.title');
    await ada.reads('campaigns.account.ready');
    await inspect(ada.browser, 'campaigns');
    await ada.press('campaigns.test.do');
    await ada.page.getByText(ada.t('campaigns.test.done', { to: 'helga@corp.example' })).waitFor();
    await ada.follow('campaigns.new');
    await ada.at('campaigns.new');
    await ada.page.getByRole('radio', { name: ada.t('campaigns.new.whom.list') }).check();
    await ada.type('campaigns.new.list', 'cy\ndi\nnot-here');
    await ada.page.getByLabel(ada.t('campaigns.new.again')).check();
    // The field has the browser's zone, which is ahead of UTC.
    const later = new Date(Date.now() + 12 * 3_600_000);
    await ada.field('campaigns.new.at').fill(later.toISOString().slice(0, 16));
    await inspect(ada.browser, 'campaigns, new');
    await ada.press('campaigns.new.do.list', { count: 3, people: '3' });
    await ada.page.getByText('not-here').first().waitFor();
    await ada.page.getByText(ada.t('campaigns.status.scheduled')).first().waitFor();
    await inspect(ada.browser, 'campaigns, one');
    await ada.press('campaigns.hold');
    await ada.page.getByText(ada.t('campaigns.status.held')).first().waitFor();
    await ada.press('campaigns.resume');
    await ada.page.getByText(ada.t('campaigns.status.scheduled')).first().waitFor();
    await ada.press('campaigns.end');
    const dialog = ada.page.getByRole('dialog');
    await dialog.waitFor();
    await inspect(ada.browser, 'campaigns, confirm the end');
    await dialog.getByRole('button', { name: ada.t('campaigns.end'), exact: true }).click();
    await ada.page.getByText(ada.t('campaigns.status.ended')).first().waitFor();
  }, 120_000);

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
