import { findByEmail, findByPrefix, findBySerial, saveUser } from '#adapters/administration/users.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { placesByUserId } from '#adapters/journeys/by-user-id.ts';
import { findBeginning, findFlagged } from '#adapters/journeys/finds.ts';
import { readKnown } from '#adapters/journeys/known.ts';
import { listPeople } from '#adapters/journeys/lists.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState } from '#adapters/journeys/state.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { readSessions } from '#adapters/operations/sessions.ts';
import { hit } from '#adapters/operations/throttles.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';
import { guards } from '../serve/guards.ts';
import { serve } from '../serve/serve.ts';
import { breachPorts } from '../shared/breaches.ts';
import { givenWayPorts } from '../shared/given-ways.ts';
import { routes } from './routes.ts';

export const handler = serve(
  routes,
  {
    ...breachPorts,
    ...givenWayPorts,
    readUser,
    readSessions,
    readTokens,
    findByEmail,
    findByPrefix,
    findBySerial,
    isUpgraded,
    peopleSources,
    readState,
    listPeople,
    readKnown,
    findBeginning,
    findFlagged,
    placesByUserId,
    readSettings,
    peppers,
    saveUser,
    enqueueMail,
    hit,
    writeAudit,
  },
  guards,
);
