/**
 * How large the settings may be. An item of the database holds 400 KB at most, and the item of the settings as well as the
 * entry of the audit holds the values of a change before and after: a list of aliases of 200 KB would stand twice in it, and
 * no setting at all could be saved any more.
 */
import type { Settings } from './model.ts';

/** Of all settings together, as JSON in UTF-8: twice of it fit into an item, with room for the rest of it. */
export const SETTINGS_MAX_BYTES = 160_000;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** Whether a change makes the settings too large. What was stored before there was a limit stays, and may become smaller. */
export const isTooLarge = (next: Settings, before: Settings): boolean =>
  bytesOf(next) > Math.max(SETTINGS_MAX_BYTES, bytesOf(before));

/** The values of a change before or after it, by path, as they are kept: of one that is too large only its size. */
export function sideOf(
  diff: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>,
  which: 'before' | 'after',
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(diff).map(([path, values]) => {
      const bytes = bytesOf(values[which]);
      return [path, bytes > SETTINGS_MAX_BYTES ? { bytes } : values[which]];
    }),
  );
}
