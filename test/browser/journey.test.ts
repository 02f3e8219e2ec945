/**
 * The whole procedure in a browser as users of the sample meet it: from the e-mail to the logon with the new password. Once with the
 * keyboard alone, once on a phone, once in each language.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Language } from '#core/languages.ts';
import { landfall } from '../support/cli.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { mailedAddress, mailsTo, originsOf, PASSWORD } from './support/deployed.ts';
import { keyboard } from './support/input-device.ts';
import { inspecting } from './support/inspect.ts';
import { SelfService } from './support/self-service.ts';
import { SELF_SERVICE } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'welcome',
  'welcome, the PIN is set',
  'welcome, expired link',
  'home',
  'questions',
  'logged off, the link is on its way',
  'logged off, the last step not begun',
  'questions, saved, not logged off',
  'ask for the link',
  'new password',
  'done',
  'home, all done',
] as const;

/** The answers of the sample's users in the source deployment. */
const ANSWERED = parse<{ userId: string; question: string; answer: string }>(
  readFileSync('samples/corp/security-answers.csv', 'utf8'),
  { columns: true, bom: true },
);

const answersOf = (user: string) =>
  ANSWERED.flatMap(({ userId, question, answer }) => (userId === user ? [[question, answer] as const] : []));

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('a user of the sample', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startLandfall({ sample: true, shared: true });
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  const passcode = async (...args: string[]): Promise<string> => {
    const { stdout, stderr, code } = await landfall(running, 'passcode', ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  /** Expects this many steps to be done and the next one to be the current one. */
  const stepsDone = async ({ page, t }: SelfService, done: number) => {
    const steps = page.getByRole('region', { name: t('steps.title') }).getByRole('listitem');
    await steps.nth(3).waitFor();
    expect(await steps.filter({ hasText: `(${t('steps.done')})` }).count()).toBe(done);
    expect(await steps.nth(done).getAttribute('aria-current')).toBe('step');
  };

  const JOURNEYS: readonly (readonly [string, string, Language, Look, boolean])[] = [
    ['on a desktop, with the keyboard alone', 'plindqvist', 'en', {}, true],
    ['on a phone, in German', 'xmuller', 'de', { view: 'phone', locale: 'de-DE' }, false],
    [
      'on a small phone, in French, in the dark theme',
      'vkowalski',
      'fr',
      { view: 'small phone', locale: 'fr-FR', theme: 'dark' },
      false,
    ],
  ];
  test.each(JOURNEYS)(
    'gets a password again %s',
    async (_how, userId, language, look, keys) => {
      const t = SELF_SERVICE[language];
      const console = new SelfService(await openBrowser(originsOf(running), look), t);
      if (keys) console.input = keyboard(console.page);
      const email = `${userId}@corp.example`;

      await console.open(await mailedAddress(running, email, 'welcome'));
      await console.at('welcome.title');
      expect(console.page.url()).not.toContain('t=');
      await stepsDone(console, 0);
      expect(await console.field('logon.user-id').inputValue()).toBe(userId);
      // The way in is the token: there is no password yet.
      expect(await console.page.getByRole('radio').count()).toBe(0);
      const brief = console.page.getByText(t('steps.brief', { number: 1, total: 4 }));
      expect(await brief.isVisible()).toBe(look.view !== undefined);
      await inspect(console.browser, 'welcome');
      await console.logOn(userId, await passcode(userId));

      const answers = new Map<string, string>();
      const sent = await mailsTo(running, email);
      await console.button('go-on.link').or(console.button('questions.save-and.link')).waitFor();
      if (
        await console
          .heading()
          .filter({ hasText: t('steps.set-security-questions') })
          .count()
      ) {
        // The first logon serves nothing else, whatever address is opened.
        await stepsDone(console, 1);
        expect(await console.page.getByRole('navigation').count()).toBe(0);
        await console.open('#/tokens');
        await console.at('steps.set-security-questions');
        await console.field('questions.question', { number: 1 }).waitFor();
        await inspect(console.browser, 'questions');
        const offered = await console.field('questions.question', { number: 1 }).locator('option').allTextContents();
        // What came over stays: only the missing answers are asked for.
        const missing = await console.page.getByRole('combobox', { name: /\d$/u }).count();
        const added = offered.slice(1, 1 + missing).map((one, index) => [one, `mine, number ${index}`] as const);
        await console.answer(added);
        for (const [question, answer] of [...answersOf(userId), ...added]) answers.set(question, answer);
        await console.press('questions.save-and.link');
      } else {
        await stepsDone(console, 2);
        await inspect(console.browser, 'home');
        for (const [question, answer] of answersOf(userId)) answers.set(question, answer);
        await console.press('go-on.link');
      }
      // One press has saved, ended the session and asked for the link.
      await console.at('forgot.sent');
      await console.reads('forgot.sent.logged-off');
      await stepsDone(console, 3);
      await inspect(console.browser, 'logged off, the link is on its way');
      expect(await console.page.evaluate(async () => (await fetch('/api/me')).status)).toBe(401);

      await console.open(await mailedAddress(running, email, 'forgot-password', sent));
      await console.at('forgot.link.title');
      await stepsDone(console, 3);
      await console.press('do.continue');
      await console.at('forgot.new.title');
      await stepsDone(console, 3);
      for (const [question, answer] of answers) {
        // The catalogue has its own capitals and spaces, which getByLabel ignores.
        const field = console.page.getByLabel(question.replace(/\s+/gu, ' ')).and(console.page.locator('input'));
        if ((await field.count()) > 0) await console.input.type(field, ` ${answer.toUpperCase()} `);
      }
      await inspect(console.browser, 'new password');
      await console.type('password.new', PASSWORD);
      await console.press('forgot.new.submit');
      await console.at('forgot.done.title');
      await inspect(console.browser, 'done');
      await console.logOn(userId, PASSWORD, 'RSA_Password');
      await console.reads('home.done');
      await inspect(console.browser, 'home, all done');
    },
    120_000,
  );

  test('with a token in New PIN mode sets a PIN first and then logs on with it', async () => {
    const console = new SelfService(await openBrowser(originsOf(running), { view: 'phone' }));
    await console.open(await mailedAddress(running, 'opena@corp.example', 'welcome'));
    await console.logOn('opena', await passcode('opena'));
    await console.at('pin.title');
    await console.type('pin.new', '48151');
    await console.type('pin.again', '48151');
    await console.press('pin.set');
    await console.at('pin.done');
    await stepsDone(console, 0);
    expect(await console.field('logon.user-id').inputValue()).toBe('opena');
    await inspect(console.browser, 'welcome, the PIN is set');
    await console.logOn('opena', await passcode('opena', '--pin', '48151', '--next'));
    await console.button('go-on.link').waitFor();
    await stepsDone(console, 2);
    // The list is the same on another device, and the link of the mail leads there by itself.
    await console.open(await mailedAddress(running, 'opena@corp.example', 'welcome'));
    await console.button('go-on.link').waitFor();
    await stepsDone(console, 2);
  });

  test('without a mailbox is led to the token in the last step', async () => {
    const console = new SelfService(await openBrowser(originsOf(running)));
    await console.open();
    await console.logOn('nwojcik', await passcode('nwojcik'));
    await console.press('go-on.passcode');
    await console.at('forgot.passcode.title');
    await stepsDone(console, 3);
    expect(await console.field('logon.user-id').inputValue()).toBe('nwojcik');
  });

  test('loses no progress by Back, a reload, the start address or a request that fails, and sends nothing twice', async () => {
    const console = new SelfService(await openBrowser(originsOf(running), { view: 'phone' }));
    const email = 'jjansen@corp.example';
    await console.open(await mailedAddress(running, email, 'welcome'));
    await console.logOn('jjansen', await passcode('jjansen'));
    await console.button('go-on.link').waitFor();
    // The same account in another tab.
    const tab = console.page;
    await console.browser.newTab();
    const second = new SelfService(console.browser);
    await second.open();
    await second.button('go-on.link').waitFor();
    const other = console.page;
    console.browser.page = tab;
    const sent = await mailsTo(running, email);
    console.browser.expect('failed POST /api/forgot-password');
    await console.page.route('**/api/forgot-password', (route) => route.abort('connectionreset'), { times: 1 });
    await console.press('go-on.link');
    await console.at('off.next');
    await console.reads('off.not-begun');
    await stepsDone(console, 3);
    await inspect(console.browser, 'logged off, the last step not begun');
    await console.open('#/');
    await console.at('off.next');
    await console.press('forgot.send');
    await console.at('forgot.sent');
    const link = await mailedAddress(running, email, 'forgot-password', sent);
    for (const again of [
      () => console.page.reload(),
      () => console.open('#/security-questions'),
      () => console.open('#/welcome'),
      () => console.page.goBack(),
    ]) {
      await again();
      await console.at('forgot.sent');
      await stepsDone(console, 3);
    }
    // The other tab goes on by itself.
    console.browser.page = other;
    await second.at('forgot.sent');
    await stepsDone(second, 3);
    console.browser.page = tab;
    expect(await mailsTo(running, email)).toBe(sent + 1);
    // The link knows the way on another device too.
    const elsewhere = new SelfService(await openBrowser(originsOf(running), { view: 'small phone' }));
    await elsewhere.open(link);
    await elsewhere.at('forgot.link.title');
    await elsewhere.press('do.continue');
    await elsewhere.at('forgot.new.title');
    await stepsDone(elsewhere, 3);
    await console.press('forgot.sent.again');
    await console.at('forgot.title');
    expect(await console.field('logon.user-id').inputValue()).toBe('jjansen');
    await inspect(console.browser, 'ask for the link');
    await console.page.goBack();
    await console.at('forgot.sent');
    // The answers can still be changed, after a new logon.
    await console.follow('off.again');
    await console.at('logon.title');
    expect(await console.field('logon.user-id').inputValue()).toBe('jjansen');
    // A logon ends what this tab remembers: the start address is the start page again.
    await console.logOn('jjansen', await passcode('jjansen', '--next'));
    await console.button('go-on.link').waitFor();
    await console.open('#/');
    await console.button('go-on.link').waitFor();
  });

  test('is told that the answers are saved where the logoff gets no answer, and goes on by one more press', async () => {
    const console = new SelfService(await openBrowser(originsOf(running)));
    await console.open('#/welcome');
    await console.logOn('zkowalski', await passcode('zkowalski'));
    await console.at('steps.set-security-questions');
    await console.button('questions.save-and.link').waitFor();
    const offered = console.field('questions.question', { number: 1 }).locator('option');
    await console.answer([[(await offered.allTextContents())[1]!, 'mine alone']]);
    console.browser.expect('failed POST /api/logoff');
    await console.page.route('**/api/logoff', (route) => route.abort('connectionreset'), { times: 1 });
    await console.press('questions.save-and.link');
    await console.at('questions.saved');
    await console.reads('go-on.failed');
    await console.button('go-on.link').waitFor();
    await stepsDone(console, 2);
    await inspect(console.browser, 'questions, saved, not logged off');
    await console.press('go-on.link');
    await console.at('forgot.sent');
  });

  test('can open the page by an expired or damaged link too', async () => {
    const console = new SelfService(await openBrowser(originsOf(running)));
    const old = Buffer.from(JSON.stringify({ sub: 'aschafer', exp: 1 })).toString('base64url');
    await console.open(`#/welcome?t=x.${old}.x`);
    await console.reads('welcome.expired');
    await inspect(console.browser, 'welcome, expired link');
    await console.open('#/welcome?t=%00%zz..');
    await console.at('welcome.title');
  });

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
