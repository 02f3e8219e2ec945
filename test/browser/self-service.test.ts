/** The Self-Service Console, page by page and state by state: what its users do, and every error that they can cause. */
import type { Running } from '../support/deployment.ts';
import { startLandfall } from '../support/deployment.ts';
import type { Device, People } from '../support/people.ts';
import { browsing } from './support/browser.ts';
import { inspecting } from './support/inspect.ts';
import { dropAnswer } from './support/network.ts';
import { SelfService } from './support/self-service.ts';
import { ANSWERS, mailedCode, originsOf, prepareShore } from './support/shore.ts';
import type { Look } from './support/visitor.ts';
import { SELF_SERVICE } from './support/words.ts';

const STATES = [
  'logon',
  'logon, nothing filled in',
  'logon, refused',
  'logon, by token alone',
  'logon, by password alone',
  'logon, both methods: the second',
  'logon, no method that is served',
  'logon, too many attempts',
  'logon, without an answer',
  'logon, after the session ended',
  'next tokencode',
  'next tokencode, refused',
  'new PIN',
  'new PIN, refused',
  'new PIN, set',
  'new PIN, given by the system',
  'new PIN, with the code from the e-mail',
  'home, at the beginning',
  'home, all done',
  'no such page',
  'questions',
  'questions, refused',
  'questions, saved',
  'questions, answered',
  'password, none yet',
  'password, forced to change',
  'password, refused',
  'password, changed',
  'tokens',
  'tokens, resynchronise',
  'tokens, resynchronise, refused',
  'tokens, change PIN',
  'tokens, report lost',
  'tokens, reported lost',
  'account',
  'logged off',
  'still there?',
  'welcome, of another user',
] as const;

const { describe, visit } = browsing();
const { inspect, left } = inspecting(STATES);

describe('the Self-Service Console', () => {
  let running: Running;
  let people: People;

  beforeAll(async () => {
    running = await startLandfall();
    people = await prepareShore(running);
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  const come = async (address = '#/', look: Look = {}) => {
    const console = new SelfService(await visit(originsOf(running), look));
    await console.open(address);
    return console;
  };
  /** Somebody of their own, logged on by token. */
  const comeAs = async (device: Device, look: Look = {}) => {
    const console = await come('#/', look);
    await console.logOn(device.userId, people.passcode(device));
    await console.at('home.title', { name: device.userId });
    return console;
  };
  const authenticate = (selfService: string) =>
    people.configure(() => ({ consoleAuthentication: { selfService, security: 'RSA_Password/SecurID_Native' } }));
  const password = async (device: Device, secret: string) => {
    await people.edit(device.userId, { password: secret });
    const { person, secret: once } = await people.logonToChange(device.userId);
    await person.put('/api/me/password', { currentPassword: once, newPassword: secret });
  };

  describe('logging on', () => {
    let device: Device;
    beforeAll(async () => {
      device = await people.add('lena');
    });
    afterEach(() => people.open());

    test('the form says what is missing, and leads there', async () => {
      const console = await come();
      await inspect(console.visitor, 'logon');
      await console.press('logon.submit');
      await expect(console.page.getByText(console.t('field.required')).count()).resolves.toBe(2);
      expect(await console.field('logon.user-id').evaluate((field) => field === document.activeElement)).toBe(true);
      await inspect(console.visitor, 'logon, nothing filled in');
    });

    test.each([
      ['a wrong passcode', async () => '000000'],
      [
        'one that was used already',
        async () => {
          const used = people.passcode(device);
          await (await people.logon({ ...device, next: device.next - 1 })).post('/api/logoff');
          return used;
        },
      ],
    ])('%s is refused in words that say what to do', async (what, secret) => {
      const console = await come();
      console.visitor.expect('401 POST /api/logon');
      await console.logOn('lena', await secret());
      await console.refused('problem.logon.failed');
      if (what === 'a wrong passcode') await inspect(console.visitor, 'logon, refused');
      expect(await console.field('logon.user-id').inputValue()).toBe('lena');
      await console.logOn('lena', people.passcode(device));
      await console.at('home.title', { name: 'lena' });
    });

    test('a locked account hears what everybody hears', async () => {
      const locked = await people.add('locked');
      await people.edit('locked', { lockedOut: true });
      const console = await come();
      console.visitor.expect('401 POST /api/logon');
      await console.logOn('locked', people.passcode(locked));
      await console.refused('problem.logon.failed');
    });

    test('the page offers what the Console Authentication Method allows', async () => {
      await authenticate('SecurID_Native');
      const console = await come();
      expect(await console.page.getByRole('radio').count()).toBe(0);
      expect(await console.field('logon.passcode').getAttribute('autocomplete')).toBe('one-time-code');
      await inspect(console.visitor, 'logon, by token alone');
      await authenticate('RSA_Password');
      await console.page.reload();
      await console.field('logon.password').waitFor();
      expect(await console.field('logon.password').getAttribute('autocomplete')).toBe('current-password');
      expect(await console.field('logon.user-id').getAttribute('autocomplete')).toBe('username');
      await inspect(console.visitor, 'logon, by password alone');
      await authenticate('LDAP_Password');
      await console.page.reload();
      await console.reads('logon.none');
      await inspect(console.visitor, 'logon, no method that is served');
    });

    test('two methods are asked for one after the other', async () => {
      const both = await people.add('both');
      await password(both, 'nine tall cranes at noon');
      await authenticate('SecurID_Native+RSA_Password');
      const console = await come();
      await console.logOn('both', people.passcode(both), 'SecurID_Native');
      await console.at('more.title');
      await inspect(console.visitor, 'logon, both methods: the second');
      await console.type('logon.password', 'nine tall cranes at noon');
      await console.press('logon.submit');
      await console.at('home.title', { name: 'both' });
    });

    test('too many attempts from one address: how long to wait', async () => {
      await people.configure(() => ({ throttles: { logonsPerSourcePerMinute: 1 } }));
      const console = await come();
      console.visitor.expect('429 POST /api/logon');
      console.visitor.may('401 POST /api/logon');
      await console.logOn('nobody', '000000');
      await console.alert().waitFor();
      await console.logOn('nobody', '000000');
      await console
        .alert()
        .filter({ hasText: /wait (?:\d+ seconds?|1 minute)/u })
        .waitFor();
      await inspect(console.visitor, 'logon, too many attempts');
    });

    test('Forgot Your Password stands there exactly while it is on', async () => {
      const console = await come();
      await console.link('logon.forgot').waitFor();
      await people.configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
      await console.page.reload();
      await console.at('logon.title');
      expect(await console.link('logon.forgot').count()).toBe(0);
    });
  });

  describe('what a token asks for', () => {
    test('the next tokencode, once', async () => {
      const device = await people.add('drifted');
      device.next += 30;
      const console = await come();
      await console.logOn('drifted', people.passcode(device));
      await console.at('next.title');
      await inspect(console.visitor, 'next tokencode');
      console.visitor.expect('401 POST /api/logon/next-tokencode');
      await console.type('next.code', '000000');
      await console.press('do.continue');
      await console.alert().waitFor();
      await inspect(console.visitor, 'next tokencode, refused');
      await console.press('do.back');
      device.next += 30;
      await console.logOn('drifted', people.passcode(device));
      await console.at('next.title');
      await console.type('next.code', people.passcode(device));
      await console.press('do.continue');
      await console.at('home.title', { name: 'drifted' });
    });

    test('a new PIN: what is wrong with one is said, and it may be chosen again', async () => {
      const device = await people.add('fresh', undefined, { pinStyle: 'fob' });
      const console = await come();
      await console.logOn('fresh', people.passcode(device));
      await console.at('pin.title');
      await inspect(console.visitor, 'new PIN');
      const choose = async (pin: string, again = pin) => {
        await console.type('pin.new', pin);
        await console.type('pin.again', again);
        await console.press('pin.set');
      };
      await choose('48151', '48152');
      await console.reads('pin.differ');
      console.visitor.expect('400 POST /api/logon/new-pin');
      await choose('1234');
      await console.refused('problem.pin.sequence');
      await choose('1212');
      await console.refused('problem.pin.repeated');
      await inspect(console.visitor, 'new PIN, refused');
      await choose('48151');
      await console.at('pin.done');
      await inspect(console.visitor, 'new PIN, set');
      await console.press('pin.to-logon');
      await console.at('logon.title');
      expect(await console.field('logon.user-id').inputValue()).toBe('fresh');
      await console.logOn('fresh', `48151${people.passcode(device)}`);
      await console.at('home.title', { name: 'fresh' });
    });

    test('a PIN that the system gives, after the code that was mailed', async () => {
      await people.configure(() => ({ tokenPolicy: { pinChoice: 'system', newPinProof: 'mail' } }));
      const device = await people.add('given', undefined, { pinStyle: 'fob' });
      const console = await come();
      await console.logOn('given', people.passcode(device));
      await console.at('pin.title');
      await inspect(console.visitor, 'new PIN, with the code from the e-mail');
      await console.type('pin.code', await mailedCode(running, 'given@corp.example'));
      await console.press('pin.generate');
      await console.at('pin.done');
      await inspect(console.visitor, 'new PIN, given by the system');
      const pin = await console.page.locator('output').textContent();
      await console.press('pin.to-logon');
      await console.logOn('given', `${pin}${people.passcode(device)}`);
      await console.at('home.title', { name: 'given' });
      await people.configure(() => ({ tokenPolicy: { pinChoice: 'either', newPinProof: 'none' } }));
    });
  });

  describe('a session', () => {
    test('every page of the menu, by the names in it', async () => {
      const device = await people.add('walker');
      const console = await comeAs(device);
      await inspect(console.visitor, 'home, at the beginning');
      const menu = console.page.getByRole('navigation', { name: console.t('frame.menu') });
      for (const [nav, title, state] of [
        ['password.nav', 'password.none.title', 'password, none yet'],
        ['tokens.nav', 'tokens.title', 'tokens'],
        ['account.nav', 'account.title', 'account'],
        ['questions.nav', 'questions.title', 'questions'],
      ] as const) {
        await menu.getByRole('link', { name: console.t(nav) }).click();
        await console.at(title);
        await expect(menu.locator('[aria-current=page]').textContent()).resolves.toBe(console.t(nav));
        await expect(console.page.title()).resolves.toContain(console.t(title));
        expect(
          await console.page.getByRole('heading', { level: 1 }).evaluate((one) => one === document.activeElement),
        ).toBe(true);
        await inspect(console.visitor, state);
      }
      await console.open('#/no-such-page');
      await console.at('app.not-found');
      await inspect(console.visitor, 'no such page');
    });

    test('answers: what is refused is said beside them, and what was typed stays', async () => {
      const console = await comeAs(await people.add('answerer'));
      await console.open('#/security-questions');
      const [[first], [second], [third]] = ANSWERS;
      await console.answer([
        [first, 'Paris'],
        [first, 'Paris'],
        [third, 'Dune Messiah'],
      ]);
      await console.press('questions.save');
      await console.reads('questions.twice');
      console.visitor.expect('422 PUT /api/me/security-questions');
      await console.answer([
        [first, 'answerer'],
        [second, 'job'],
        [third, 'Dune Messiah'],
      ]);
      await console.press('questions.save');
      await console.refused('problem.answers.refused');
      await inspect(console.visitor, 'questions, refused');
      expect(await console.field('questions.answer', { number: 3 }).inputValue()).toBe('Dune Messiah');
      await console.answer(ANSWERS);
      await console.press('questions.save');
      await console.reads('questions.saved');
      await inspect(console.visitor, 'questions, saved');
      // The page that is open already is opened anew.
      await console.follow('questions.nav');
      await console.button('questions.change').waitFor();
      await inspect(console.visitor, 'questions, answered');
      await expect(console.page.getByRole('listitem').filter({ hasText: first }).count()).resolves.toBe(1);
    });

    test('a one-time password leads to one of the user’s own, and nowhere else', async () => {
      await people.add('reset');
      const once = await people.oneTimePassword('reset');
      const console = await come();
      await console.logOn('reset', once, 'RSA_Password');
      await console.at('password.title');
      await inspect(console.visitor, 'password, forced to change');
      await console.open('#/tokens');
      await console.at('password.title');
      console.visitor.expect('422 PUT /api/me/password', '403 PUT /api/me/password');
      const change = async (current: string, next: string) => {
        await console.type('password.one-time', current);
        await console.type('password.new', next);
        await console.press('password.save');
      };
      const minLength = { minLength: 15 };
      for (const [next, refusal, values] of [
        ['short', 'problem.password.too_short', minLength],
        ['passwordpassword', 'problem.password.too_common', {}],
        [once, 'problem.password.used_before', {}],
      ] as const) {
        await change(once, next);
        await console.page.getByText(console.t(refusal, values)).first().waitFor();
      }
      await inspect(console.visitor, 'password, refused');
      await change('not this one', 'seven quiet herons at dusk');
      await console.refused('problem.password.current_wrong');
      await change(once, 'seven quiet herons at dusk');
      await console.at('home.title', { name: 'reset' });
      await inspect(console.visitor, 'home, all done');
      await console.open('#/password');
      await console.type('password.current', 'seven quiet herons at dusk');
      await console.type('password.new', 'eight small wrens at tea');
      await console.press('password.save');
      await console.reads('password.changed');
      await inspect(console.visitor, 'password, changed');
    });

    test('tokens: resynchronise, change the PIN, report lost', async () => {
      const device = await people.add('bearer', undefined, { pinStyle: 'fob', pin: '4815' });
      const console = await come();
      const code = () => people.passcode(device);
      await console.logOn('bearer', `4815${code()}`);
      await console.at('home.title', { name: 'bearer' });
      await console.open('#/tokens');
      const act = (key: 'tokens.resync' | 'tokens.pin' | 'tokens.lost') =>
        console.page.getByRole('button', { name: `${console.t(key)}: ${device.serial}` });
      const dialog = console.page.getByRole('dialog');

      await act('tokens.resync').click();
      await inspect(console.visitor, 'tokens, resynchronise');
      await console.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await act('tokens.resync').evaluate((button) => button === document.activeElement)).toBe(true);
      await act('tokens.resync').click();
      console.visitor.expect(`422 POST /api/me/tokens/${device.serial}/resynchronise`);
      await console.type('tokens.resync.code', '000000');
      await console.type('tokens.resync.next', '000000');
      await dialog.getByRole('button', { name: console.t('tokens.resync.do') }).click();
      await console.refused('problem.token.codes_wrong');
      await inspect(console.visitor, 'tokens, resynchronise, refused');
      await console.type('tokens.resync.code', code());
      await console.type('tokens.resync.next', code());
      await dialog.getByRole('button', { name: console.t('tokens.resync.do') }).click();
      await console.reads('tokens.resync.done', { serial: device.serial });

      await act('tokens.pin').click();
      await inspect(console.visitor, 'tokens, change PIN');
      await console.type('tokens.pin.passcode', `4815${code()}`);
      await console.type('pin.new', '62342');
      await console.type('pin.again', '62342');
      await dialog.getByRole('button', { name: console.t('tokens.pin'), exact: true }).click();
      await console.reads('tokens.pin.done', { serial: device.serial });

      await act('tokens.lost').click();
      await inspect(console.visitor, 'tokens, report lost');
      await console.press('do.cancel');
      await act('tokens.lost').click();
      await console.press('tokens.lost.do');
      await console.reads('tokens.lost.done', { serial: device.serial });
      await inspect(console.visitor, 'tokens, reported lost');
    });

    test('over in the middle: the logon page says so, and leads back to where the user was', async () => {
      const device = await people.add('idle');
      const console = await comeAs(device);
      await console.open('#/security-questions');
      await console.answer(ANSWERS);
      await people.edit('idle', { email: 'elsewhere@corp.example' });
      console.visitor.expect('401 PUT /api/me/security-questions');
      await console.press('questions.save');
      await console.reads('frame.ended');
      await inspect(console.visitor, 'logon, after the session ended');
      await console.logOn('idle', people.passcode(device));
      await console.at('questions.title');
    });

    test('before it ends by itself its owner is asked, and stays by a press', async () => {
      const device = await people.add('dreamer');
      const console = new SelfService(await visit(originsOf(running)));
      await console.page.clock.install();
      await console.open();
      await console.logOn('dreamer', people.passcode(device));
      await console.at('home.title', { name: 'dreamer' });
      await console.page.clock.fastForward('13:30');
      const question = console.page.getByRole('dialog', { name: console.t('session.title') });
      await question.waitFor();
      await inspect(console.visitor, 'still there?');
      await Promise.all([console.page.waitForResponse('**/api/me'), console.press('session.stay')]);
      await question.waitFor({ state: 'detached' });
      await console.page.clock.fastForward('12:00');
      await console.at('home.title', { name: 'dreamer' });
      expect(await question.count()).toBe(0);
      await console.page.clock.fastForward('03:30');
      await console.reads('frame.ended');
    });

    test('two tabs: what one logs off, the other notices', async () => {
      const console = await comeAs(await people.add('twice'));
      const first = console.page;
      const second = new SelfService(console.visitor);
      await console.visitor.newTab();
      await second.open('#/account');
      await second.press('frame.logoff');
      await second.at('off.title');
      await inspect(second.visitor, 'logged off');
      console.visitor.page = first;
      console.visitor.expect('401 GET /api/me/tokens');
      await console.follow('tokens.nav');
      await console.reads('frame.ended');
    });

    test('the link of another user’s mail: the session goes on, or gives way to that user', async () => {
      const console = await comeAs(await people.add('borrower'));
      const payload = Buffer.from(JSON.stringify({ sub: 'owner', exp: 9_999_999_999 })).toString('base64url');
      await console.open(`#/welcome?t=x.${payload}.x`);
      await console.at('welcome.title');
      await console.reads('welcome.go-on', { userId: 'borrower' });
      await inspect(console.visitor, 'welcome, of another user');
      await console.press('welcome.other', { userId: 'owner' });
      await console.at('steps.log-on-with-token');
      expect(await console.field('logon.user-id').inputValue()).toBe('owner');
      expect(console.page.url()).not.toContain('t=');
    });

    test('the back button goes back a page, and never into a session that is over', async () => {
      const console = await comeAs(await people.add('returner'));
      await console.follow('account.nav');
      await console.at('account.title');
      await console.follow('tokens.nav');
      await console.at('tokens.title');
      await console.page.goBack();
      await console.at('account.title');
      await console.page.goForward();
      await console.at('tokens.title');
      await console.press('frame.logoff');
      await console.at('off.title');
      await console.page.goBack();
      await console.at('logon.title');
      expect(await console.page.getByText('returner@corp.example').count()).toBe(0);
    });
  });

  describe('the network', () => {
    test('gone before the logon arrived: it says so, keeps what was typed, and the same passcode logs on', async () => {
      const device = await people.add('offline');
      const console = await come();
      console.visitor.expect('failed POST /api/logon');
      await console.visitor.context.setOffline(true);
      await console.logOn('offline', people.passcode(device));
      await console.alert().waitFor();
      await inspect(console.visitor, 'logon, without an answer');
      expect(await console.field('logon.user-id').inputValue()).toBe('offline');
      await console.visitor.context.setOffline(false);
      await console.press('logon.submit');
      await console.at('home.title', { name: 'offline' });
    });

    test('gone after the answers arrived: sent again, they are saved once', async () => {
      const console = await comeAs(await people.add('again'));
      await console.open('#/security-questions');
      await console.answer(ANSWERS);
      await dropAnswer(console, 'PUT', '**/api/me/security-questions');
      await console.press('questions.save');
      await console.alert().waitFor();
      expect(await console.field('questions.answer', { number: 1 }).inputValue()).toBe(ANSWERS[0][1]);
      await console.press('questions.save');
      await console.reads('questions.saved');
    });

    test('gone at the start: what only reads is asked again by itself', async () => {
      const console = new SelfService(await visit(originsOf(running)));
      console.visitor.expect('failed GET /api/console');
      let failures = 0;
      await console.page.route('**/api/console', (route) =>
        ++failures <= 2 ? route.abort('connectionreset') : route.continue(),
      );
      await console.open();
      await console.at('logon.title');
      expect(failures).toBe(3);
    });

    test('slow: a second press does nothing, and a screen reader hears that it works', async () => {
      const device = await people.add('patient');
      const console = await come();
      let sent = 0;
      await console.page.route('**/api/logon', async (route) => {
        sent += 1;
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue();
      });
      await console.logOn('patient', people.passcode(device));
      const working = console.page.getByRole('button', { name: console.t('say.busy') });
      await working.waitFor();
      await working.click({ force: true });
      await console.page.keyboard.press('Enter');
      await console.at('home.title', { name: 'patient' });
      expect(sent).toBe(1);
    });
  });

  test.each([
    ['de-CH', 'de'],
    ['fr-FR', 'fr'],
  ] as const)('a browser in %s is spoken to in its language', async (locale, language) => {
    const device = await people.add(`in-${language}`);
    const t = SELF_SERVICE[language];
    const console = new SelfService(await visit(originsOf(running), { locale, view: 'small phone', theme: 'dark' }), t);
    await console.open();
    await console.at('logon.title');
    expect(await console.page.locator('html').getAttribute('lang')).toBe(language);
    await inspect(console.visitor, 'logon');
    await console.logOn(device.userId, people.passcode(device));
    await console.at('home.title', { name: device.userId });
    await inspect(console.visitor, 'home, at the beginning');
    await console.open('#/security-questions');
    await console.at('questions.title');
    await inspect(console.visitor, 'questions');
    await console.open('#/tokens');
    await console.at('tokens.title');
    await inspect(console.visitor, 'tokens');
    // And in another one, by choice, which this device remembers.
    await console.page.getByLabel(t('app.language')).selectOption('en');
    const english = new SelfService(console.visitor);
    await english.at('tokens.title');
    await english.page.reload();
    await english.at('tokens.title');
  });

  test('every state was looked at', () => {
    expect(left()).toEqual([]);
  });
});
