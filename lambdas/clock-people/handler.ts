import { type ClockPorts, tick } from '#core/journey/clock.ts';
import { differing, type FollowPorts, followPeople } from '#core/journey/follow.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** The schedule comes each minute: before the next one the place is kept. The last look and its pause take some seconds more. */
const WORK_MS = 40_000;

export type Deps = FollowPorts & Omit<ClockPorts, 'follow' | 'differing'>;

/** People whose date has come, and the recount. */
export const createHandler = (deps: Deps) =>
  task<unknown, void>(async () => {
    const ports: ClockPorts = {
      ...deps,
      follow: (keys) => followPeople(deps, keys),
      differing: (keys) => differing(deps, keys),
    };
    const { dated, recount } = await tick(ports, deps.now() + WORK_MS);
    if (dated > 0) log.info('people.dated', { count: dated });
    if (!recount) return;
    const { endedAt, differed, corrected } = recount;
    if (endedAt !== undefined && differed > 0) log.warn('people.differed', { kind: 'people', count: differed });
    if (endedAt !== undefined && corrected > 0) log.warn('people.differed', { kind: 'counters', count: corrected });
    log.info('people.recounted', { outcome: endedAt === undefined ? 'goes on' : 'ended' });
  });
