import { type UpgradePorts, upgrade } from '#core/upgrade/upgrade.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** The schedule comes each minute: before the next one the place is kept. */
const WORK_MS = 45_000;
const HOUR_MS = 3_600_000;

export type Deps = UpgradePorts & { now(): number };

/** Since it was begun; undefined where it has not been. */
async function hoursOf({ readUpgrade, now }: Pick<Deps, 'readUpgrade' | 'now'>): Promise<number | undefined> {
  const state = await readUpgrade();
  return state && Math.floor((now() - state.startedAt) / HOUR_MS);
}

/** Does nothing once the upgrade has ended. */
export const createHandler = (deps: Deps) =>
  task<unknown, void>(async () => {
    const { done, waits, upgraded, damaged } = await upgrade(deps, deps, deps.now() + WORK_MS);
    // How long it has been under way: an alarm says when that is too long.
    const hours = done ? undefined : await hoursOf(deps);
    if (hours !== undefined) log.info('upgrade.open', { hours, outcome: waits ? 'waits' : 'goes on' });
    if (waits) log.info('upgrade.waits', { reason: 'An import that the release before began is under way.' });
    else if (!done || upgraded > 0)
      log.info('upgrade.went_on', { updated: upgraded, outcome: done ? 'ended' : 'goes on' });
    if (damaged > 0) log.warn('upgrade.damaged', { count: damaged });
  });
