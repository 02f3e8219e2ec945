import * as z from 'zod';
import type { FoundTokens } from '#adapters/administration/tokens.ts';
import { type TokenAdministrationPorts, tokensOf, tokensWith } from '#core/administration/tokens/administer.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import { invalid } from '#core/errors.ts';

export type FindPorts = Pick<TokenAdministrationPorts, 'readTokens' | 'readUser'> & {
  unassignedTokens(next?: string): Promise<FoundTokens>;
};

const one = z.string().min(1).max(255).optional();
export const search = z.strictObject({
  serial: one,
  userId: one,
  unassigned: z.literal('true').optional(),
  next: z.string().max(1024).optional(),
});

/** By the first that is given. @throws LandfallError request.invalid where nothing is, request.next (400) */
export async function findTokens(ports: FindPorts, by: z.infer<typeof search>): Promise<FoundTokens> {
  const { serial, userId, unassigned, next } = by;
  if (serial !== undefined) return { tokens: await tokensWith(ports, serial) };
  if (userId !== undefined) return { tokens: await tokensOf(ports, lookupKey(userId)) };
  if (unassigned !== undefined) return ports.unassignedTokens(next);
  throw invalid('request.invalid', 'Search by one of serial, userId or unassigned=true.');
}
