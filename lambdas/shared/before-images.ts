/** How long an item is kept as it was before a run changed it: a setting. */
import { readSettings } from '#adapters/directory/settings.ts';

const DAY_SECONDS = 86_400;

/** Until when, Unix seconds. @param now Unix ms */
export async function imagesUntil(now: number): Promise<number> {
  const { corrections } = (await readSettings()).settings;
  return Math.ceil(now / 1000) + corrections.beforeImageDays * DAY_SECONDS;
}
