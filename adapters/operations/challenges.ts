/** Challenges, links and grants in the operations table: CHALLENGE#<hash of the secret>/CHALLENGE. */
import * as z from 'zod';
import { CHALLENGE_KINDS, type Challenge, type ChallengeKind } from '#core/access/challenge.ts';
import { transient } from '#core/errors.ts';
import { METHODS } from '#core/settings/expression.ts';
import { CONSOLES } from '#core/settings/methods.ts';
import type { Shape } from '#core/stored.ts';
import { createItem, type Key, operationsTable, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

const keyOf = (hash: string): Key => ({ pk: `CHALLENGE#${hash}`, sk: 'CHALLENGE' });

const challenge: z.ZodType<Challenge> = z.object({
  kind: z.enum(CHALLENGE_KINDS),
  user: z.string(),
  epoch: z.number(),
  issuedAt: z.number(),
  endsAt: z.number(),
  console: z.enum(CONSOLES).exactOptional(),
  methods: z.array(z.enum(METHODS)).exactOptional(),
  also: z.string().exactOptional(),
  mode: z.enum(['email-link+questions', 'email-link+token', 'questions']).exactOptional(),
  byAdministrator: z.boolean().exactOptional(),
  completes: z.enum(['verify', 'answers']).exactOptional(),
  serial: z.string().exactOptional(),
  interval: z.number().exactOptional(),
} satisfies Shape<Challenge>);

export async function createChallenge(hash: string, issued: Challenge): Promise<void> {
  const item = { ...keyOf(hash), ...issued, expiresAt: Math.ceil(issued.endsAt / 1000) };
  if (!(await createItem(operationsTable(), item))) throw transient('challenge.busy');
}

export async function readChallenge(hash: string): Promise<Challenge | undefined> {
  const item = await readItem(operationsTable(), keyOf(hash));
  return item && item['takenAt'] === undefined ? readAs(challenge, item) : undefined;
}

/** Marks it rather than deletes it: an item that is gone can't say who took it, where the answer to the first attempt was lost. */
export async function takeChallenge(hash: string, kind: ChallengeKind, now: number): Promise<Challenge | undefined> {
  const taken = await updateItem(operationsTable(), keyOf(hash), {
    expression: 'SET #takenAt = :now',
    condition: '#kind = :kind AND #endsAt > :now AND attribute_not_exists(#takenAt)',
    values: { ':kind': kind, ':now': now },
  });
  return taken.done ? readAs(challenge, taken.item) : undefined;
}
