/** The Self-Service Console as its users see it. */
import { ConsolePage } from './console-page.ts';
import { SELF_SERVICE, type SelfServiceKey } from './texts.ts';
import type { WatchedBrowser } from './watched-browser.ts';

export class SelfService extends ConsolePage<SelfServiceKey> {
  constructor(browser: WatchedBrowser, t = SELF_SERVICE.en) {
    super(browser, t);
  }

  override open(address = '#/'): Promise<void> {
    return super.open(address);
  }

  /** Chooses and answers questions, one after the other. */
  async answer(answers: readonly (readonly [question: string, answer: string])[]): Promise<void> {
    for (const [index, [question, answer]] of answers.entries()) {
      const number = { number: index + 1 };
      await this.input.choose(this.field('questions.question', number), question);
      await this.type('questions.answer', answer, number);
    }
  }
}
