/** Screenshots of pages in both themes, as PNG files in docs/screens. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FOLDER = join('docs', 'screens');
/** Taller pages are cut off here. */
const MOST_HEIGHT = { phone: 1400, desktop: 1300 };

/** Empties the folder. */
export function clearScreenshots(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

/** Takes a screenshot of the page, or of a section, in both themes: docs/screens/<name>-light.png and -dark.png. */
export async function takeScreenshot(page: Page, name: string, section?: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  // Waits until everything is loaded.
  await page.waitForFunction(() => document.querySelector('.spin') === null);
  const { width } = page.viewportSize()!;
  const most = width < 600 ? MOST_HEIGHT.phone : MOST_HEIGHT.desktop;
  const open = await page.locator('dialog[open]').count();
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const path = join(FOLDER, `${name}-${theme}.png`);
    if (section) {
      await section.screenshot({ path, animations: 'disabled' });
      continue;
    }
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // With an open dialog only the window is taken.
    const clip = { x: 0, y: 0, width, height: Math.min(height, most) };
    const options = open > 0 ? {} : { fullPage: true, clip };
    await page.screenshot({ path, animations: 'disabled', ...options });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
