/**
 * A first look at an export, before its users are read: how long the directory's lockouts last, and in what order its dates have day
 * and month. Policies may stand behind the users, and one date that can only be read in one way decides for all.
 */
import type { DirectoryEntry } from './entry.ts';
import { LockoutPolicies, POLICY_ATTRIBUTES } from './lockout-policy.ts';
import type { Mapping } from './mapping.ts';
import { type DateOrder, dateOrderOf } from './times.ts';

const TIMES = ['accountStart', 'accountEnd', 'lockedOut'] as const;

export class Survey {
  readonly #dates: readonly string[];
  readonly #orders = new Set<DateOrder>();
  readonly policies = new LockoutPolicies();

  constructor(mapping: Mapping) {
    this.#dates = TIMES.flatMap((field) => mapping[field]);
  }

  /** What has to be read of an entry. */
  get wanted(): ReadonlySet<string> {
    return new Set([...POLICY_ATTRIBUTES, ...this.#dates]);
  }

  /** Every entry has a class: by itself it says nothing here. */
  get interests(): readonly string[] {
    return [...this.wanted].filter((attribute) => attribute !== 'objectclass');
  }

  take(entry: DirectoryEntry): void {
    this.policies.take(entry);
    for (const attribute of this.#dates) {
      const value = entry.values.get(attribute)?.[0];
      const order = value === undefined ? undefined : dateOrderOf(value);
      if (order) this.#orders.add(order);
    }
  }

  /** Undefined where no date says it, or two disagree. */
  get dateOrder(): DateOrder | undefined {
    return this.#orders.size === 1 ? [...this.#orders][0] : undefined;
  }
}
