/**
 * The seeds of tokens that are here, opened to be compared with those that an export brings. Nothing is kept beside a seed that would tell
 * it from another one; each of the few keys under which a part's tokens were sealed is asked for once.
 */
import type { Token } from '#core/directory/model.ts';
import { openSeed } from '#core/tokens/seal.ts';
import { mapLimited } from '../concurrency.ts';

export type Unwrap = (wrapped: Uint8Array, context: Readonly<Record<string, string>>) => Promise<Buffer>;
/** By the token as it was read; Base64. One that can't be opened is no seed that an export could bring. */
export type OpenedSeeds = ReadonlyMap<Token, string>;

const CONCURRENT = 8;

/** Any error of opening means the same: `openSeed` throws no other. */
function opened(key: Buffer, { serial, seed }: Token): string | undefined {
  try {
    return openSeed(key, serial, seed.box).toString('base64');
  } catch {
    return undefined;
  }
}

export async function openSeeds(unwrap: Unwrap, tokens: readonly Token[]): Promise<OpenedSeeds> {
  const groups = Map.groupBy(tokens, ({ seed }) =>
    JSON.stringify([Buffer.from(seed.wrappedKey).toString('base64'), seed.context]),
  );
  const seeds = await mapLimited([...groups.values()], CONCURRENT, async (group) => {
    const { wrappedKey, context } = group[0]!.seed;
    const key = await unwrap(wrappedKey, context);
    const pairs = group.flatMap((token) => {
      const seed = opened(key, token);
      return seed === undefined ? [] : [[token, seed] as const];
    });
    key.fill(0);
    return pairs;
  });
  return new Map(seeds.flat());
}
