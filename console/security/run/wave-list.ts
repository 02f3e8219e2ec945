/** A pasted or read list of user IDs, as a wave. */
import { userKey } from '#core/text.ts';

/** User IDs that one wave takes: core/migration/wave.ts, which the API holds. */
export const MAX_WAVE = 50_000;

export type WaveList = {
  /** Each once, as it was first written. */
  readonly userIds: readonly string[];
  /** How many stood there once more. */
  readonly repeated: number;
};

/** One user ID in a line, or several with commas, semicolons or tabs between; quotes of a spreadsheet and blank lines don't count. */
export function waveListOf(text: string): WaveList {
  const written = text
    .replace(/^\uFEFF/u, '')
    .split(/[\r\n,;\t]+/u)
    .map((one) =>
      one
        .trim()
        .replace(/^"(.*)"$/u, '$1')
        .trim(),
    )
    .filter((one) => one !== '');
  const first = new Map<string, string>();
  for (const userId of written) {
    const key = userKey(userId);
    if (!first.has(key)) first.set(key, userId);
  }
  return { userIds: [...first.values()], repeated: written.length - first.size };
}
