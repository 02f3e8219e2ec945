/** A3: whether the caller is one of those whom the route names, before anything of the request is looked at. */
import { type ActorPorts, actors } from '../route/actor.ts';
import type { Caller } from '../route/callers.ts';
import { foundIn, type Guard } from './guard.ts';

/** @throws LandfallError session.required (401), session.change_password, session.answers_missing, role.required (403) */
export function callerIs(caller: Exclude<Caller, { by: 'everybody' }>, ports: ActorPorts): Guard {
  const { requireUser, requireAdministrator } = actors(ports);
  return {
    before: async ({ context }) => {
      const found = foundIn(context);
      found.actor =
        caller.by === 'session'
          ? await requireUser(found, caller)
          : await requireAdministrator(found, caller.by === 'role' ? caller.role : 'super-admin');
    },
  };
}
