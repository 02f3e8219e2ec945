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
  'welcome, with a session',
  'welcome, expired link',
  'logon with the token',
  'home',
  'questions',
  'questions, saved',
  'logged off, before the last step',
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
      await console.reads('welcome.hello', { userId });
      expect(console.page.url()).not.toContain('t=');
      await stepsDone(console, 0);
      await inspect(console.browser, 'welcome');
      await console.press('welcome.start');
      await console.at('steps.log-on-with-token');
      expect(await console.field('logon.user-id').inputValue()).toBe(userId);
      await inspect(console.browser, 'logon with the token');
      await console.logOn(userId, await passcode(userId));

      const answers = new Map<string, string>();
      await console.page.getByRole('region', { name: t('steps.title') }).waitFor();
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
        await console.press('questions.save');
        await console.at('questions.saved');
        await inspect(console.browser, 'questions, saved');
      } else {
        await stepsDone(console, 2);
        await inspect(console.browser, 'home');
        for (const [question, answer] of answersOf(userId)) answers.set(question, answer);
      }
      const sent = await mailsTo(running, email);
      await console.press('home.log-off');
      await console.at('off.next');
      await stepsDone(console, 3);
      await inspect(console.browser, 'logged off, before the last step');
      await console.follow('forgot.title');
      await console.at('forgot.title');
      expect(await console.field('logon.user-id').inputValue()).toBe(userId);
      await inspect(console.browser, 'ask for the link');
      await console.press('forgot.send');
      await console.at('forgot.sent');

      await console.open(await mailedAddress(running, email, 'forgot-password', sent));
      await console.at('forgot.link.title');
      await console.press('do.continue');
      await console.at('forgot.questions.title');
      for (const [question, answer] of answers) {
        // The catalogue has its own capitals and spaces, which getByLabel ignores.
        const field = console.page.getByLabel(question.replace(/\s+/gu, ' ')).and(console.page.locator('input'));
        if ((await field.count()) > 0) await console.input.type(field, ` ${answer.toUpperCase()} `);
      }
      await console.press('do.continue');
      await console.at('forgot.new.title');
      await inspect(console.browser, 'new password');
      await console.type('password.new', PASSWORD);
      await console.press('forgot.new.submit');
      await console.at('forgot.done.title');
      await inspect(console.browser, 'done');
      await console.press('forgot.done.next');
      await console.at('logon.title');
      await console.logOn(userId, PASSWORD, 'RSA_Password');
      await console.reads('home.done');
      await inspect(console.browser, 'home, all done');
    },
    120_000,
  );

  test('with a token in New PIN mode sets a PIN first and then logs on with it', async () => {
    const console = new SelfService(await openBrowser(originsOf(running), { view: 'phone' }));
    await console.open(await mailedAddress(running, 'opena@corp.example', 'welcome'));
    await console.press('welcome.start');
    await console.logOn('opena', await passcode('opena'));
    await console.at('pin.title');
    await console.type('pin.new', '48151');
    await console.type('pin.again', '48151');
    await console.press('pin.set');
    await console.at('pin.done');
    await console.press('pin.to-logon');
    expect(await console.field('logon.user-id').inputValue()).toBe('opena');
    await console.logOn('opena', await passcode('opena', '--pin', '48151', '--next'));
    await console.page.getByRole('region', { name: console.t('steps.title') }).waitFor();
    await stepsDone(console, 2);
    // The list is the same on another device, and the link of the mail leads there.
    await console.open(await mailedAddress(running, 'opena@corp.example', 'welcome'));
    await inspect(console.browser, 'welcome, with a session');
    await console.follow('welcome.go-on', { userId: 'opena' });
    await console.button('home.log-off').waitFor();
    await stepsDone(console, 2);
  });

  test('without a mailbox is led to the token in the last step', async () => {
    const console = new SelfService(await openBrowser(originsOf(running)));
    await console.open();
    await console.logOn('nwojcik', await passcode('nwojcik'));
    await console.press('home.log-off');
    await console.at('off.next');
    await console.reads('off.next.text.no-mailbox');
    await console.follow('forgot.title');
    await console.at('forgot.passcode.title');
    expect(await console.field('logon.user-id').inputValue()).toBe('nwojcik');
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
