/** Everything that is fuzzed. What reads something from outside and is not here is not fuzzed: it joins the list. */
import type { Target } from '../target.ts';
import { COMMAND_LINE } from './command-line.ts';
import { EVENT_TARGETS } from './events.ts';
import { LARGE } from './large.ts';
import { LDAP } from './ldap.ts';
import { PACK } from './pack.ts';
import { PACKAGES } from './packages.ts';
import { ROUTE_TARGETS } from './routes.ts';
import { SETTINGS_TARGETS } from './settings.ts';
import { SIGNED_TARGETS } from './signed.ts';
import { SOURCES } from './sources.ts';
import { TOKEN_FILE_TARGETS } from './token-files.ts';
import { TRIALS } from './trials.ts';

export const TARGETS: readonly Target[] = [
  ...SOURCES,
  ...TOKEN_FILE_TARGETS,
  ...PACKAGES,
  ...SETTINGS_TARGETS,
  ...SIGNED_TARGETS,
  ...EVENT_TARGETS,
  ...ROUTE_TARGETS,
  ...COMMAND_LINE,
  ...LARGE,
  ...LDAP,
  ...PACK,
];

/** Also those that are run by name alone. */
export const ALL: readonly Target[] = [...TARGETS, ...TRIALS];
