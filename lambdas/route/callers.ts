/** Who may call a route. Each route names one of these; the guard, the gateway and the documents follow from it. */
import type { Role } from '#core/directory/model.ts';
import type { Actor, SessionActor } from './actor.ts';

export type Caller =
  /** Every caller, with a session or without one. */
  | { readonly by: 'everybody' }
  /**
   * A user with a session that is enough for the Self-Service Console; `changingPassword`: one that allows setting a new password and
   * nothing else is enough; `enrolling`: also one of a user who must answer security questions first.
   */
  | { readonly by: 'session'; readonly changingPassword: boolean; readonly enrolling: boolean }
  /** An administrator with at least this role, by a session of the Security Console, or any operator. */
  | { readonly by: 'role'; readonly role: Role }
  /** An administrator with at least this role, by a session of the Security Console: no operator. */
  | { readonly by: 'administrator'; readonly role: Role }
  /** An operator alone: a caller whom IAM allows, signed with SigV4. */
  | { readonly by: 'operator' };

export const everybody = { by: 'everybody' } as const;
export const user = { by: 'session', changingPassword: false, enrolling: false } as const;
export const userChangingPassword = { by: 'session', changingPassword: true, enrolling: false } as const;
export const userEnrolling = { by: 'session', changingPassword: false, enrolling: true } as const;
/** With any session at all. */
export const userWithLittle = { by: 'session', changingPassword: true, enrolling: true } as const;
export const administrator = <R extends Role>(role: R) => ({ by: 'role', role }) as const;
export const administratorSession = <R extends Role>(role: R) => ({ by: 'administrator', role }) as const;
export const operator = { by: 'operator' } as const;

/** Who is calling, as a handler gets it. A route for everybody has no actor. */
export type ActorOf<C extends Caller> = C extends { by: 'everybody' }
  ? undefined
  : C extends { by: 'session' | 'administrator' }
    ? SessionActor
    : Actor;

/** Administrators' routes stand under two prefixes: one for the Security Console, one for the CLI. */
const PREFIXES: Readonly<Record<Caller['by'], readonly string[]>> = {
  everybody: ['/api'],
  session: ['/api'],
  administrator: ['/api/admin'],
  role: ['/api/admin', '/api/operator'],
  operator: ['/api/operator'],
};
export const prefixesOf = (caller: Caller): readonly string[] => PREFIXES[caller.by];

/** Whether a route's key is one that operators call. AWS_IAM has verified the signature before the function runs. */
export const isOperators = (key: string): boolean => key.includes(' /api/operator/');
