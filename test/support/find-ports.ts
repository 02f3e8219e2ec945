/** What looks for people, by the adapters' own readers. */
import { findByEmail, findByPrefix, findBySerial } from '#adapters/administration/users.ts';
import { readUser } from '#adapters/directory/index.ts';
import { placesByUserId } from '#adapters/journeys/by-user-id.ts';
import { findBeginning, findFlagged } from '#adapters/journeys/finds.ts';
import { readKnown } from '#adapters/journeys/known.ts';
import { listPeople } from '#adapters/journeys/lists.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState } from '#adapters/journeys/state.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';

export const FIND_PORTS = {
  isUpgraded,
  peopleSources,
  readState,
  listPeople,
  readKnown,
  findBeginning,
  findFlagged,
  placesByUserId,
  findByEmail,
  findByPrefix,
  findBySerial,
  readUser,
};
