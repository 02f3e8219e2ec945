/** The Security Console as administrators see it. */
import { Desk } from './desk.ts';
import type { Visitor } from './visitor.ts';
import { SECURITY, type SecurityKey } from './words.ts';

export class Security extends Desk<SecurityKey> {
  constructor(visitor: Visitor, t = SECURITY.en) {
    super(visitor, t);
  }

  override open(address = '#/'): Promise<void> {
    return super.open(`security/${address}`);
  }

  /** Opens a page by the menu. */
  async go(key: SecurityKey): Promise<void> {
    await this.hands.press(this.page.getByRole('navigation').getByRole('link', { name: this.t(key), exact: true }));
    await this.heading().waitFor();
  }
}
