/**
 * Checks for every state of every page: no violation of WCAG 2.2 AA that axe-core finds, in either theme; no scrolling sideways on
 * the smallest phone, also from right to left; no layout shift; no placeholder left in a text.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { fieldFaults } from './fields.ts';
import { forcedColourFaults } from './forced-colours.ts';
import { layoutFaults } from './layout.ts';
import { VIEWS, type WatchedBrowser } from './watched-browser.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The largest sum of layout shifts that no user action caused; for web sites in general 0.1 counts as good. */
const MOST_SHIFT = 0.02;

/** @param only one rule instead of all @returns each violation as rule, element and help */
async function violations(page: Page, only?: string): Promise<string[]> {
  // axe-core has half a megabyte, so it is loaded only once in each page.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(`${axe.source};0`);
  const runOnly =
    only === undefined ? { type: 'tag' as const, values: TAGS } : { type: 'rule' as const, values: [only] };
  const { violations: found } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run(document, options),
    { runOnly, resultTypes: ['violations' as const] },
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)}: ${help} ${any[0]?.message ?? ''}`),
  );
}

/** Waits two frames, until a change is painted. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Faults of the layout at the present window size, from left to right and from right to left. */
async function layout(page: Page, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const direction of ['ltr', 'rtl'] as const) {
    await page.evaluate((dir) => {
      document.documentElement.dir = dir;
    }, direction);
    faults.push(...(await page.evaluate(layoutFaults)).map((fault) => `${where}, ${direction}: ${fault}`));
  }
  await page.evaluate(() => document.documentElement.removeAttribute('dir'));
  return faults;
}

/** @returns the faults of the present state of the page */
export async function stateFaults({ page }: Pick<WatchedBrowser, 'page'>): Promise<string[]> {
  const faults: string[] = [];
  const shift = await page.evaluate(() => window.landfallShift ?? 0);
  const moved = await page.evaluate(() => [...new Set(window.landfallMoved)].map((words) => `"${words}"`).join(', '));
  if (shift > MOST_SHIFT) faults.push(`content moved by itself: ${shift.toFixed(3)}: ${moved}`);
  const shown = await page.evaluate(() => {
    // biome-ignore lint/performance/useDomNodeTextContent: only visible text counts.
    const text = ({ innerText }: HTMLElement) => innerText;
    const lines = (element: HTMLElement) => text(element).split('\n');
    // What an administrator writes may name placeholders.
    const meant = new Set([...document.querySelectorAll<HTMLElement>('[data-placeholders]')].flatMap(lines));
    return lines(document.body)
      .filter((line) => !meant.has(line))
      .join('\n');
  });
  const placeholders = shown.match(/\{\w+\}|\bproblem\.\w+/gu) ?? [];
  if (placeholders.length > 0) faults.push(`a placeholder or a key in place of a text: ${placeholders.join(', ')}`);
  faults.push(...(await page.evaluate(fieldFaults)));
  const scroll = await page.evaluate(() => window.scrollY);

  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  faults.push(...(await violations(page)));
  await page.emulateMedia({ colorScheme: dark ? 'light' : 'dark' });
  await painted(page);
  faults.push(...(await violations(page, 'color-contrast')).map((fault) => `other theme: ${fault}`));
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.emulateMedia({ forcedColors: 'active' });
  await painted(page);
  faults.push(...(await page.evaluate(forcedColourFaults)).map((fault) => `forced colours: ${fault}`));
  await page.emulateMedia({ forcedColors: 'none' });

  const size = page.viewportSize()!;
  faults.push(...(await layout(page, `${size.width} wide`)));
  const small = VIEWS['small phone'];
  if (size.width !== small.width) {
    await page.setViewportSize(small);
    faults.push(...(await layout(page, `${small.width} wide`)));
    await page.setViewportSize(size);
  }
  await page.evaluate((top) => {
    window.scrollTo(0, top);
    window.landfallShift = 0;
    window.landfallMoved = [];
  }, scroll);
  return faults;
}

export type Inspecting = {
  /** Checks the present state of the page. @param state its name in the list */
  readonly inspect: (browser: WatchedBrowser, state: string) => Promise<void>;
  /** The states that no test has inspected; none where only some tests of the file ran. */
  readonly notInspected: () => string[];
};

/** @param states that the tests of a file inspect: an unknown state is refused, and a state that was not inspected is found */
export function inspecting(states: readonly string[]): Inspecting {
  const open = new Set(states);
  const found: string[] = [];
  // All faults of a test are reported together, so that a fault in its first state hides none in its last.
  afterEach(() => expect(found.splice(0)).toEqual([]));
  const some = process.argv.some((argument) => /^(?:-t|--testNamePattern)/u.test(argument));
  return {
    async inspect(browser, state) {
      if (!states.includes(state)) throw new Error(`"${state}" is not in the list of states.`);
      const faults = await stateFaults(browser);
      open.delete(state);
      found.push(...faults.map((fault) => `${state}: ${fault}`));
    },
    notInspected: () => (some ? [] : [...open]),
  };
}
