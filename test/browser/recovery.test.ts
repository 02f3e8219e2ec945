/** Forgot Your Password in the browser: each mode, each step, and whatever may come between two of them. */

import type { RecoveryMode } from '#core/settings/model.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import type { Device, People } from '../support/people.ts';
import { browsing } from './support/browser.ts';
import { expireChallenges } from './support/expire.ts';
import { inspecting } from './support/inspect.ts';
import { dropAnswer } from './support/network.ts';
import { SelfService } from './support/self-service.ts';
import { ANSWERS, mailedAddress, mailsTo, originsOf, PASSWORD, prepareShore } from './support/shore.ts';
import type { Look } from './support/visitor.ts';
import { SELF_SERVICE } from './support/words.ts';

const STATES = [
  'ask for a link',
  'ask, by questions alone',
  'the mail is on its way',
  'a passcode in the place of the link',
  'a passcode, refused',
  'the link',
  'the link, used or expired',
  'the questions',
  'the questions, wrong answers',
  'a passcode after the link',
  'the new password',
  'the new password, refused',
  'the new password is set',
  'the new password is probably set',
  'over',
  'switched off',
] as const;

const { describe, visit } = browsing();
const { inspect, left } = inspecting(STATES);

describe('Forgot Your Password', () => {
  let running: Running;
  let people: People;
  beforeAll(async () => {
    running = await startLandfall();
    people = await prepareShore(running);
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);
  beforeEach(() => mode('email-link+questions'));

  const mode = (chosen: RecoveryMode) => people.configure(() => ({ recovery: { mode: chosen } }));
  let users = 0;
  /** Somebody of their own who has answered the questions. */
  const enrolled = async (mailbox = true): Promise<Device> => {
    const device = await people.add(`forgetful-${++users}`);
    if (!mailbox) await people.edit(device.userId, { email: null });
    const person = await people.logon(device);
    await person.put('/api/me/security-questions', {
      answers: ANSWERS.map(([question, answer]) => ({ language: 'en_US', question, answer })),
    });
    return device;
  };
  const come = async (address: string, look: Look = {}, t = SELF_SERVICE.en) => {
    const console = new SelfService(await visit(originsOf(running), look), t);
    await console.open(address);
    return console;
  };
  const mailOf = ({ userId }: Device) => `${userId}@corp.example`;
  /** Asks for a link. @returns where it leads */
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
    await console.at('forgot.questions.title');
    for (const [question, answer] of ANSWERS) {
      const field = console.page.getByLabel(question, { exact: true });
      if ((await field.count()) > 0) await console.hands.type(field, wrongly ? 'nonsense' : answer.toUpperCase());
    }
    await console.press('do.continue');
  }
  async function choose(console: SelfService, password = PASSWORD): Promise<void> {
    await console.type('password.new', password);
    await console.press('forgot.new.submit');
  }
  async function logsOnWithIt(console: SelfService, { userId }: Device): Promise<void> {
    await console.at('forgot.done.title');
    await console.press('forgot.done.next');
    await console.logOn(userId, PASSWORD, 'RSA_Password');
    await console.at('home.title', { name: userId });
  }

  test('the link, then the questions: every step, and what may go wrong at each', async () => {
    const device = await enrolled();
    const console = await come('#/');
    await console.follow('logon.forgot');
    await console.at('forgot.title');
    await inspect(console.visitor, 'ask for a link');
    const link = await ask(console, device);
    await inspect(console.visitor, 'the mail is on its way');
    await console.open(link);
    await inspect(console.visitor, 'the link');
    await console.press('do.continue');
    await console.at('forgot.questions.title');
    expect(console.page.url()).not.toContain('link=');
    await inspect(console.visitor, 'the questions');
    console.visitor.expect('401 POST /api/forgot-password/answers', '422 POST /api/forgot-password/reset');
    await answerAll(console, true);
    await console.alert().waitFor();
    await inspect(console.visitor, 'the questions, wrong answers');
    await answerAll(console);
    await console.at('forgot.new.title');
    await inspect(console.visitor, 'the new password');
    for (const [password, refusal] of [
      ['short', console.t('problem.password.too_short', { minLength: 15 })],
      ['passwordpassword', console.t('problem.password.too_common')],
      [mailOf(device), console.t('problem.password.own_word')],
    ] as const) {
      await choose(console, password);
      await console.page.getByText(refusal).first().waitFor();
    }
    await inspect(console.visitor, 'the new password, refused');
    await choose(console);
    await console.at('forgot.done.title');
    await inspect(console.visitor, 'the new password is set');
    await logsOnWithIt(console, device);
  });

  test('a passcode in the place of the link, for whoever has no mailbox', async () => {
    const device = await enrolled(false);
    const console = await come('#/forgot-password');
    await console.press('forgot.passcode.link');
    await console.at('forgot.passcode.title');
    await inspect(console.visitor, 'a passcode in the place of the link');
    console.visitor.expect('401 POST /api/forgot-password/verify');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', '000000');
    await console.press('do.continue');
    await console.alert().waitFor();
    await inspect(console.visitor, 'a passcode, refused');
    await console.type('logon.passcode', people.passcode(device));
    await console.press('do.continue');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('the questions alone', async () => {
    await mode('questions');
    const device = await enrolled();
    const console = await come('#/forgot-password');
    await inspect(console.visitor, 'ask, by questions alone');
    await console.type('logon.user-id', device.userId);
    await console.press('do.continue');
    await answerAll(console);
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('the link, then a passcode', async () => {
    await mode('email-link+token');
    const device = await enrolled();
    const console = await come('#/');
    await followLink(console, await ask(console, device));
    await console.at('forgot.passcode2.title');
    await inspect(console.visitor, 'a passcode after the link');
    console.visitor.expect('401 POST /api/forgot-password/answers');
    await console.type('logon.passcode', '000000');
    await console.press('do.continue');
    await console.at('forgot.over.title');
    await inspect(console.visitor, 'over');
    await console.press('forgot.bad.again');
    await followLink(console, await ask(console, device));
    await console.type('logon.passcode', people.passcode(device));
    await console.press('do.continue');
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('two passcodes, where there is no mailbox', async () => {
    await mode('email-link+token');
    const device = await enrolled(false);
    const console = await come('#/forgot-password');
    await console.press('forgot.passcode.link');
    await console.type('logon.user-id', device.userId);
    await console.type('logon.passcode', people.passcode(device));
    await console.press('do.continue');
    await console.at('forgot.passcode2.title');
    await console.type('logon.passcode', people.passcode(device));
    await console.press('do.continue');
    await choose(console);
    await logsOnWithIt(console, device);
  });

  test('a link that was used, in another window or before, and one that has expired, lead to a new one', async () => {
    const device = await enrolled();
    const console = await come('#/');
    const link = await ask(console, device);
    await followLink(console, link);
    await console.at('forgot.questions.title');
    const used = await come('#/');
    used.visitor.expect('401 POST /api/forgot-password/verify');
    await followLink(used, link);
    await used.at('forgot.bad.title');
    await inspect(used.visitor, 'the link, used or expired');
    await used.press('forgot.bad.again');
    await used.at('forgot.title');
    const next = await ask(used, device);
    await expireChallenges(running);
    await followLink(used, next);
    await used.at('forgot.bad.title');
    // The one that followed the link has taken too long by now.
    console.visitor.expect('401 POST /api/forgot-password/answers');
    await answerAll(console);
    await console.at('forgot.over.title');
  });

  test('the back button and a reload lose no step', async () => {
    const device = await enrolled();
    const console = await come('#/');
    await followLink(console, await ask(console, device));
    await console.at('forgot.questions.title');
    await console.page.reload();
    await answerAll(console);
    await console.at('forgot.new.title');
    await console.page.reload();
    await console.at('forgot.new.title');
    await choose(console);
    await console.at('forgot.done.title');
    await console.page.goBack();
    await console.page.getByRole('heading', { level: 1 }).waitFor();
    await expect(console.field('password.new').count()).resolves.toBe(0);
  });

  test('an answer that is lost on its way: nothing is done twice, and the password is set', async () => {
    const device = await enrolled();
    const console = await come('#/');
    await followLink(console, await ask(console, device));
    await answerAll(console);
    await console.at('forgot.new.title');
    await dropAnswer(console, 'POST', '**/api/forgot-password/reset');
    await choose(console);
    await console.refused('error.unreachable-step');
    expect(await console.field('password.new').inputValue()).toBe(PASSWORD);
    console.visitor.expect('401 POST /api/forgot-password/reset');
    await console.press('forgot.new.submit');
    await console.at('forgot.lost.title');
    await inspect(console.visitor, 'the new password is probably set');
    await console.press('forgot.done.next');
    await console.logOn(device.userId, PASSWORD, 'RSA_Password');
    await console.at('home.title', { name: device.userId });
  });

  test('switched off: neither the logon page nor the address offers it', async () => {
    await people.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
    const console = await come('#/forgot-password');
    await console.at('forgot.off.title');
    await inspect(console.visitor, 'switched off');
    await people.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: true } }));
  });

  test('every state was looked at', () => {
    expect(left()).toEqual([]);
  });
});
