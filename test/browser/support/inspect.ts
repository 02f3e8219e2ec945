/**
 * What holds in every state of every page: no violation of WCAG 2.2 AA that axe-core finds, in either theme; nothing that
 * scrolls sideways on the smallest phone or when read from right to left; nothing that moves by itself; no hole in a text.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { layoutFaults } from './layout.ts';
import { VIEWS, type Visitor } from './visitor.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Sum of what moved while nobody touched it; 0.1 is what a web at large calls good. */
const MOST_SHIFT = 0.02;

/** @param only one rule instead of all @returns each violation as rule, element and help */
async function violations(page: Page, only?: string): Promise<string[]> {
  // Half a megabyte: once for each page that is loaded.
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

/** Waits until what was changed is seen: two frames. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Faults of the layout in the window as it is, read from left to right and from right to left. */
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

/** @returns what is wrong with the state that the page is in */
export async function stateFaults({ page }: Pick<Visitor, 'page'>): Promise<string[]> {
  const faults: string[] = [];
  const shift = await page.evaluate(() => window.landfallShift ?? 0);
  const moved = await page.evaluate(() => [...new Set(window.landfallMoved)].map((words) => `"${words}"`).join(', '));
  if (shift > MOST_SHIFT) faults.push(`what is seen moved by itself: ${shift.toFixed(3)}: ${moved}`);
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen, not what is hidden.
  const holes = (await page.evaluate(() => document.body.innerText)).match(/\{\w+\}|\bproblem\.\w+/gu) ?? [];
  if (holes.length > 0) faults.push(`a text with a hole, or none at all: ${holes.join(', ')}`);
  const scroll = await page.evaluate(() => window.scrollY);

  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  faults.push(...(await violations(page)));
  await page.emulateMedia({ colorScheme: dark ? 'light' : 'dark' });
  await painted(page);
  faults.push(...(await violations(page, 'color-contrast')).map((fault) => `other theme: ${fault}`));
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });

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
  /** Holds what has to hold in every state against the one that the page is in. */
  readonly inspect: (visitor: Visitor, state: string) => Promise<void>;
  /** What no test has come to. Nothing where only some tests of the file ran. */
  readonly left: () => string[];
};

/** @param states that the tests of a file come to: a state that is not among them is refused, one that is left out is found */
export function inspecting(states: readonly string[]): Inspecting {
  const open = new Set(states);
  const found: string[] = [];
  // All of a test's at once: one fault in the first state hides none in the last.
  afterEach(() => expect(found.splice(0)).toEqual([]));
  const some = process.argv.some((argument) => /^(?:-t|--testNamePattern)/u.test(argument));
  return {
    async inspect(visitor, state) {
      if (!states.includes(state)) throw new Error(`"${state}" is not in the list of states.`);
      const faults = await stateFaults(visitor);
      open.delete(state);
      found.push(...faults.map((fault) => `${state}: ${fault}`));
    },
    left: () => (some ? [] : [...open]),
  };
}
