/**
 * `npm run screens`: takes screenshots of every page of the consoles in both themes for the guides and the README (docs/screens/).
 * It starts a deployment with the sample, so that every screenshot shows the same users; only times and serial numbers differ.
 */
import { readFileSync } from 'node:fs';
import { Accounts } from '../support/accounts.ts';
import { startLandfall } from '../support/deployment.ts';
import { passcodeOf } from './support/administrator.ts';
import { launch } from './support/browser.ts';
import { mailedAddress, mailsTo, originsOf, PASSWORD } from './support/deployed.ts';
import { clearScreenshots, takeScreenshot } from './support/screenshots.ts';
import { Security } from './support/security.ts';
import { SelfService } from './support/self-service.ts';
import { type Look, WatchedBrowser } from './support/watched-browser.ts';

const running = await startLandfall({ sample: true });
const program = await launch();
const opened: WatchedBrowser[] = [];
async function openBrowser(look: Look): Promise<WatchedBrowser> {
  const one = await WatchedBrowser.open(program, originsOf(running), look);
  opened.push(one);
  return one;
}

/** The pages of the procedure, on a phone. */
async function selfService(): Promise<void> {
  const user = 'plindqvist';
  const email = `${user}@corp.example`;
  const console = new SelfService(await openBrowser({ view: 'phone' }));
  const shot = (name: string) => takeScreenshot(console.page, `self-service-${name}`);
  await console.open(await mailedAddress(running, email, 'welcome'));
  await shot('welcome');
  console.browser.expect('401 POST /api/logon');
  await console.logOn(user, '1234000000');
  await console.alert().waitFor();
  await shot('logon-refused');
  await console.logOn(user, await passcodeOf(running, user));
  await console.at('steps.set-security-questions');
  const first = console.field('questions.question', { number: 1 });
  await first.waitFor();
  await shot('home');
  // All anew: the answers that came over are not known here.
  if ((await console.button('questions.change').count()) > 0) await console.press('questions.change');
  const offered = await first.locator('option').allTextContents();
  const answers = [1, 2, 5].map((index) => [offered[index]!, `the answer to ${index}`] as const);
  await console.answer(answers);
  await shot('questions');
  const sent = await mailsTo(running, email);
  await console.press('questions.save-and.link');
  await console.at('forgot.sent');
  await shot('forgot-password-sent');
  await console.open(await mailedAddress(running, email, 'forgot-password', sent));
  await console.at('forgot.link.title');
  await shot('forgot-password-link');
  await console.press('do.continue');
  await console.at('forgot.new.title');
  for (const [question, answer] of answers) {
    const field = console.page.getByLabel(question, { exact: true });
    if ((await field.count()) > 0) await field.fill(answer);
  }
  await console.type('password.new', PASSWORD);
  await console.page
    .getByText(console.t('password.strength', { strength: console.t('password.strength.4') }))
    .waitFor();
  await shot('new-password');
  await console.press('forgot.new.submit');
  await console.at('forgot.done.title');
  await shot('done');
  await console.logOn(user, PASSWORD, 'RSA_Password');
  await console.reads('home.done');
  await shot('home-done');
  for (const [page, title] of [
    ['tokens', 'tokens.title'],
    ['security-questions', 'questions.title'],
    ['password', 'password.title'],
    ['account', 'account.title'],
  ] as const) {
    await console.open(`#/${page}`);
    await console.at(title);
    await console.page.getByText(console.t('app.loading')).waitFor({ state: 'detached' });
    await console.page.waitForTimeout(300);
    await shot(page === 'security-questions' ? 'questions-answered' : page);
  }
  await console.open('#/tokens');
  await console.page
    .getByRole('button', { name: console.t('tokens.resync') })
    .first()
    .click();
  await shot('token-resynchronise');
}

/** The further steps that a token may need. */
async function tokenSteps(accounts: Accounts): Promise<void> {
  const fresh = new SelfService(await openBrowser({ view: 'phone' }));
  await fresh.open();
  await fresh.logOn('opena', await passcodeOf(running, 'opena'));
  await fresh.at('pin.title');
  await takeScreenshot(fresh.page, 'self-service-new-pin');
  await accounts.configure(() => ({ internalDatabase: { passwordRequired: false } }));
  const device = await accounts.add('nhaddock');
  device.next += 30;
  await fresh.page.reload();
  await fresh.logOn('nhaddock', accounts.passcode(device));
  await fresh.at('next.title');
  await takeScreenshot(fresh.page, 'self-service-next-tokencode');
}

/** The administrator's pages, on a desktop. */
async function security(): Promise<void> {
  const console = new Security(await openBrowser({ view: 'desktop' }));
  const shot = (name: string) => takeScreenshot(console.page, `security-${name}`);
  const main = console.page.locator('main');
  const loaded = async () => {
    await console.heading().waitFor();
    await main.getByText(console.t('app.loading')).waitFor({ state: 'detached' });
    await main.locator('.spin').first().waitFor({ state: 'detached' });
    await console.page.waitForTimeout(400);
  };
  await console.open();
  await shot('logon');
  await console.logOn('admin', await passcodeOf(running, 'admin'));
  await console.button('frame.logoff').waitFor();
  const links = console.page.getByRole('navigation').getByRole('link');
  for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!))) {
    await console.open(href);
    await loaded();
    // The chart is loaded by itself.
    if (href === '#/') await console.page.locator('.chart-drawing svg').first().waitFor();
    await shot(href === '#/' ? 'overview' : href.slice(2));
  }
  await console.open('#/sources');
  await loaded();
  await main.getByRole('table').getByRole('link').first().click();
  await console.link('migration.outcome.rejected.show').waitFor();
  await shot('migration');
  await console.follow('migration.outcome.rejected.show');
  await console.at('records.title');
  await loaded();
  await shot('records');
  await console.open('#/users');
  await console.type('users.find.label', 'aschafer');
  await console.press('ui.search');
  const found = console.page.getByRole('link', { name: 'aschafer', exact: true });
  await found.waitFor();
  await shot('users-found');
  await found.click();
  await console.field('users.field.lastName').waitFor();
  await shot('user');
  console.browser.expect('422 PATCH /api/admin/user');
  await console.type('users.field.lastName', 'Schaefer');
  await console.press('do.save');
  await console.page.getByText(console.t('problem.user.password_required')).first().waitFor();
  const profile = main.locator('section').filter({ has: console.field('users.required.label') });
  await takeScreenshot(console.page, 'security-user-password-required', profile);
  await console.press('users.reset');
  await shot('user-reset');
  await console.open('#/settings');
  await loaded();
  const pages = console.page.getByRole('navigation', { name: console.t('settings.title') }).getByRole('link');
  await pages.first().waitFor();
  const groups = await pages.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  for (const href of groups.filter((one) => one !== '#/settings')) {
    await console.open(href);
    await loaded();
    await shot(href.slice(2).replace('/', '-'));
  }
}

try {
  clearScreenshots();
  await selfService();
  await security();
  await tokenSteps(new Accounts(running));
  const faults = (await Promise.all(opened.map((one) => one.close()))).flat();
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  console.log(`docs/screens: the consoles of version ${version}`);
} finally {
  await program.close();
  await running.stop();
}
