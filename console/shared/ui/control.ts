/** What a field does to the browser's control as it appears. */
import { focusField } from '../browser/focus.ts';

/**
 * Without correction or capitalisation. Set as attributes: Preact sets properties where an element has them, and `autocorrect`
 * is one of true or false in some browsers, for which the word "off" is true.
 */
export function keepExact(control: HTMLInputElement | HTMLTextAreaElement | null): void {
  control?.setAttribute('autocorrect', 'off');
  control?.setAttribute('autocapitalize', 'none');
  control?.setAttribute('spellcheck', 'false');
}

/** On a page with one main field the cursor is put there, but not on a touch screen, where the keyboard would open unasked. */
export function focusOnce(input: HTMLInputElement | null): void {
  if (input && !input.dataset['focused'] && matchMedia('(hover: hover)').matches) {
    input.dataset['focused'] = 'yes';
    focusField(input);
  }
}
