/** How a visitor acts: by pointer or touch, or with the keys alone, as whoever can't see or hold a mouse does. */
import type { Locator, Page } from 'playwright-core';

export type Hands = {
  /** Presses a button or follows a link. */
  press(what: Locator): Promise<void>;
  /** Types into a field, over what stands there. */
  type(field: Locator, words: string): Promise<void>;
  /** Chooses from a list. */
  choose(list: Locator, label: string): Promise<void>;
  /** Chooses one of a few, side by side. */
  pick(one: Locator): Promise<void>;
};

export const pointer: Hands = {
  press: (what) => what.click(),
  type: (field, words) => field.fill(words),
  choose: async (list, label) => void (await list.selectOption({ label })),
  pick: (one) => one.check(),
};

/** More than any page has places to stop at. */
const MANY = 60;
const isFocused = (what: Locator) => what.evaluate((element) => element === document.activeElement);

export function keyboard(page: Page): Hands {
  /** By the tabulator key, as far as it takes. */
  async function reach(what: Locator): Promise<void> {
    await what.waitFor();
    for (let presses = 0; presses < MANY; presses += 1) {
      if (await isFocused(what)) {
        const ring = await what.evaluate((element) => {
          // The ring may be drawn round the label of what is unseen itself.
          return [element, element.parentElement!].some((one) => getComputedStyle(one).outlineStyle !== 'none');
        });
        if (!ring) throw new Error(`Nobody sees that ${what} has the focus.`);
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`The tabulator key does not reach ${what}.`);
  }
  return {
    async press(what) {
      await reach(what);
      await page.keyboard.press('Enter');
    },
    async type(field, words) {
      await reach(field);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(words);
    },
    async choose(list, label) {
      await reach(list);
      // As typing into a list does: to the next entry that begins so.
      for (let presses = 0; presses < MANY; presses += 1) {
        if ((await list.locator('option:checked').textContent()) === label) return;
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`${label} is not in the list.`);
    },
    async pick(one) {
      if (await one.isChecked()) return;
      // The tabulator key stops at the one that is chosen; the arrows choose another.
      await reach(one.page().locator(`input[name="${await one.getAttribute('name')}"]:checked`));
      for (let presses = 0; presses < MANY && !(await one.isChecked()); presses += 1)
        await page.keyboard.press('ArrowDown');
    },
  };
}
