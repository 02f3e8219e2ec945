/** A token as administrators, and as its own user, see it: never a seed, a PIN or a hash of one (T4). */
import type { Token } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { inNewPinMode, tokenState } from '#core/tokens/state.ts';

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

export type TokenDetail = ReturnType<typeof tokenDetail>;

/** @param now Unix milliseconds */
export function tokenDetail(token: Token, policy: Settings['tokenPolicy'], now: number) {
  const { serial, algorithm, digits, interval, pinStyle, enabled, lost, failures, nickname, assignee, version } = token;
  return {
    serial,
    algorithm,
    digits,
    interval,
    pinStyle,
    state: tokenState(token, now),
    enabled,
    lost,
    newPinMode: inNewPinMode(token),
    nextTokencodeMode: failures >= policy.wrongPasscodesToNextTokencode,
    failures,
    /** In intervals; the device's clock is ahead where it is positive. */
    clockOffset: token.offset,
    nickname,
    assignee,
    startsAt: iso(token.startsAt),
    expiresAt: iso(token.expiresAt),
    createdAt: iso(token.createdAt)!,
    updatedAt: iso(token.updatedAt)!,
    version,
  };
}

export function ownToken(token: Token, now: number) {
  const { serial, nickname, pinStyle } = token;
  const state = tokenState(token, now);
  return { serial, nickname, pinStyle, state, newPinMode: inNewPinMode(token), expiresAt: iso(token.expiresAt) };
}
