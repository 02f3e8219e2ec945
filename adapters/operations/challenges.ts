/** Challenges, links and grants in the operations table: CHALLENGE#<hash of the secret>/CHALLENGE. */
import type { Challenge, ChallengeKind } from '#core/access/challenge.ts';
import { transient } from '#core/errors.ts';
import { createItem, type Item, type Key, operationsTable, readItem, takeItem } from '../dynamodb/items.ts';

const keyOf = (hash: string): Key => ({ pk: `CHALLENGE#${hash}`, sk: 'CHALLENGE' });

function toChallenge(item: Item): Challenge {
  const { pk: _pk, sk: _sk, expiresAt: _expiresAt, ...challenge } = item;
  return challenge as unknown as Challenge;
}

export async function createChallenge(hash: string, challenge: Challenge): Promise<void> {
  const item = { ...keyOf(hash), ...challenge, expiresAt: Math.ceil(challenge.endsAt / 1000) };
  if (!(await createItem(operationsTable(), item))) throw transient('challenge.busy');
}

export async function readChallenge(hash: string): Promise<Challenge | undefined> {
  const item = await readItem(operationsTable(), keyOf(hash));
  return item && toChallenge(item);
}

export async function takeChallenge(hash: string, kind: ChallengeKind, now: number): Promise<Challenge | undefined> {
  const taken = await takeItem(operationsTable(), keyOf(hash), {
    expression: '#kind = :kind AND #endsAt > :now',
    values: { ':kind': kind, ':now': now },
  });
  return taken && toChallenge(taken);
}
