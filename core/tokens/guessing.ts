/**
 * T9: how likely strangers guess a passcode within a day, from the settings. The worst case: tokens whose passcode is six digits and nothing
 * beside them (a PINPad's, or a token without a PIN), and addresses that no limit but their own holds back.
 */
import { OVERALL_HOURS, type Settings } from '#core/settings/model.ts';
import { CODE_DIGITS } from './temporary-code.ts';
import { windowsOf } from './windows.ts';

export type Attack = {
  readonly users: number;
  /** Each in a network of its own, and none of them known (core/access/source-trust.ts). */
  readonly addresses: number;
  readonly tokensOfUser: number;
};
/** What the deployment is measured by (docs/security.md). */
export const REFERENCE: Attack = { users: 500, addresses: 50, tokensOfUser: 1 };
/** A chance a day that the settings are to stay under. */
export const LARGEST_CHANCE = 0.001;

const MINUTES_A_DAY = 1440;
const CODES = 10 ** 6;
/** A code alone, or the passcode with it. */
const WAYS_TO_TYPE_THE_NEXT = 2;
const count = ([first, last]: readonly [number, number]) => last - first + 1;
const software = {
  algorithm: 'securid-aes128',
  pinStyle: 'pinpad',
  interval: 60,
  offset: 0,
  lastInterval: -1,
} as const;

/** The parts of the arithmetic. `chance`: that at least one guess of a day succeeds, from 0 to 1. */
export function guessing({ throttles, lockout }: Settings, { users, addresses, tokensOfUser }: Attack) {
  const { near, wide } = windowsOf(software, Date.UTC(2026, 0, 1));
  const guesses = Math.min(
    addresses * throttles.failedLogonsPerSourcePerDay,
    // So many a lockout at each user, one lockout after the other.
    users * lockout.failures * Math.ceil(MINUTES_A_DAY / lockout.lockoutMinutes),
  );
  const withOneCode = Math.min(guesses, (24 / OVERALL_HOURS) * throttles.failedLogonsOverall);
  const atOnce = (tokensOfUser * count(near)) / CODES;
  const twice = ((tokensOfUser * count(wide)) / CODES) * (WAYS_TO_TYPE_THE_NEXT / CODES);
  const chance = 1 - (1 - atOnce) ** withOneCode * (1 - twice) ** (guesses - withOneCode);
  // A9: at worst every user has a temporary code out, and the stranger knows every PIN. It is compared once, and asks for no successor.
  const temporaryCode = 1 - (1 - tokensOfUser / 10 ** CODE_DIGITS) ** guesses;
  return { guesses, withOneCode, codesAtOnce: count(near), chance, temporaryCode };
}
/** A warning where the settings leave strangers a greater chance. */
export function guessingWarnings(settings: Settings): { readonly code: string; readonly reason: string }[] {
  const { chance } = guessing(settings, REFERENCE);
  if (chance < LARGEST_CHANCE) return [];
  return [
    {
      code: 'settings.guessing',
      reason: `With these limits strangers at ${REFERENCE.addresses} addresses guess a passcode of one of ${REFERENCE.users} users with a chance of ${(100 * chance).toFixed(2)} % a day. Lower throttles.failedLogonsOverall.`,
    },
  ];
}
