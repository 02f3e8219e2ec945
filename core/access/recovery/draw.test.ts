import { type Draw, drawDecoys, drawOwn } from './draw.ts';

const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const draw: Draw = { ring, user: 'anna', round: 0, count: 2 };
const own = ['Pet?', 'School?', 'Car?', 'Job?'].map((question) => ({
  language: 'en',
  question,
  hash: `h ${question}`,
}));
const catalogue = ['en', 'de', 'fr', 'it'].map((language) => ({
  language,
  version: 1,
  questions: ['1?', '2?', '3?', '4?'].map((number) => `${language} ${number}`),
}));
const texts = (drawn: readonly { question: string }[]) => drawn.map(({ question }) => question);
const users = Array.from({ length: 40 }, (_, index) => ({ ...draw, user: `user ${index}` }));

test('as many questions are drawn as asked for, each with an id of 16 characters that depends on the question alone', () => {
  const drawn = drawOwn(draw, own);
  expect(drawn).toHaveLength(2);
  for (const { id, hash, question } of drawn) {
    expect(id).toMatch(/^[\w-]{16}$/u);
    expect(hash).toBe(`h ${question}`);
  }
  expect(new Set(drawOwn({ ...draw, count: 9 }, own).map(({ id }) => id)).size).toBe(4);
});

test('the order depends on key, user and round alone, not on the order of the answers', () => {
  const all = { ...draw, count: 4 };
  const order = texts(drawOwn(all, own));
  expect(texts(drawOwn(all, own.toReversed()))).toEqual(order);
  const other = { current: 'k', keys: { k: Buffer.alloc(32, 2) } };
  const orders = (draws: Draw[]) => new Set(draws.map((one) => texts(drawOwn({ ...one, count: 4 }, own)).join()));
  expect(orders(users).size).toBeGreaterThan(5);
  expect(orders(users.map((_user, round) => ({ ...draw, round }))).size).toBeGreaterThan(5);
  expect(orders(users.map((one) => ({ ...one, ring: other })))).not.toEqual(new Set([order.join()]));
});

test('decoys are of one language, which differs between unknown user IDs, and no answer is right', () => {
  const languages = users.map((user) => {
    const drawn = drawDecoys(user, catalogue);
    expect(drawn).toHaveLength(2);
    expect(drawn.every((one) => one.hash === undefined && one.language === drawn[0]!.language)).toBe(true);
    expect(drawDecoys(user, catalogue.toReversed())).toEqual(drawn);
    return drawn[0]!.language;
  });
  expect(new Set(languages).size).toBe(4);
  expect(drawDecoys(draw, [])).toEqual([]);
});
