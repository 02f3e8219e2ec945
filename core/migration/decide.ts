/**
 * The decision on a record, from what the directory holds now. The same decision serves a first run, a repeated one and a
 * dry run: what the policies `skip`, `update` and `fail` mean for a user or a token that the target has already.
 */
import type { Origin, Token, User } from '#core/directory/model.ts';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { UserRecord } from '#core/export/record.ts';
import { compareOrigins, sameOrigin } from './origin.ts';
import type { Outcome } from './outcome.ts';
import type { ReportCode } from './report-codes.ts';

/** A user of the directory with the mark of a policy `update`: the record that set the names. */
export type ImportedUser = User & { readonly updatedBy?: Origin };
/** A token that replaced an unassigned one keeps it, so that it can be put back. */
export type ImportedToken = Token & { readonly replaced?: Token };

/**
 * `act` is what remains to be written: `none` where it is written already or never will be. `displace`: a later record of
 * this package was written first; the lowest (part, line) counts.
 */
export type Decision = {
  readonly act: 'none' | 'create' | 'update' | 'displace' | 'take-over';
  readonly outcome: Outcome;
  readonly code?: ReportCode;
};

/** What policy `update` may change: names and language, and only to what the record says. */
export const UPDATABLE = ['firstName', 'middleName', 'lastName', 'preferredLanguage'] as const;

const differs = (user: User, record: UserRecord): boolean =>
  UPDATABLE.some((field) => record[field] !== undefined && record[field] !== user[field]);

/** Another record of the same migration holds the key. */
function rival(other: Origin, me: Origin, duplicate: ReportCode): Decision {
  return compareOrigins(other, me) < 0
    ? { act: 'none', outcome: 'rejected', code: duplicate }
    : { act: 'displace', outcome: 'created' };
}

export function decideUser(
  record: UserRecord,
  me: Origin,
  existing: ImportedUser | undefined,
  policy: DuplicatePolicy,
): Decision {
  if (!existing) return { act: 'create', outcome: 'created' };
  if (sameOrigin(existing.origin, me)) return { act: 'none', outcome: 'created' };
  if (existing.origin?.migration === me.migration) return rival(existing.origin, me, 'user.duplicate');
  if (existing.role !== undefined) return { act: 'none', outcome: 'skipped', code: 'user.has_role' };
  if (policy !== 'update') return { act: 'none', outcome: 'skipped', code: 'user.exists' };
  const updated = existing.updatedBy;
  if (sameOrigin(updated, me)) return { act: 'none', outcome: 'updated' };
  if (updated?.migration === me.migration && compareOrigins(updated, me) < 0)
    return { act: 'none', outcome: 'rejected', code: 'user.duplicate' };
  return differs(existing, record) ? { act: 'update', outcome: 'updated' } : { act: 'none', outcome: 'unchanged' };
}

/**
 * A token of a user whom this record creates (`assigned`), or one that comes unassigned. Never takes a token from a user.
 */
export function decideToken(me: Origin, existing: ImportedToken | undefined, assigned: boolean): Decision {
  if (!existing) return { act: 'create', outcome: 'created' };
  if (sameOrigin(existing.origin, me))
    return existing.replaced
      ? { act: 'none', outcome: 'updated', code: 'token.taken_over' }
      : { act: 'none', outcome: 'created' };
  if (existing.origin?.migration === me.migration) {
    const decision = rival(existing.origin, me, 'token.duplicate');
    return decision.act === 'displace' && existing.replaced
      ? { ...decision, outcome: 'updated', code: 'token.taken_over' }
      : decision;
  }
  if (!assigned) return { act: 'none', outcome: 'skipped', code: 'token.exists' };
  if (existing.assignee !== undefined) return { act: 'none', outcome: 'rejected', code: 'token.assigned' };
  return { act: 'take-over', outcome: 'updated', code: 'token.taken_over' };
}

/** A token whose user is not in the package: no user who existed before is given one. */
export function decideStrayToken(me: Origin, user: User | undefined): Decision {
  return user && user.origin?.migration !== me.migration
    ? { act: 'none', outcome: 'skipped', code: 'user.exists' }
    : { act: 'none', outcome: 'rejected', code: 'token.user_missing' };
}
