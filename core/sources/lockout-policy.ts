/**
 * How long a directory locks accounts, read out of its export: the domain object of Active Directory and its password settings
 * objects, password policies of OpenLDAP, OpenDJ, PingDS and Oracle, the configuration of 389 DS, the policies of FreeIPA.
 */
import { readBoolean } from './booleans.ts';
import type { DirectoryEntry } from './entry.ts';

/** Active Directory's and OpenDJ's own default, where nothing says it. */
export const DEFAULT_LOCKOUT_MS = 30 * 60_000;
/** FreeIPA's default. */
const DEFAULT_MAX_FAILURES = 6;

type Reader = (value: string) => number | undefined;

/** Seconds; zero: until an administrator unlocks. */
const seconds: Reader = (value) => {
  if (!/^\d{1,12}$/u.test(value)) return undefined;
  return value === '0' ? Number.POSITIVE_INFINITY : Number(value) * 1000;
};

/** Negative, in 100 ns; zero and the lowest number: until an administrator unlocks. */
const interval: Reader = (value) => {
  if (!/^(?:0|-\d{1,19})$/u.test(value)) return undefined;
  const ticks = -BigInt(value);
  return ticks === 0n || ticks >= 0x7fffffffffffffffn ? Number.POSITIVE_INFINITY : Number(ticks / 10_000n);
};

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** "15 m", "30 minutes", "1 h 30 m", "0 s"; a number alone is of seconds. Zero: until an administrator unlocks. */
const worded: Reader = (value) => {
  let rest = value.toLowerCase();
  let sum = 0;
  while (rest !== '') {
    const found = /^(\d{1,12})\s*(milliseconds?|ms|[smhdw])?[a-z]*[\s,]*/u.exec(rest);
    if (!found) return undefined;
    sum += Number(found[1]) * UNIT_MS[(found[2] ?? 's').replace(/^milli.*/u, 'ms')]!;
    rest = rest.slice(found[0].length);
  }
  return sum === 0 ? Number.POSITIVE_INFINITY : sum;
};

const DURATIONS: Readonly<Record<string, Reader>> = {
  lockoutduration: interval,
  'msds-lockoutduration': interval,
  pwdlockoutduration: seconds,
  passwordlockoutduration: seconds,
  krbpwdlockoutduration: seconds,
  'ds-cfg-lockout-duration': worded,
  'ds-pwp-lockout-duration': worded,
};
const MAX_FAILURES = 'krbpwdmaxfailure';
/** An attribute that says whether accounts are locked at all, or unlock by themselves. */
const SWITCHES = { locks: ['pwdlockout', 'passwordlockout'], unlocks: ['passwordunlock'] };

/** What has to be read of an entry. */
export const POLICY_ATTRIBUTES: ReadonlySet<string> = new Set([
  'objectclass',
  MAX_FAILURES,
  ...Object.keys(DURATIONS),
  ...SWITCHES.locks,
  ...SWITCHES.unlocks,
]);

/** Entries that may hold one, for a search in a live directory. */
export const POLICY_FILTER = `(|${[...Object.keys(DURATIONS), 'pwdlockout']
  .map((attribute) => `(${attribute}=*)`)
  .join('')})`;

export class LockoutPolicies {
  #ms: number | undefined;
  #line: number | undefined;
  #maxFailures: number | undefined;

  readonly #asked = [...POLICY_ATTRIBUTES].filter((attribute) => attribute !== 'objectclass');

  /** Takes in what an entry says. Of several durations the longest counts: which users it is for is not known here. */
  take(entry: DirectoryEntry): void {
    if (!this.#asked.some((attribute) => entry.values.has(attribute))) return;
    const first = (attribute: string) => entry.values.get(attribute)?.[0]?.trim() || undefined;
    const says = (attributes: readonly string[], answer: boolean) =>
      attributes.some((attribute) => readBoolean(first(attribute) ?? '') === answer);
    const classes = (entry.values.get('objectclass') ?? []).map((name) => name.toLowerCase());
    // Every Active Directory has this object beside its domain; what it says locks no account of the domain.
    if (classes.includes('builtindomain') || says(SWITCHES.locks, false)) return;
    const failures = first(MAX_FAILURES);
    if (failures !== undefined && /^[1-9]\d{0,8}$/u.test(failures))
      this.#maxFailures = Math.min(this.#maxFailures ?? Number(failures), Number(failures));
    const durations = Object.entries(DURATIONS).flatMap(([attribute, read]) => {
      const value = first(attribute);
      const ms = value === undefined ? undefined : read(value);
      return ms === undefined ? [] : [ms];
    });
    // A policy that locks and names no duration locks until an administrator unlocks (draft-behera-ldap-password-policy, 5.2.11).
    if (durations.length === 0 && !says(SWITCHES.locks, true)) return;
    const ms =
      says(SWITCHES.unlocks, false) || durations.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...durations);
    if (this.#ms !== undefined && this.#ms >= ms) return;
    this.#ms = ms;
    this.#line = entry.line;
  }

  get lockoutMs(): number {
    return this.#ms ?? DEFAULT_LOCKOUT_MS;
  }

  get maxFailures(): number {
    return this.#maxFailures ?? DEFAULT_MAX_FAILURES;
  }

  /** Where the duration was read; undefined where nothing says one. */
  get line(): number | undefined {
    return this.#line;
  }
}
