import * as z from 'zod';
import type * as users from '#adapters/administration/users.ts';
import { addressOf } from '#core/address.ts';
import { type UserView, userView } from '#core/administration/users/view.ts';
import { chunksOf } from '#core/concurrency.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { Token, User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';

export type FindPorts = Pick<typeof users, 'findByEmail' | 'findByPrefix' | 'findBySerial' | 'listUsers'> & {
  readUser(key: string): Promise<User | undefined>;
  readTokens(serials: readonly string[]): Promise<Token[]>;
  readSettings(): Promise<{ readonly settings: Settings }>;
};
const one = z.string().min(1).max(255).optional();
export const search = z.strictObject({
  userId: one,
  startsWith: one,
  email: one,
  serial: one,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  next: z.string().max(1024).optional(),
});

type Page = { readonly users: readonly User[]; readonly next?: string; readonly upgrading?: true };

/** Of one consistent read of many. */
const TOKENS_AT_ONCE = 100;

/** By the first that is given, or all. @throws LandfallError request.next (400) */
export async function findUsers(ports: FindPorts, by: z.infer<typeof search>): Promise<Page> {
  const { userId, serial, email, startsWith, limit, next } = by;
  const single = (user: User | undefined): Page => ({ users: user ? [user] : [] });
  if (userId !== undefined) return single(await ports.readUser(lookupKey(userId)));
  if (serial !== undefined) return single(await ports.findBySerial(serial));
  if (email !== undefined) return ports.findByEmail(addressOf(email) ?? email, next);
  return startsWith === undefined ? ports.listUsers(limit, next) : ports.findByPrefix(startsWith, limit, next);
}

/** Users with their tokens, which are read together: a page has more of them than one look each would be worth. */
export async function viewsOf(ports: FindPorts, users: readonly User[], now: number): Promise<UserView[]> {
  const serials = chunksOf([...new Set(users.flatMap(({ tokens }) => tokens))], TOKENS_AT_ONCE);
  const tokens = (await Promise.all(serials.map((chunk) => ports.readTokens(chunk)))).flat();
  const bySerial = new Map(tokens.map((token) => [token.serial, token]));
  const tokensOf = (user: User) => user.tokens.flatMap((serial) => bySerial.get(serial) ?? []);
  const { settings } = await ports.readSettings();
  return users.map((user) => userView(user, tokensOf(user), settings, now));
}
