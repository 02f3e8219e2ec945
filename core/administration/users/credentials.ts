/**
 * Which changes are of credentials (A7). The ports that save take only a change that was looked at here: an act that forgets it does
 * not compile, and neither does a new field of users or tokens about which nothing is said.
 */
import type { User } from '#core/directory/model.ts';
import type { UserChange } from './edit.ts';
import { type Administrator, checkMayChangeCredentials } from './rights.ts';

declare const lookedAt: unique symbol;
/** A change that this administrator may make; only `allowedChange`, here and of tokens, makes one. */
export type Allowed<Change> = Change & { readonly [lookedAt]: true };

const USER_CREDENTIALS = {
  email: true,
  formerAddresses: true,
  readdressedAt: true,
  role: true,
  password: true,
  answers: true,
  tokens: true,
  sealId: true,
  waysGiven: true,
  userId: false,
  firstName: false,
  middleName: false,
  lastName: false,
  certificateDn: false,
  preferredLanguage: false,
  accountStart: false,
  accountEnd: false,
  enabled: false,
  lockedOut: false,
  failures: false,
  failuresSince: false,
  failedAt: false,
  firstTokenLogonAt: false,
  signedOffAt: false,
  sessionEpoch: false,
  imported: false,
  createdAt: false,
  updatedAt: false,
  version: false,
  origin: false,
  sourceUserId: false,
  externalId: false,
  source: false,
  packedAt: false,
  touchedAt: false,
  changedBy: false,
  disabledBy: false,
  peopleOf: false,
  journey: false,
} as const satisfies Readonly<Record<keyof User, boolean>>;

type Fields<Item> = { readonly set: Partial<Item>; readonly remove: readonly (keyof Item)[] };
export type Rule = boolean | { readonly to: boolean };

export function touches<Item extends object>(
  rules: Readonly<Record<keyof Item, Rule>>,
  { set, remove }: Fields<Item>,
): boolean {
  const removed = remove.some((field) => rules[field] !== false);
  return (
    removed ||
    (Object.keys(set) as (keyof Item)[]).some((field) => {
      const rule = rules[field];
      return typeof rule === 'boolean' ? rule : set[field] === rule.to;
    })
  );
}

/** @throws see checkMayChangeCredentials, where the change is one of credentials */
export function allowedChange(actor: Administrator, user: User, change: UserChange): Allowed<UserChange> {
  if (touches(USER_CREDENTIALS, change)) checkMayChangeCredentials(actor, user);
  return change as Allowed<UserChange>;
}
