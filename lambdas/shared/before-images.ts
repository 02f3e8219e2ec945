/** How long an item is kept as it was before a run changed it, in days. */
const beforeImageDays = async (): Promise<number> => 90;

const DAY_SECONDS = 86_400;
/** Until when, Unix seconds. @param now Unix ms */
export const imagesUntil = async (now: number): Promise<number> =>
  Math.ceil(now / 1000) + (await beforeImageDays()) * DAY_SECONDS;
