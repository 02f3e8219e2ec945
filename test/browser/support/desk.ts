/** A console as its visitors see it: by roles, names and labels, never by what the pages are made of. */
import type { Locator, Page } from 'playwright-core';
import type { Values } from '#console/shared/i18n/language.ts';
import { type Hands, pointer } from './hands.ts';
import type { Visitor } from './visitor.ts';
import type { SharedKey } from './words.ts';

export class Desk<Key extends string> {
  readonly visitor: Visitor;
  readonly t: (key: Key | SharedKey, values?: Values) => string;
  hands: Hands = pointer;

  constructor(visitor: Visitor, t: (key: Key | SharedKey, values?: Values) => string) {
    this.visitor = visitor;
    this.t = t;
  }
  get page(): Page {
    return this.visitor.page;
  }

  button = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByRole('button', { name: this.t(key, values), exact: true });
  link = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByRole('link', { name: this.t(key, values), exact: true });
  /** A field by its label; "Password" is also one of the ways to log on. */
  field = (key: Key | SharedKey, values?: Values): Locator =>
    this.page.getByLabel(this.t(key, values), { exact: true }).and(this.page.locator(':not([type=radio])'));
  alert = (): Locator => this.page.getByRole('alert');
  heading = (): Locator => this.page.getByRole('heading', { level: 1 });

  press = (key: Key | SharedKey, values?: Values) => this.hands.press(this.button(key, values));
  follow = (key: Key | SharedKey, values?: Values) => this.hands.press(this.link(key, values));
  type = (key: Key | SharedKey, words: string, values?: Values) => this.hands.type(this.field(key, values), words);

  /** Waits for the page of this heading. */
  async at(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.t(key, values), exact: true }).waitFor();
  }
  /** Waits until this is read out as an error. */
  async refused(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.alert()
      .filter({ hasText: this.t(key, values) })
      .first()
      .waitFor();
  }
  /** Waits until it stands there. */
  async reads(key: Key | SharedKey, values?: Values): Promise<void> {
    await this.page.getByText(this.t(key, values)).first().waitFor();
  }

  /** @param address behind the origin */
  async open(address: string): Promise<void> {
    await this.page.goto(`/${address}`);
    await this.heading().waitFor();
  }

  /** Fills in the logon form as it stands, and sends it. */
  async logOn(
    userId: string,
    secret: string,
    method: 'SecurID_Native' | 'RSA_Password' = 'SecurID_Native',
  ): Promise<void> {
    await this.button('logon.submit').waitFor();
    const user = this.field('logon.user-id');
    if ((await user.count()) > 0 && (await user.inputValue()) !== userId) await this.hands.type(user, userId);
    const way = this.page.getByRole('radio', { name: this.t(`logon.method.${method}`), exact: true });
    if ((await way.count()) > 0) await this.hands.pick(way);
    await this.type(method === 'RSA_Password' ? 'logon.password' : 'logon.passcode', secret);
    await this.press('logon.submit');
  }
}
