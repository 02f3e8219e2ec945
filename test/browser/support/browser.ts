/**
 * Chromium as a visitor has it, driven by playwright-core: Debian's own, or the one that LANDFALL_BROWSER names.
 * LANDFALL_HEADED=1 shows the window, and takes its time.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { type Look, Visitor } from './visitor.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SHOWN = process.env['LANDFALL_HEADED'] === '1';
const SLOWLY_MS = 300;

/** Where the browser is, if there is one. */
export function findBrowser(): string | undefined {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':')];
  const found = PROGRAMS.flatMap((program) => folders.map((folder) => `${folder}/${program}`));
  return [process.env['LANDFALL_BROWSER'] ?? '', ...found].find((file) => file !== '' && existsSync(file));
}

/** @throws Error where there is none */
export function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Error('No browser: apt-get install chromium, or name one in LANDFALL_BROWSER.');
  return chromium.launch({
    executablePath,
    headless: !SHOWN,
    slowMo: SHOWN ? SLOWLY_MS : 0,
    // Nothing of the browser's own goes over the network; a container has no room for its sandbox.
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
  });
}

export type Browsing = {
  /** `describe`, or `describe.skip` where there is no browser. */
  readonly describe: typeof describe.skip;
  /** A visitor with a fresh profile; closed after the test, which fails on what went wrong in the page. */
  readonly visit: (origins: readonly string[], look?: Look) => Promise<Visitor>;
};

/** A browser for the tests of a file. */
export function browsing(): Browsing {
  if (findBrowser() === undefined) {
    // Not console.warn: of a file whose tests are all skipped jest shows no console.
    process.stderr.write('skipped: no browser is installed (apt-get install chromium)\n');
    return { describe: describe.skip, visit: () => Promise.reject(new Error('no browser')) };
  }
  let browser: Browser | undefined;
  const visitors: Visitor[] = [];
  afterEach(async () => {
    const faults = await Promise.all(visitors.splice(0).map((visitor) => visitor.close()));
    expect(faults.flat()).toEqual([]);
  });
  afterAll(() => browser?.close());
  const visit: Browsing['visit'] = async (origins, look = {}) => {
    browser ??= await launch();
    const visitor = await Visitor.open(browser, origins, look);
    visitors.push(visitor);
    return visitor;
  };
  return { describe, visit };
}
