/** The first administrator (A5). */
import * as z from 'zod';
import type { Asked } from '#core/administration/users/administer.ts';
import {
  type CreatePorts,
  createFirstAdministrator,
  type NewAdministrator,
  newAdministrator,
} from '#core/administration/users/create-administrator.ts';
import { ROLES } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { emergency, operator } from '../route/callers.ts';
import { PIN_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { log } from '../shared/log.ts';

export type Deps = CreatePorts & { readSettings(): Promise<{ settings: Settings }> };

const EXAMPLE = {
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
} as const;
const body = { name: 'NewAdministrator', schema: newAdministrator, example: EXAMPLE };
const answer = {
  status: 201,
  means: 'Created.',
  body: {
    name: 'AdministratorCreated',
    schema: z.strictObject({ userId: z.string(), role: z.enum(ROLES), serial: z.string(), brokeGlass: z.boolean() }),
  },
} as const;
const ERRORS = ['admin.exists', 'token.seed_invalid', ...PIN_ERRORS] as const;

async function create(deps: Deps, asked: NewAdministrator, breakGlass: boolean, { actor, now }: Asked) {
  const { settings } = await deps.readSettings();
  const { userId, role, token } = asked;
  const request = { ...asked, breakGlass };
  const { brokeGlass } = await createFirstAdministrator(deps, request, settings.tokenPolicy, { actor, now });
  // The log line that the alarm counts.
  if (brokeGlass) log.warn('admin.break_glass', { user: userKey(userId), actor: actor.id });
  return { body: { userId, role, serial: token.serial, brokeGlass } };
}

const createAdministrator = route({
  id: 'createAdministrator',
  method: 'POST',
  path: '/create-admin',
  summary: 'Create the first administrator, with a token',
  details:
    'For operators alone. Refused while an enabled administrator exists. Without a PIN the token is in New PIN mode.',
  caller: operator,
  body,
  answer,
  errors: ['admin.enabled_exists', ...ERRORS],
  handle: (deps: Deps, { actor, body: asked, now }) => create(deps, asked, false, { actor, now }),
});

/** A route of its own, so that an IAM policy can give it apart from all others. */
const breakGlass = route({
  id: 'breakGlass',
  method: 'POST',
  path: '/break-glass',
  summary: 'Create another administrator in an emergency, such as for the only one without a token',
  details:
    'For operators whom a policy of its own allows it (docs/operations.md). Where an enabled administrator exists, it raises an alarm, and each of them is told by mail.',
  caller: emergency,
  body,
  answer,
  errors: ERRORS,
  handle: (deps: Deps, { actor, body: asked, now }) => create(deps, asked, true, { actor, now }),
});

export const routes = [createAdministrator, breakGlass];
