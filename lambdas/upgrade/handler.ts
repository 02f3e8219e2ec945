import { type UpgradePorts, upgrade } from '#core/upgrade/upgrade.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** The schedule comes each minute: before the next one the place is kept. */
const WORK_MS = 45_000;

export type Deps = UpgradePorts & { now(): number };

/** Does nothing once the upgrade has ended. */
export const createHandler = (deps: Deps) =>
  task<unknown, void>(async () => {
    const { done, waits, upgraded, damaged } = await upgrade(deps, deps, deps.now() + WORK_MS);
    if (waits) log.info('upgrade.waits', { reason: 'An import that the release before began is under way.' });
    else if (!done || upgraded > 0)
      log.info('upgrade.went_on', { updated: upgraded, outcome: done ? 'ended' : 'goes on' });
    if (damaged > 0) log.warn('upgrade.damaged', { count: damaged });
  });
