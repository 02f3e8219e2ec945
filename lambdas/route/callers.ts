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
  /**
   * An administrator with at least this role, by a session of the Security Console, or an operator, who then acts with this role and no
   * more. `display`: also by the session of a display. `byRank`: what the route does depends on the rank of who asks, so that operators have
   * a second path to it, at which they act as super-administrators. `migrates`: a part of running migrations.
   */
  | {
      readonly by: 'role';
      readonly role: Role;
      readonly display?: true;
      readonly byRank?: true;
      readonly migrates?: true;
    }
  /** An administrator with at least this role, by a session of the Security Console: no operator. */
  | { readonly by: 'administrator'; readonly role: Role; readonly display?: true }
  /** An operator alone: a caller whom IAM allows, signed with SigV4. `policy`: the one that holds the route. */
  | { readonly by: 'operator'; readonly policy: 'administer' | 'break-glass' };

export const everybody = { by: 'everybody' } as const;
export const user = { by: 'session', changingPassword: false, enrolling: false } as const;
export const userChangingPassword = { by: 'session', changingPassword: true, enrolling: false } as const;
export const userEnrolling = { by: 'session', changingPassword: false, enrolling: true } as const;
/** With any session at all. */
export const userWithLittle = { by: 'session', changingPassword: true, enrolling: true } as const;
export const administrator = <R extends Role>(role: R) => ({ by: 'role', role }) as const;
export const administratorByRank = <R extends Role>(role: R) => ({ by: 'role', role, byRank: true }) as const;
/** What an operator needs who runs migrations. A super-administrator's route is none: the operator must not approve the run, too. */
export const migrating = <R extends Exclude<Role, 'super-admin'>>(role: R) =>
  ({ by: 'role', role, migrates: true }) as const;
export const migratingByRank = <R extends Exclude<Role, 'super-admin'>>(role: R) =>
  ({ by: 'role', role, migrates: true, byRank: true }) as const;
export const administratorSession = <R extends Role>(role: R) => ({ by: 'administrator', role }) as const;
/** What a display for a wall reads too (S9): counts, no names. */
export const administratorOrDisplay = <R extends Role>(role: R) => ({ by: 'role', role, display: true }) as const;
export const administratorSessionOrDisplay = <R extends Role>(role: R) =>
  ({ by: 'administrator', role, display: true }) as const;
export const operator = { by: 'operator', policy: 'administer' } as const;
export const emergency = { by: 'operator', policy: 'break-glass' } as const;

/** Who is calling, as a handler gets it. A route for everybody has no actor. */
export type ActorOf<C extends Caller> = C extends { by: 'everybody' }
  ? undefined
  : C extends { by: 'session' | 'administrator' }
    ? SessionActor
    : Actor;

const OPERATORS = '/api/operator';
/** IAM compares the path with the caller's policy: that a request came here proves that the caller may act as super-administrator. */
const ADMINISTERING = `${OPERATORS}/administer`;

/** Administrators' routes stand under two prefixes or three: one for the Security Console, the others for the CLI. */
const PREFIXES: Readonly<Record<Caller['by'], readonly string[]>> = {
  everybody: ['/api'],
  session: ['/api'],
  administrator: ['/api/admin'],
  role: ['/api/admin', OPERATORS],
  operator: [OPERATORS],
};
export const prefixesOf = (caller: Caller): readonly string[] =>
  caller.by === 'role' && caller.byRank ? [...PREFIXES.role, ADMINISTERING] : PREFIXES[caller.by];

/** Whether a route's key, or a path behind a space, is one that operators call. AWS_IAM has verified the signature before the function runs. */
export const isOperators = (key: string): boolean => key.includes(` ${OPERATORS}/`);
/** Whether it is one at which they act as super-administrators, whatever role the route asks for. */
export const isAdministering = (key: string): boolean => key.includes(` ${ADMINISTERING}/`);

/**
 * What an operator is at a route: never more than the route asks for, but where the path itself says so. A policy that holds some routes
 * of help desks so makes no administrator of an operator who has it.
 */
export function operatorsRole(key: string, caller: Caller): Role | undefined {
  if (!isOperators(key)) return undefined;
  if (caller.by === 'operator' || isAdministering(key)) return 'super-admin';
  return caller.by === 'role' ? caller.role : undefined;
}

export const OPERATOR_POLICIES = ['read', 'help-desk', 'run-migrations', 'administer', 'break-glass'] as const;
export type OperatorPolicy = (typeof OPERATOR_POLICIES)[number];

/** The policies of which each allows this route of operators. What reads is in all that need it, what writes in the least. */
export function policiesOf(key: string, caller: Caller): OperatorPolicy[] {
  if (caller.by === 'operator') return [caller.policy];
  if (caller.by !== 'role' || !isOperators(key)) return [];
  const { role, migrates = false } = caller;
  const runs: OperatorPolicy[] = migrates && !isAdministering(key) ? ['run-migrations'] : [];
  const helps: OperatorPolicy[] = role === 'help-desk' && !isAdministering(key) ? ['help-desk'] : [];
  if (key.startsWith('GET ')) return ['read', ...helps, ...runs];
  return helps.length + runs.length > 0 ? [...helps, ...runs] : ['administer'];
}
