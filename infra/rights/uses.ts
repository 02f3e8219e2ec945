/** What each function may use: the one place from which its role and its variables follow. */
import { OF_ADMINISTRATORS } from './administrators.ts';
import { OF_MIGRATION } from './migration.ts';
import { OF_PEOPLE } from './people.ts';

export const USES = { ...OF_MIGRATION, ...OF_PEOPLE, ...OF_ADMINISTRATORS };
