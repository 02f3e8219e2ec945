/**
 * How many screens, clicks and typed fields the procedure takes from the link of the migration mail on, for the four users that a
 * migration mostly has. A change that makes the way longer fails here.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type Running, startLandfall } from '../support/deployment.ts';
import { passcodeOf } from './support/administrator.ts';
import { browsing } from './support/browser.ts';
import { mailedAddress, mailsTo, originsOf, PASSWORD } from './support/deployed.ts';
import { Measure, type Measured } from './support/measure.ts';
import { SelfService } from './support/self-service.ts';

const PIN = '48151';
const ANSWERED = parse<{ userId: string; question: string; answer: string }>(
  readFileSync('samples/corp/security-answers.csv', 'utf8'),
  { columns: true, bom: true },
);

/** Until the password is set, and until the first logon with it. */
type Way = { readonly set: Measured; readonly home: Measured };
/** At most this long. */
const BOUNDS: readonly (readonly [who: string, userId: string, newPin: boolean, bound: Way])[] = [
  [
    'kept 3 answers',
    'rquispe',
    false,
    { set: { screens: 6, clicks: 4, fields: 4 }, home: { screens: 7, clicks: 5, fields: 5 } },
  ],
  [
    'kept 2 answers',
    'kmuller',
    false,
    { set: { screens: 6, clicks: 4, fields: 6 }, home: { screens: 7, clicks: 5, fields: 7 } },
  ],
  [
    'kept no answer',
    'xmuller',
    false,
    { set: { screens: 6, clicks: 4, fields: 10 }, home: { screens: 7, clicks: 5, fields: 11 } },
  ],
  [
    'has a token in New PIN mode and kept 2 answers',
    'wquispe',
    true,
    { set: { screens: 8, clicks: 6, fields: 9 }, home: { screens: 9, clicks: 7, fields: 10 } },
  ],
];
/** What is longer than its bound. */
const beyond = (name: keyof Way, way: Way, bound: Way) =>
  (['screens', 'clicks', 'fields'] as const)
    .filter((one) => way[name][one] > bound[name][one])
    .map((one) => `${name}: ${way[name][one]} ${one}, not ${bound[name][one]}`);

const { describe, openBrowser } = browsing();

describe('the way to a new password', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startLandfall({ sample: true, shared: true });
  }, 300_000);
  afterAll(() => running?.stop(), 30_000);

  /** Goes the way. @returns how long it was, and each screen of it */
  async function walk(userId: string, newPin: boolean): Promise<Way & { screens: readonly string[] }> {
    const console = new SelfService(await openBrowser(originsOf(running)));
    const measure = new Measure(() => console.page);
    console.input = measure;
    const email = `${userId}@corp.example`;
    const answers = new Map(ANSWERED.filter((one) => one.userId === userId).map((one) => [one.question, one.answer]));

    await console.open(await mailedAddress(running, email, 'welcome'));
    await console.logOn(userId, await passcodeOf(running, userId));
    if (newPin) {
      await console.type('pin.new', PIN);
      await console.type('pin.again', PIN);
      await console.press('pin.set');
      await console.logOn(userId, await passcodeOf(running, userId, '--pin', PIN, '--next'));
    }
    await console.button('go-on.link').or(console.button('questions.save-and.link')).waitFor();
    const forced = console.heading().filter({ hasText: console.t('steps.set-security-questions') });
    const sent = await mailsTo(running, email);
    if ((await forced.count()) > 0) {
      const first = console.field('questions.question', { number: 1 });
      const offered = await first.locator('option').allTextContents();
      const missing = await console.page.getByRole('combobox', { name: /\d$/u }).count();
      const added = offered.slice(1, 1 + missing).map((one, index) => [one, `mine, number ${index}`] as const);
      await console.answer(added);
      for (const [question, answer] of added) answers.set(question, answer);
      await console.press('questions.save-and.link');
    } else await console.press('go-on.link');
    await console.at('forgot.sent');
    await measure.look();
    await console.open(await mailedAddress(running, email, 'forgot-password', sent));
    await console.press('do.continue');
    await console.at('forgot.new.title');
    for (const [question, answer] of answers) {
      const field = console.page.getByLabel(question.replace(/\s+/gu, ' ')).and(console.page.locator('input'));
      if ((await field.count()) > 0) await console.input.type(field, answer);
    }
    await console.type('password.new', PASSWORD);
    await console.press('forgot.new.submit');
    await console.at('forgot.done.title');
    await measure.look();
    const set = measure.so;
    await console.logOn(userId, PASSWORD, 'RSA_Password');
    await console.reads('home.done');
    await measure.look();
    return { set, home: measure.so, screens: measure.screens };
  }

  test.each(BOUNDS)(
    'is short for a user who %s',
    async (_who, userId, newPin, bound) => {
      const way = await walk(userId, newPin);
      const faults = [...beyond('set', way, bound), ...beyond('home', way, bound)];
      expect(faults.length === 0 ? [] : [...faults, ...way.screens]).toEqual([]);
    },
    120_000,
  );
});
