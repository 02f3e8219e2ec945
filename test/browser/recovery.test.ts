/** Forgot Your Password in the browser: each mode, each step, and what may happen between two steps. */

import type { RecoveryMode } from '#core/settings/model.ts';
import type { Accounts, Device } from '../support/accounts.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { browsing } from './support/browser.ts';
import { ANSWERS, mailedAddress, mailsTo, originsOf, PASSWORD, prepareDeployment } from './support/deployed.ts';
import { expireChallenges } from './support/expiry.ts';
import { inspecting } from './support/inspect.ts';
import { dropAnswer } from './support/network.ts';
import { SelfService } from './support/self-service.ts';
import { SELF_SERVICE } from './support/texts.ts';
import type { Look } from './support/watched-browser.ts';

const STATES = [
  'ask for a link',
  'ask, by questions alone',
  'the mail was sent',
  'a passcode instead of the link',
  'a passcode, refused',
  'the link',
  'the link, used or expired',
  'the questions and the new password',
  'the questions, wrong answers',
  'a passcode after the link',
  'the next tokencode',
  'the new password',
  'the new password, refused',
  'the new password is set',
  'the new password is probably set',
  'recovery over',
  'disabled',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('Forgot Your Password', () => {
  let running: Running;
  let accounts: Accounts;
  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);
  beforeEach(() => mode('email-link+questions'));

  const mode = (chosen: RecoveryMode) => accounts.configure(() => ({ recovery: { mode: chosen } }));
  let users = 0;
  /** Creates a user who has answered the security questions. */
  const enrolled = async (mailbox = true): Promise<Device> => {
    const device = await accounts.add(`forgetful-${++users}`);
    if (!mailbox) await accounts.edit(device.userId, { email: null });
    const person = await accounts.logon(device);
    await person.put('/api/me/security-questions', {
      answers: ANSWERS.map(([question, answer]) => ({ language: 'en_US', question, answer })),
    });
    return device;
  };
  const openConsole = async (address: string, look: Look = {}, t = SELF_SERVICE.en) => {
    const console = new SelfService(await openBrowser(originsOf(running), look), t);
    await console.open(address);
    return console;
  };
  const mailOf = ({ userId }: Device) => `${userId}@corp.example`;
  /** Asks for a link. @returns the address in the mail */
  async function ask(console: SelfService, device: Device): Promise<string> {
    const before = await mailsTo(running, mailOf(device));
    await console.open('#/forgot-password');
    await console.type('logon.user-id', device.userId);
    await console.press('forgot.send');
    await console.at('forgot.sent');
    return mailedAddress(running, mailOf(device), 'forgot-password', before);
  }
  async function followLink(console: SelfService, address: string): Promise<void> {
    await console.open(address);
    await console.at('forgot.link.title');
    await console.press('do.continue');
  }
  async function answerAll(console: SelfService, wrongly = false): Promise<void> {
    await console.page.getByRole('heading', { level: 2, name: console.t('forgot.questions.title') }).waitFor();
    for (const [question, answer] of ANSWERS) {
      const field = console.page.getByLabel(question, { exact: true });
      if ((await field.count()) > 0) await console.input.type(field, wrongly ? 'nonsense' : answer.toUpperCase());
    }
  }
  async function choose(console: SelfService, password = PASSWORD): Promise<void> {
    await console.type('password.new', password);
    await console.press('forgot.new.submit');
  }
  async function logsOnWithIt(console: SelfService, { userId }: Device): Promise<void> {
    await console.at('forgot.done.title');
    await console.logOn(userId, PASSWORD, 'RSA_Password');
    await console.at('home.title', { name: userId });
  }

  test('asks for the link and then the questions, and shows what goes wrong at each step', async () => {
    const device = await enrolled();
    const console = await openConsole('#/');
    await console.follow('logon.forgot');
    await console.at('forgot.title');
    await inspect(console.browser, 'ask for a link');
    const link = await ask(console, device);
    await inspect(console.browser, 'the mail was sent');
    await console.open(link);
    await inspect(console.browser, 'the link');
    await console.press('do.continue');
    await console.at('forgot.new.title');
    expect(console.page.url()).not.toContain('link=');
    await inspect(console.browser, 'the questions and the new password');
    console.browser.expect('401 POST /api/forgot-password/answers', '422 POST /api/forgot-password/reset');
    await answerAll(console, true);
    await choose(console);
    await console.refused('problem.recovery.answers_wrong', { wrongSetsPerDay: 5 });
    // Wrong answers cost neither what was typed nor the password; which of them is wrong is not told.
    expect(await console.field('password.new').inputValue()).toBe(PASSWORD);
    await inspect(console.browser, 'the questions, wrong answers');
    await answerAll(console);
    for (const [password, refusal] of [
      ['short', console.t('problem.password.too_short', { minLength: 15 })],
      ['passwordpassword', console.t('problem.password.too_common')],
      ['qwertyuiopasdfgh', console.t('problem.password.weak')],
      [mailOf(device), console.t('problem.password.own_word')],
    ] as const) {
      await choose(console, password);
      await console.page.getByText(refusal).first().waitFor();
      // Right answers are given once.
      await console.reads('forgot.questions.right');
    }
    await inspect(console.browser, 'the new password, refused');
    await choose(console);
    await console.at('forgot.done.title');
    await inspect(console.browser, 'the new password is set');
    await logsOnWithIt(console, device);
  });

  test('takes a passcode instead of the link from a user without a mailbox', async () => {
    const device = await enrolled(false);
    const console = await openConsole('#/forgot-password');
    await console.press('forgot.passcode.link');
    await console.at('forgot.passcode.title');
    await inspect(console.browser, 'a passcode instead of the link');
    console.browser.expect('401 POST /api/forgot-password/verify');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', '000000');
    await console.press('do.continue');
    await console.alert().waitFor();
    await inspect(console.browser, 'a passcode, refused');
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('asks for the next tokencode after a passcode, as a logon does, and goes on with it (T10)', async () => {
    const device = await enrolled(false);
    device.next += 30;
    const console = await openConsole('#/forgot-password');
    await console.press('forgot.passcode.link');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await console.at('next.title');
    await inspect(console.browser, 'the next tokencode');
    console.browser.expect('401 POST /api/forgot-password/next-tokencode');
    await console.type('next.code', '000000');
    await console.press('do.continue');
    await console.alert().waitFor();
    await console.press('do.back');
    device.next += 30;
    await console.press('forgot.passcode.link');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await console.at('next.title');
    await console.type('next.code', accounts.passcode(device));
    await console.press('do.continue');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('asks for the questions alone in mode `questions`', async () => {
    await mode('questions');
    const device = await enrolled();
    const console = await openConsole('#/forgot-password');
    await inspect(console.browser, 'ask, by questions alone');
    await console.type('logon.user-id', device.userId);
    await console.press('do.continue');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('is begun by the press that logs off, as each mode begins it', async () => {
    const device = await enrolled();
    const logOn = async () => {
      const console = await openConsole('#/');
      await console.logOn(device.userId, accounts.passcode(device));
      await console.at('home.title', { name: device.userId });
      return console;
    };
    await mode('email-link+token');
    const byToken = await logOn();
    await byToken.press('go-on.link');
    await byToken.at('forgot.sent');
    await accounts.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
    const without = await logOn();
    await without.reads('home.go-on.none');
    await without.press('frame.logoff');
    await without.at('off.title');
    await accounts.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: true } }));
    await mode('questions');
    const console = await logOn();
    await console.press('go-on.questions');
    await console.at('forgot.new.title');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('asks for the link and then a passcode in mode `email-link+token`', async () => {
    await mode('email-link+token');
    const device = await enrolled();
    const console = await openConsole('#/');
    await followLink(console, await ask(console, device));
    await console.at('forgot.passcode2.title');
    await inspect(console.browser, 'a passcode after the link');
    console.browser.expect('401 POST /api/forgot-password/answers');
    await console.type('logon.passcode', '000000');
    await console.press('do.continue');
    await console.at('forgot.over.title');
    expect(await console.field('logon.user-id').inputValue()).toBe(device.userId);
    await inspect(console.browser, 'recovery over');
    await followLink(console, await ask(console, device));
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await console.at('forgot.new.title');
    await inspect(console.browser, 'the new password');
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('asks a user without a mailbox for two passcodes in mode `email-link+token`', async () => {
    await mode('email-link+token');
    const device = await enrolled(false);
    const console = await openConsole('#/forgot-password');
    await console.press('forgot.passcode.link');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await console.at('forgot.passcode2.title');
    await console.type('logon.passcode', accounts.passcode(device));
    await console.press('do.continue');
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('leads from a used or expired link to a new one', async () => {
    const device = await enrolled();
    const console = await openConsole('#/');
    const link = await ask(console, device);
    await followLink(console, link);
    await console.at('forgot.new.title');
    const used = await openConsole('#/');
    used.browser.expect('401 POST /api/forgot-password/verify');
    await followLink(used, link);
    await used.at('forgot.bad.title');
    await inspect(used.browser, 'the link, used or expired');
    // The page of a used link asks for the next one itself.
    const before = await mailsTo(running, mailOf(device));
    await used.type('logon.user-id', device.userId);
    await used.press('forgot.send');
    await used.at('forgot.sent');
    const next = await mailedAddress(running, mailOf(device), 'forgot-password', before);
    await expireChallenges(running);
    await followLink(used, next);
    await used.at('forgot.bad.title');
    // The challenge of the first window has expired as well.
    console.browser.expect('401 POST /api/forgot-password/answers');
    await answerAll(console);
    await choose(console);
    await console.at('forgot.over.title');
  });

  test('keeps its step through a reload and the back button', async () => {
    const device = await enrolled();
    const console = await openConsole('#/');
    await followLink(console, await ask(console, device));
    await console.at('forgot.new.title');
    await console.page.reload();
    await answerAll(console);
    console.browser.expect('422 POST /api/forgot-password/reset');
    await choose(console, 'short');
    await console.reads('forgot.questions.right');
    await console.page.reload();
    await console.at('forgot.new.title');
    // Right answers are not asked for again.
    expect(await console.page.getByRole('heading', { level: 2 }).count()).toBe(0);
    await choose(console);
    await console.at('forgot.done.title');
    await console.page.goBack();
    await console.page.getByRole('heading', { level: 1 }).waitFor();
    await expect(console.field('password.new').count()).resolves.toBe(0);
  });

  test('Back goes to the step before, and Forward to the one after, without leaving the site', async () => {
    const device = await enrolled();
    const console = await openConsole('#/');
    await console.follow('logon.forgot');
    await console.type('logon.user-id', device.userId);
    const before = await mailsTo(running, mailOf(device));
    await console.press('forgot.send');
    await console.at('forgot.sent');
    await console.page.goBack();
    await console.at('forgot.title');
    expect(await console.field('logon.user-id').inputValue()).toBe(device.userId);
    await console.page.goForward();
    await console.at('forgot.sent');
    await console.press('forgot.passcode.link');
    await console.at('forgot.passcode.title');
    await console.page.goBack();
    await console.at('forgot.sent');
    await followLink(console, await mailedAddress(running, mailOf(device), 'forgot-password', before));
    await console.at('forgot.new.title');
    // The link is used up, so Back skips it; it sends nothing again.
    await console.page.goBack();
    await console.at('forgot.sent');
    expect(console.page.url()).not.toContain('link=');
    await console.page.goForward();
    await console.at('forgot.new.title');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('in the tab that the mail opens the password has its user name, and the next logon is filled in', async () => {
    const device = await enrolled();
    const link = await ask(await openConsole('#/'), device);
    const console = await openConsole(link);
    await console.press('do.continue');
    await answerAll(console);
    const name = console.page.locator('form input[autocomplete="username"]');
    expect(await name.inputValue()).toBe(device.userId);
    await choose(console);
    await console.at('forgot.done.title');
    expect(await console.field('logon.user-id').inputValue()).toBe(device.userId);
  });

  test('sets the password once where the answer to its last step is lost', async () => {
    const device = await enrolled();
    const console = await openConsole('#/');
    await followLink(console, await ask(console, device));
    await answerAll(console);
    await dropAnswer(console, 'POST', '**/api/forgot-password/reset');
    await choose(console);
    await console.refused('error.unreachable-step');
    expect(await console.field('password.new').inputValue()).toBe(PASSWORD);
    console.browser.expect('401 POST /api/forgot-password/reset');
    await console.press('forgot.new.submit');
    await console.at('forgot.lost.title');
    await inspect(console.browser, 'the new password is probably set');
    await console.logOn(device.userId, PASSWORD, 'RSA_Password');
    await console.at('home.title', { name: device.userId });
  });

  test('is not offered by its address while it is disabled', async () => {
    await accounts.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
    const console = await openConsole('#/forgot-password');
    await console.at('forgot.off.title');
    await inspect(console.browser, 'disabled');
    await accounts.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: true } }));
  });

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
