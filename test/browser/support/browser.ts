/**
 * Chromium, driven by playwright-core: Debian's own, or the one that LANDFALL_BROWSER names. LANDFALL_HEADED=1 shows its window and
 * slows it down.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { type Look, WatchedBrowser } from './watched-browser.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SHOWN = process.env['LANDFALL_HEADED'] === '1';
const SLOWLY_MS = 300;

/** The path of the browser, if one is installed. */
function findBrowser(): string | undefined {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':')];
  const found = PROGRAMS.flatMap((program) => folders.map((folder) => `${folder}/${program}`));
  return [process.env['LANDFALL_BROWSER'] ?? '', ...found].find((file) => file !== '' && existsSync(file));
}

/** Starts the browser. @throws Error where none is installed */
export function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error('No browser: apt-get install chromium, or name one in LANDFALL_BROWSER.');
  return chromium.launch({
    executablePath,
    headless: !SHOWN,
    slowMo: SHOWN ? SLOWLY_MS : 0,
    // The browser sends nothing of its own over the network; its sandbox does not work in a container.
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
  });
}

export type Browsing = {
  /** `describe`, or `describe.skip` where there is no browser. */
  readonly describe: typeof describe.skip;
  /** Opens a browser with a fresh profile. It is closed after the test, which fails if the pages had faults. */
  readonly openBrowser: (origins: readonly string[], look?: Look) => Promise<WatchedBrowser>;
};

/** A browser for the tests of a file. */
export function browsing(): Browsing {
  if (findBrowser() === undefined) {
    // Not console.warn, since jest shows no console output of a file whose tests are all skipped.
    process.stderr.write('skipped: no browser is installed (apt-get install chromium)\n');
    return { describe: describe.skip, openBrowser: () => Promise.reject(new Error('no browser')) };
  }
  let program: Browser | undefined;
  const opened: WatchedBrowser[] = [];
  afterEach(async () => {
    const faults = await Promise.all(opened.splice(0).map((browser) => browser.close()));
    expect(faults.flat()).toEqual([]);
  });
  afterAll(() => program?.close());
  const openBrowser: Browsing['openBrowser'] = async (origins, look = {}) => {
    program ??= await launch();
    const browser = await WatchedBrowser.open(program, origins, look);
    opened.push(browser);
    return browser;
  };
  return { describe, openBrowser };
}
