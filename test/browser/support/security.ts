/** The Security Console as administrators see it. */
import { ConsolePage } from './console-page.ts';
import { SECURITY, type SecurityKey } from './texts.ts';
import type { WatchedBrowser } from './watched-browser.ts';

export class Security extends ConsolePage<SecurityKey> {
  constructor(browser: WatchedBrowser, t = SECURITY.en) {
    super(browser, t);
  }

  override open(address = '#/'): Promise<void> {
    return super.open(`security/${address}`);
  }

  /** Opens a page by the menu. */
  async go(key: SecurityKey): Promise<void> {
    // On a small window the menu is folded.
    const fold = this.button('app.menu');
    if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false')
      await this.input.press(fold);
    await this.input.press(this.page.getByRole('navigation').getByRole('link', { name: this.t(key), exact: true }));
    await this.heading().waitFor();
  }
}
