/** What every function needs in which an administrator gives a user a way in (A9). */
import { readAdministrators } from '#adapters/administration/administrators.ts';
import type { GivenWayPorts } from '#core/administration/users/given-ways.ts';
import { log } from './log.ts';

export const givenWayPorts: GivenWayPorts = {
  readAdministrators,
  // The log line that the alarm counts.
  noteSecondWay: (of) => log.warn('administration.second_way', of),
};
