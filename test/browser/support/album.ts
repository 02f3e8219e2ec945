/** Pictures of pages, in both themes, as PNG in docs/screens. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FOLDER = join('docs', 'screens');
/** What is below says no more on a picture. */
const MOST_HEIGHT = { phone: 1400, desktop: 1300 };

/** A fresh folder. */
export function openAlbum(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

/** Takes the page as it stands, or a part of it, by light and in the dark: docs/screens/<name>-light.png and -dark.png. */
export async function take(page: Page, name: string, part?: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  // What is still coming says nothing on a picture.
  await page.waitForFunction(() => document.querySelector('.spin') === null);
  const { width } = page.viewportSize()!;
  const most = width < 600 ? MOST_HEIGHT.phone : MOST_HEIGHT.desktop;
  const open = await page.locator('dialog[open]').count();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const path = join(FOLDER, `${name}-${theme}.png`);
    if (part) {
      await part.screenshot({ path, animations: 'disabled' });
      continue;
    }
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // Behind a dialog the window is what there is to see.
    const clip = { x: 0, y: 0, width, height: Math.min(height, most) };
    const options = open > 0 ? {} : { fullPage: true, clip };
    await page.screenshot({ path, animations: 'disabled', ...options });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
