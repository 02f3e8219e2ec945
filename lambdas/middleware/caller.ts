/** A3: whether the caller is one of those whom the route names, before anything of the request is looked at. */
import type { SessionPorts } from '#core/access/session.ts';
import { type Actor, actors, type SessionActor } from '../route/actor.ts';
import type { Caller } from '../route/callers.ts';
import { type Found, foundIn, type Guard } from './guard.ts';

/** @throws LandfallError session.required (401), session.change_password, session.answers_missing, role.required (403) */
export function callerIs(caller: Exclude<Caller, { by: 'everybody' }>, ports: SessionPorts): Guard {
  const { requireUser, requireAdministrator, requireAdministratorSession } = actors(ports);
  const actorOf = (found: Found): Promise<SessionActor | Actor> => {
    if (caller.by === 'session') return requireUser(found, caller);
    if (caller.by === 'operator') return requireAdministrator(found, 'super-admin');
    const { role, display = false } = caller;
    return caller.by === 'role'
      ? requireAdministrator(found, role, display)
      : requireAdministratorSession(found, role, display);
  };
  return {
    before: async ({ context }) => {
      const found = foundIn(context);
      found.actor = await actorOf(found);
    },
  };
}
