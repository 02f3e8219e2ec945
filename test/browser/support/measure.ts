/**
 * How long the way is for a person: screens, clicks and typed fields, counted at the input device while a test goes the way.
 * A screen is what stands under the heading of a page: a new heading counts, and so do other fields or other buttons under the same one.
 */
import type { Page } from 'playwright-core';
import { type InputDevice, pointer } from './input-device.ts';

export type Measured = { readonly screens: number; readonly clicks: number; readonly fields: number };

/** Runs inside the page. @returns what is to be read, filled in and pressed; not the error that a refusal adds */
function screenOf(): string {
  const main = document.querySelector('main')!;
  const names = [...main.querySelectorAll('h1, label, button:not(.joined button), a.button')];
  return names.map((one) => one.textContent?.trim()).join(' | ');
}

export class Measure implements InputDevice {
  private readonly pageOf: () => Page;
  private readonly seen: string[] = [];
  private clicks = 0;
  private fields = 0;
  constructor(pageOf: () => Page) {
    this.pageOf = pageOf;
  }

  /** Counts the screen that is shown now, where it is another one than the last. */
  async look(): Promise<void> {
    const screen = await this.pageOf().evaluate(screenOf);
    if (screen !== this.seen.at(-1)) this.seen.push(screen);
  }
  get so(): Measured {
    return { screens: this.seen.length, clicks: this.clicks, fields: this.fields };
  }
  /** Each screen, to be read where a bound is broken. */
  get screens(): readonly string[] {
    return this.seen;
  }

  press: InputDevice['press'] = async (what) => {
    await what.waitFor();
    await this.look();
    this.clicks += 1;
    await pointer.press(what);
  };
  type: InputDevice['type'] = async (field, words) => {
    await field.waitFor();
    await this.look();
    this.fields += 1;
    await pointer.type(field, words);
  };
  choose: InputDevice['choose'] = async (list, label) => {
    await list.waitFor();
    await this.look();
    this.fields += 1;
    await pointer.choose(list, label);
  };
  pick: InputDevice['pick'] = async (one) => {
    await this.look();
    if (await one.isChecked()) return;
    this.clicks += 1;
    await pointer.pick(one);
  };
}
