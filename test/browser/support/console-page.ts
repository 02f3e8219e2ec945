/** A page of a console as its user meets it: by roles, names and labels, never by its HTML. */
import type { Locator, Page } from 'playwright-core';
import type { Values } from '#console/shared/i18n/language.ts';
import { type InputDevice, pointer } from './input-device.ts';
import type { SharedKey } from './texts.ts';
import type { WatchedBrowser } from './watched-browser.ts';

export class ConsolePage<Key extends string> {
  readonly browser: WatchedBrowser;
  readonly t: (key: Key | SharedKey, values?: Values) => string;
  input: InputDevice = pointer;

  constructor(browser: WatchedBrowser, t: (key: Key | SharedKey, values?: Values) => string) {
    this.browser = browser;
    this.t = t;
  }
  get page(): Page {
    return this.browser.page;
  }

  button = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByRole('button', { name: this.t(key, values), exact: true });
  link = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByRole('link', { name: this.t(key, values), exact: true });
  /** A field by its label, without radio buttons, since a logon method has the same name as a field. */
  field = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByLabel(this.t(key, values), { exact: true }).and(this.page.locator(':not([type=radio])'));
  alert = (): Locator => this.page.getByRole('alert');
  heading = (): Locator => this.page.getByRole('heading', { level: 1 });

  press = (key: Key | SharedKey, values?: Values) => this.input.press(this.button(key, values));
  follow = (key: Key | SharedKey, values?: Values) => this.input.press(this.link(key, values));
  type = (key: Key | SharedKey, words: string, values?: Values) => this.input.type(this.field(key, values), words);

  /** Waits for the page with this heading. */
  async at(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.t(key, values), exact: true }).waitFor();
    await this.keepsFocus();
  }
  /** No step may leave the focus on `<body>`, where a screen reader begins anew and reads nothing. */
  private async keepsFocus(): Promise<void> {
    // A page that was only loaded has no focus yet.
    if (!(await this.page.evaluate(() => window.landfallActed === true))) return;
    const held = this.page.waitForFunction(() => document.activeElement !== document.body, undefined, {
      timeout: 2000,
    });
    await held.catch((cause: unknown) => {
      throw new Error(`The focus is on <body> at ${this.page.url()}.`, { cause });
    });
  }
  /** Waits until an alert with this text is shown. */
  async refused(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.alert()
      .filter({ hasText: this.t(key, values) })
      .first()
      .waitFor();
    await this.keepsFocus();
  }
  /** Waits until this text is shown. */
  async reads(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.page.getByText(this.t(key, values)).first().waitFor();
    await this.keepsFocus();
  }

  /** @param address behind the origin */
  async open(address: string): Promise<void> {
    await this.page.goto(`/${address}`);
    await this.heading().waitFor();
  }

  /** Fills in and sends the logon form. */
  async logOn(
    userId: string,
    secret: string,
    method: 'SecurID_Native' | 'RSA_Password' = 'SecurID_Native',
  ): Promise<void> {
    await this.button('logon.submit').waitFor();
    const user = this.field('logon.user-id');
    if ((await user.count()) > 0 && (await user.inputValue()) !== userId) await this.input.type(user, userId);
    const way = this.page.getByRole('radio', { name: this.t(`logon.method.${method}`), exact: true });
    if ((await way.count()) > 0) await this.input.pick(way);
    await this.type(method === 'RSA_Password' ? 'logon.password' : 'logon.passcode', secret);
    await this.press('logon.submit');
  }
}
