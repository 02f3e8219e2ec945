/** What one act changes on a token and on its user: one write, all or nothing. */
import type { GivenWay, Token, User, WayGiven } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { TokenAction } from '#core/notices/ways.ts';

export type TokenChange = {
  /** `updatedAt` is the time of the act: imports do not change the token from then on (core/directory/touched.ts). */
  readonly set: Partial<Token> & Pick<Token, 'updatedAt'>;
  readonly remove: readonly (keyof Token)[];
  /** Only while no interval from this one on has been spent (resynchronisation). */
  readonly unspentFrom?: number;
  /** The user of the same transaction, as seen. `tokens`: the serials from now on. */
  readonly owner?: OwnerChange | undefined;
  /** Only while this user's role is the one that was looked at (A4): an administrator of a lower role must not act on a user who was promoted meanwhile. */
  readonly roleOf?: User | undefined;
};
export type OwnerChange = {
  readonly seen: User;
  readonly tokens?: readonly string[] | undefined;
  readonly endSessions: boolean;
  /** What administrators gave the user of late, this act included: only while it is as in `seen` (A9). */
  readonly waysGiven?: readonly WayGiven[] | undefined;
};

/** One entry of the audit for a change. */
export type TokenAct = {
  readonly action: TokenAction;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
};
/** `gives`: what of A9 the change puts into its user's hands. */
export type PlannedChange = {
  readonly change: TokenChange;
  readonly acts: readonly TokenAct[];
  readonly gives?: readonly GivenWay[];
};

export const tokenConflict = () =>
  invalid('token.conflict', 'The token or its user changed in the meantime. Look at the token again.');

/** @throws LandfallError token.conflict (409) where the token is not the one that was seen any more */
export function checkSeen(token: Token, version: number): void {
  if (token.version !== version) throw tokenConflict();
}

/** What removes a suspension together with the failures that led to it. */
export const suspension = ({ suspendedAt }: Pick<Token, 'suspendedAt'>): readonly 'suspendedAt'[] =>
  suspendedAt === undefined ? [] : ['suspendedAt'];

/** T5: sessions that a token opened end when it can't be used any more, whether its user or a thief has it. */
export const endSessions = (owner: User | undefined): OwnerChange | undefined =>
  owner && { seen: owner, endSessions: true };
