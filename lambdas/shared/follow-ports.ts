/** What looks at people: the stream's function and the clock's. */
import { tell } from '#adapters/aws/events.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { readFacts, readKept, replace } from '#adapters/journeys/follow.ts';
import { noteUses } from '#adapters/journeys/uses.ts';
import type { FollowPorts } from '#core/journey/follow.ts';
import { log } from './log.ts';

export const followPorts: FollowPorts = {
  readKept,
  readFacts,
  replace,
  noteUses,
  tell: async (events) => {
    await tell(events);
    const count = events.filter(({ type }) => type === 'user.home').length;
    if (count > 0) log.info('people.home', { count });
  },
  readSettings: async () => (await readSettings()).settings,
  leaveOut: ({ userKey, error }) =>
    log.error('people.unreadable', userKey === undefined ? {} : { user: userKey }, error),
  now: Date.now,
};
