/** The Self-Service Console as its visitors see it. */
import { Desk } from './desk.ts';
import type { Visitor } from './visitor.ts';
import { SELF_SERVICE, type SelfServiceKey } from './words.ts';

export class SelfService extends Desk<SelfServiceKey> {
  constructor(visitor: Visitor, t = SELF_SERVICE.en) {
    super(visitor, t);
  }

  override open(address = '#/'): Promise<void> {
    return super.open(address);
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
