/** The first administrator (A5). */
import * as z from 'zod';
import {
  type CreatePorts,
  createFirstAdministrator,
  newAdministrator,
} from '#core/administration/users/create-administrator.ts';
import { ROLES } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { operator } from '../route/callers.ts';
import { PIN_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { log } from '../shared/log.ts';

export type Deps = CreatePorts & { readSettings(): Promise<{ settings: Settings }> };

const createAdministrator = route({
  id: 'createAdministrator',
  method: 'POST',
  path: '/create-admin',
  summary: 'Create the first administrator, with a token',
  details:
    'For operators alone. While an enabled administrator exists, only `breakGlass: true` creates another one; it raises an alarm. Without a PIN the token is in New PIN mode.',
  caller: operator,
  body: {
    name: 'NewAdministrator',
    schema: newAdministrator,
    example: {
      userId: 'root',
      role: 'super-admin',
      token: {
        serial: '000123456789',
        algorithm: 'securid-aes128',
        seed: 'AAAAAAAAAAAAAAAAAAAAAA==',
        digits: 6,
        interval: 60,
        pinStyle: 'fob',
        enabled: true,
      },
    },
  },
  answer: {
    status: 201,
    means: 'Created.',
    body: {
      name: 'AdministratorCreated',
      schema: z.strictObject({
        userId: z.string(),
        role: z.enum(ROLES),
        serial: z.string(),
        brokeGlass: z.boolean(),
      }),
    },
  },
  errors: ['admin.enabled_exists', 'admin.exists', 'token.seed_invalid', ...PIN_ERRORS],
  handle: async (deps: Deps, { actor, body, now }) => {
    const { settings } = await deps.readSettings();
    const { userId, role, token } = body;
    const { brokeGlass } = await createFirstAdministrator(deps, body, settings.tokenPolicy, { actor, now });
    // The log line that the alarm counts.
    if (brokeGlass) log.warn('admin.break_glass', { user: userKey(userId), actor: actor.id });
    return { body: { userId, role, serial: token.serial, brokeGlass } };
  },
});

export const routes = [createAdministrator];
