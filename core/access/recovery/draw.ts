/**
 * Which questions are asked: drawn by a keyed hash, so that the same ones come until they are answered right (Q2), and an
 * unknown user ID gets questions that do not change either.
 */
import { createHash, createHmac } from 'node:crypto';
import type { StoredAnswer } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Catalogue } from '#core/questions/catalogue.ts';

/** `hash` is absent for a decoy: no answer fits. */
export type Drawn = {
  readonly id: string;
  readonly language: string;
  readonly question: string;
  readonly hash?: string;
};
export type Draw = {
  readonly ring: KeyRing;
  readonly user: string;
  readonly round: number;
  readonly count: number;
};

type Asked = { readonly language: string; readonly question: string; readonly hash?: string };

const idOf = ({ language, question }: Asked): string =>
  createHash('sha256').update(`${language}\0${question}`).digest('base64url').slice(0, 16);

/**
 * Sorts by a keyed hash: the same order each time, not predictable without the key. The oldest key of the ring, not the current one:
 * a rotation draws no other questions (Q2), and a process that still has the old ring compares answers to the same ones.
 */
function shuffled<T>(draw: Draw, things: readonly T[], text: (thing: T) => string): T[] {
  const [oldest] = Object.values(draw.ring.keys);
  const weight = (thing: T) =>
    createHmac('sha256', oldest!)
      .update(JSON.stringify(['questions', draw.user, draw.round, text(thing)]))
      .digest('hex');
  return things
    .map((thing) => ({ thing, weight: weight(thing) }))
    .sort((a, b) => (a.weight < b.weight ? -1 : 1))
    .map(({ thing }) => thing);
}

function choose(draw: Draw, from: readonly Asked[]): Drawn[] {
  return shuffled(draw, from, ({ language, question }) => `${language} ${question}`)
    .slice(0, draw.count)
    .map((asked) => ({ ...asked, id: idOf(asked) }));
}

/** Of the user's own questions. */
export function drawOwn(draw: Draw, answers: readonly StoredAnswer[]): Drawn[] {
  return choose(draw, answers);
}

/** Of the catalogue: one language, then its questions. */
export function drawDecoys(draw: Draw, catalogue: Catalogue): Drawn[] {
  const [set] = shuffled(draw, catalogue, ({ language }) => language);
  return choose(draw, set?.questions.map((question) => ({ language: set.language, question })) ?? []);
}
