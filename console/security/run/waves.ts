/** The lists of the waves that were previewed in this tab: the API keeps a wave's list, but shows it to no reader. */
const lists = new Map<string, string>();

/** @param run id of the preview @param list as it was typed */
export function keepWave(run: string, list: string): void {
  if (list.trim() !== '') lists.set(run, list);
}
/** '' where it is not known. */
export const waveOf = (run: string): string => lists.get(run) ?? '';

export const forgetWaves = (): void => lists.clear();
