/** Texts of mails, colour and logo in the Security Console: written, previewed, refused, reset, and seen by users. */

import type { Accounts } from '../support/accounts.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { png } from '../support/images.ts';
import { browsing } from './support/browser.ts';
import { originsOf, prepareDeployment } from './support/deployed.ts';
import { inspecting } from './support/inspect.ts';
import { Security } from './support/security.ts';

const STATES = [
  'mail texts',
  'mail text',
  'mail text, with faults',
  'mail text, dark on a phone',
  'mail text, as plain text',
  'mail text, changed by another administrator',
  'mail text, back to the product’s',
  'mail text, read only',
  'logo and colour',
  'logo and colour, set',
  'logo, refused',
] as const;

const { describe, openBrowser } = browsing();
const { inspect, notInspected } = inspecting(STATES);

describe('texts of mails in the Security Console', () => {
  let running: Running;
  let accounts: Accounts;
  let ada: Security;

  beforeAll(async () => {
    running = await startLandfall();
    accounts = await prepareDeployment(running);
  }, 300_000);
  afterAll(async () => {
    await running?.stop();
  }, 30_000);

  async function logOnAs(userId: string, role: 'super-admin' | 'admin'): Promise<void> {
    const device = await accounts.add(userId, role);
    ada = new Security(await openBrowser(originsOf(running)));
    await ada.open('#/');
    await ada.logOn(userId, accounts.passcode(device));
    await ada.button('frame.logoff').waitFor();
  }
  const frame = () => ada.page.frameLocator('iframe');
  const choose = (key: Parameters<Security['t']>[0]) =>
    ada.page.getByRole('radio', { name: ada.t(key), exact: true }).check({ force: true });
  const text = () => ada.page.getByRole('textbox', { name: ada.t('mail-texts.text'), exact: true });
  const reset = 'administrator-reset';

  test('a text is written with a live preview, saved, and sent; HTML is shown as it was typed', async () => {
    await logOnAs('ada', 'super-admin');
    await ada.go('mail-texts.menu');
    await ada.at('mail-texts.title');
    await inspect(ada.browser, 'mail texts');
    await ada.follow(`mail-texts.kind.${reset}`);
    await ada.at(`mail-texts.kind.${reset}`);
    await text().waitFor();
    await frame().getByText('First Name').waitFor();
    await inspect(ada.browser, 'mail text');

    await ada.input.type(text(), 'Hello {name}, <b>hurry</b>\n\n{hours} {nonsense}');
    await ada.page.getByText(ada.t('mail-texts.wrong.unknown-placeholder', { placeholder: '{nonsense}' })).waitFor();
    await inspect(ada.browser, 'mail text, with faults');
    await ada.input.type(text(), 'Hello {name}, <b>hurry</b>\n\nWithin {hours} hours.');
    await ada.page.getByText(ada.t('mail-texts.wrong.missing-placeholder', { placeholder: '{link}' })).waitFor();
    await ada.page.getByRole('button', { name: ada.t('mail-texts.insert.name', { name: '{link}' }) }).click();
    expect(await text().inputValue()).toContain('{link}');
    await frame().getByText('Hello First Name, <b>hurry</b>').waitFor();

    await choose('mail-texts.preview.scheme.dark');
    await choose('mail-texts.preview.width.phone');
    const scheme = () =>
      frame()
        .locator('html')
        .evaluate((html) => getComputedStyle(html).colorScheme);
    await eventually(async () => ((await scheme()) === 'dark' ? true : undefined), 10);
    expect((await ada.page.locator('iframe').boundingBox())!.width).toBeCloseTo(320, -1);
    await inspect(ada.browser, 'mail text, dark on a phone');
    await choose('mail-texts.preview.part.text');
    await ada.page.locator('pre').getByText('Hello First Name, <b>hurry</b>').waitFor();
    await inspect(ada.browser, 'mail text, as plain text');

    await ada.press('do.save');
    await ada.reads('mail-texts.saved');
    await accounts.add('reader');
    await accounts.client.call('POST', '/user/reset-password', {
      query: { userId: 'reader' },
      body: { method: 'link' },
    });
    const mail = await eventually(
      async () => (await mails(running, 'reader@corp.example')).find(({ body }) => body.text?.includes('hurry')),
      60,
    );
    expect(mail.body.text).toContain('<b>hurry</b>');
    expect(mail.body.html).toContain('&lt;b&gt;hurry&lt;/b&gt;');
  }, 240_000);

  test('a text that another administrator saved first is shown beside one’s own', async () => {
    await logOnAs('cleo', 'super-admin');
    const name = { language: 'en', kind: 'password-changed' };
    await ada.open(`#/mail-texts/${name.kind}/en`);
    await ada.input.type(text(), 'Mine at {time}.');
    const theirs = { ...name, version: 0, subject: 'Theirs', text: 'Theirs at {time}.' };
    await accounts.client.call('PUT', '/mail-texts', { body: theirs });
    ada.browser.expect('409 PUT /api/admin/mail-texts');
    await ada.press('do.save');
    await ada.page
      .getByRole('table', { name: ada.t('ui.overtaken') })
      .getByText('Theirs at {time}.')
      .waitFor();
    await inspect(ada.browser, 'mail text, changed by another administrator');
    await ada.press('do.save');
    await ada.reads('mail-texts.saved');
    await ada.press('mail-texts.reset');
    await ada.page.getByRole('dialog', { name: ada.t('mail-texts.reset.title') }).waitFor();
    await inspect(ada.browser, 'mail text, back to the product’s');
    await ada.page
      .getByRole('dialog')
      .getByRole('button', { name: ada.t('mail-texts.reset') })
      .click();
    await ada.reads('mail-texts.was-reset');
    await eventually(async () => ((await text().inputValue()).includes('Mine') ? undefined : true), 10);
    expect(await text().inputValue()).toContain('{time}');
  }, 120_000);

  test('a colour with little contrast is adapted and says so; a logo is shown in both consoles; no other file is taken', async () => {
    await logOnAs('dora', 'super-admin');
    await ada.open('#/mail-texts/branding');
    await ada.at('branding.title');
    await inspect(ada.browser, 'logo and colour');
    await ada.type('branding.colour.field', '#ffdd00');
    await ada.page
      .getByText(/has only 1\.\d+ to 1/u)
      .first()
      .waitFor();
    await ada.press('branding.colour.save');
    await ada.reads('branding.saved');
    const file = (bytes: Buffer, mimeType: string) => ({ name: 'logo.png', mimeType, buffer: bytes });
    const input = () => ada.page.locator('input[type="file"]');
    await input().setInputFiles(file(png(240, 60), 'image/png'));
    await ada.page.getByRole('main').getByRole('img').first().waitFor();
    await inspect(ada.browser, 'logo and colour, set');
    ada.browser.expect('422 PUT /api/admin/branding');
    await input().setInputFiles(file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png'));
    await ada.page.getByText(ada.t('problem.branding.logo')).first().waitFor();
    await inspect(ada.browser, 'logo, refused');

    await ada.page.reload();
    const logo = ada.page.getByRole('banner').getByRole('img', { name: 'Example Corp' });
    await logo.waitFor();
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(240);
    const accent = await ada.page.evaluate(() =>
      document.documentElement.style.getPropertyValue('--brand-dark-accent'),
    );
    expect(accent).toBe('#ffdd00');
  }, 120_000);

  test('an administrator without the right sees the texts and changes none', async () => {
    await logOnAs('bea', 'admin');
    await ada.open('#/mail-texts/migration/de');
    await ada.reads('settings.read-only');
    await ada.page.getByText(ada.t('mail-texts.preview')).first().waitFor();
    await inspect(ada.browser, 'mail text, read only');
    expect(await text().count()).toBe(0);
    await ada.open('#/mail-texts/branding');
    await ada.at('branding.title');
    expect(await ada.button('branding.colour.save').count()).toBe(0);
  }, 120_000);

  test('every state in the list was inspected', () => {
    expect(notInspected()).toEqual([]);
  });
});
