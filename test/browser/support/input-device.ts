/** How a user operates a page: by pointer or touch, or by the keyboard alone, as a user does who can't see or can't use a mouse. */
import type { Locator, Page } from 'playwright-core';

export type InputDevice = {
  /** Presses a button or follows a link. */
  press(what: Locator): Promise<void>;
  /** Types into a field, replacing its value. */
  type(field: Locator, words: string): Promise<void>;
  /** Chooses from a list. */
  choose(list: Locator, label: string): Promise<void>;
  /** Chooses a radio button. */
  pick(one: Locator): Promise<void>;
};

export const pointer: InputDevice = {
  press: (what) => what.click(),
  type: (field, words) => field.fill(words),
  choose: async (list, label) => void (await list.selectOption({ label })),
  pick: (one) => one.check(),
};

/** More tab stops than any page has. */
const MANY = 60;
const isFocused = (what: Locator) => what.evaluate((element) => element === document.activeElement);

export function keyboard(page: Page): InputDevice {
  /** Presses Tab until the element has the focus. */
  async function reach(what: Locator): Promise<void> {
    await what.waitFor();
    for (let presses = 0; presses < MANY; presses += 1) {
      if (await isFocused(what)) {
        const ring = await what.evaluate((element) => {
          // The focus ring may be drawn around the label of an invisible input.
          return [element, element.parentElement!].some((one) => getComputedStyle(one).outlineStyle !== 'none');
        });
        if (!ring) throw new Error(`No focus ring shows that ${what} has the focus.`);
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
      // Moves down the list to the entry.
      for (let presses = 0; presses < MANY; presses += 1) {
        if ((await list.locator('option:checked').textContent()) === label) return;
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`${label} is not in the list.`);
    },
    async pick(one) {
      if (await one.isChecked()) return;
      // Tab stops at the chosen button only; the arrow keys choose another.
      await reach(one.page().locator(`input[name="${await one.getAttribute('name')}"]:checked`));
      for (let presses = 0; presses < MANY && !(await one.isChecked()); presses += 1)
        await page.keyboard.press('ArrowDown');
    },
  };
}
