/** The people: counts of stages, days and lists. */

import { countDays } from './days.ts';
import { listPeople } from './list.ts';
import { countPeople } from './totals.ts';

export const routes = [countPeople, countDays, listPeople];
