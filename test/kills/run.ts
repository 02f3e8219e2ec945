/** One run from the first start to the verdict, in a folder of its own. */
import { judge, type Verdict } from './judge.ts';
import { planOf } from './plan.ts';
import { type Played, play, type Say, type Size } from './play.ts';
import { Target } from './target.ts';

export type Undisturbed = Pick<Verdict, 'lines'> & Pick<Played, 'times'>;

/** @throws Error where what was not killed has faults */
export async function undisturbedRun(size: Size, say: Say): Promise<Undisturbed> {
  const target = await Target.open();
  try {
    const played = await play(target, size, [], undefined, say);
    const { faults, lines } = await judge(target, played, undefined);
    if (faults.length > 0) throw new Error(`The undisturbed run has faults:\n${faults.join('\n')}`);
    return { lines, times: played.times };
  } finally {
    await target.running.stop();
  }
}

/** A run that is killed as its seed says. Its folder stays where it failed. */
export async function killedRun(seed: number, size: Size, undisturbed: Undisturbed, say: Say) {
  const target = await Target.open();
  let faults: readonly string[] = ['it did not come to its end'];
  try {
    const played = await play(target, size, planOf(seed), undisturbed.times, say);
    const verdict = await judge(target, played, undisturbed.lines);
    ({ faults } = verdict);
    return { ...verdict, kills: played.kills.filter((one) => !one.endsWith('too late')).length };
  } catch (error) {
    faults = [(error as Error).stack ?? String(error)];
    return { faults, kills: 0, uncertain: 0, mails: 0 };
  } finally {
    if (faults.length > 0) say(`  kept: ${target.running.data}`);
    await target.running.stop(faults.length > 0);
  }
}
