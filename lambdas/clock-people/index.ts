import { setTimeout as pause } from 'node:timers/promises';
import { presentUsers } from '#adapters/directory/lookups.ts';
import { somePeople } from '#adapters/directory/people.ts';
import { correctCounters, readCounters } from '#adapters/journeys/counters.ts';
import { keptPeople, peopleDue } from '#adapters/journeys/lists.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState, saveState } from '#adapters/journeys/state.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';
import { followPorts } from '../shared/follow-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  ...followPorts,
  peopleDue,
  readState,
  saveState,
  isUpgraded,
  sources: peopleSources,
  people: somePeople,
  keptPeople,
  present: presentUsers,
  readCounters,
  correctCounters,
  pause,
});
