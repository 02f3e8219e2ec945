/** The Self-Service Console as its visitors see it: by roles, names and labels, never by what the pages are made of. */
import type { Locator, Page } from 'playwright-core';
import { type Hands, pointer } from './hands.ts';
import type { Visitor } from './visitor.ts';
import { SELF_SERVICE, type Words } from './words.ts';

type Key = Parameters<Words>[0];
type Values = Parameters<Words>[1];

export class SelfService {
  readonly visitor: Visitor;
  readonly t: Words;
  hands: Hands = pointer;

  constructor(visitor: Visitor, t: Words = SELF_SERVICE.en) {
    this.visitor = visitor;
    this.t = t;
  }
  get page(): Page {
    return this.visitor.page;
  }

  button = (key: Key, values?: Values): Locator =>
    this.page.getByRole('button', { name: this.t(key, values), exact: true });
  link = (key: Key, values?: Values): Locator =>
    this.page.getByRole('link', { name: this.t(key, values), exact: true });
  /** A field by its label; "Password" is also one of the ways to log on. */
  field = (key: Key, values?: Values): Locator =>
    this.page.getByLabel(this.t(key, values), { exact: true }).and(this.page.locator(':not([type=radio])'));
  alert = (): Locator => this.page.getByRole('alert');

  press = (key: Key, values?: Values) => this.hands.press(this.button(key, values));
  follow = (key: Key, values?: Values) => this.hands.press(this.link(key, values));
  type = (key: Key, words: string, values?: Values) => this.hands.type(this.field(key, values), words);

  /** Waits for the page of this heading. */
  async at(key: Key, values?: Values): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.t(key, values), exact: true }).waitFor();
  }
  /** Waits until this is read out as an error. */
  async refused(key: Key, values?: Values): Promise<void> {
    await this.alert()
      .filter({ hasText: this.t(key, values) })
      .first()
      .waitFor();
  }
  /** Waits until it stands there. */
  async reads(key: Key, values?: Values): Promise<void> {
    await this.page.getByText(this.t(key, values)).first().waitFor();
  }

  async open(address = '#/'): Promise<void> {
    await this.page.goto(`/${address}`);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Fills in the logon form as it stands, and sends it. */
  async logOn(
    userId: string,
    secret: string,
    method: 'SecurID_Native' | 'RSA_Password' = 'SecurID_Native',
  ): Promise<void> {
    const user = this.field('logon.user-id');
    if ((await user.count()) > 0 && (await user.inputValue()) !== userId) await this.hands.type(user, userId);
    const way = this.page.getByRole('radio', { name: this.t(`logon.method.${method}`), exact: true });
    if ((await way.count()) > 0) await this.hands.pick(way);
    await this.type(method === 'RSA_Password' ? 'logon.password' : 'logon.passcode', secret);
    await this.press('logon.submit');
  }

  /** Chooses and answers questions, one after the other. */
  async answer(answers: readonly (readonly [question: string, answer: string])[]): Promise<void> {
    for (const [index, [question, answer]] of answers.entries()) {
      const number = { number: index + 1 };
      await this.hands.choose(this.field('questions.question', number), question);
      await this.type('questions.answer', answer, number);
    }
  }
}
