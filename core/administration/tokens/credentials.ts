/** Which changes of a token are of credentials (A7): see core/administration/users/credentials.ts. */
import { type Allowed, type Rule, touches } from '#core/administration/users/credentials.ts';
import { type Administrator, checkMayChangeCredentials } from '#core/administration/users/rights.ts';
import type { Token, User } from '#core/directory/model.ts';
import type { TokenChange } from './change.ts';

/** `to`: a change of credentials where it is set to this value alone: disabling a token and reporting it lost only take a way in away. */
const TOKEN_CREDENTIALS = {
  assignee: true,
  pinHash: true,
  formerPins: true,
  temporaryCode: true,
  seed: true,
  offset: true,
  lastInterval: true,
  firstUsedAt: true,
  provedAt: true,
  suspendedAt: true,
  enabled: { to: true },
  lost: { to: false },
  serial: false,
  algorithm: false,
  digits: false,
  interval: false,
  pinStyle: false,
  failures: false,
  windows: false,
  startsAt: false,
  expiresAt: false,
  nickname: false,
  createdAt: false,
  updatedAt: false,
  version: false,
  origin: false,
  source: false,
  packedAt: false,
  touchedAt: false,
  changedBy: false,
  disabledBy: false,
  peopleOf: false,
  journey: false,
} as const satisfies Readonly<Record<keyof Token, Rule>>;

/** @param owner whose token it is, or will be @throws see checkMayChangeCredentials, where the change is one of credentials */
export function allowedTokenChange(
  actor: Administrator,
  owner: User | undefined,
  change: TokenChange,
): Allowed<TokenChange> {
  if (touches(TOKEN_CREDENTIALS, change)) checkMayChangeCredentials(actor, change.owner?.seen ?? owner);
  return change as Allowed<TokenChange>;
}
