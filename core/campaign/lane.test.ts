import { askedFor, FREE_LANE, givenBack, LEASE_MS, othersWait, renewed } from './lane.ts';

test('one campaign has the lane, renews its lease before each batch, and gives it back', () => {
  const { lane, taken } = askedFor(FREE_LANE, 'a', 't1', 1000);
  expect(taken).toBe(true);
  const waiting = askedFor(lane, 'b', 't2', 2000);
  expect([waiting.taken, othersWait(waiting.lane, 'a', 2000)]).toEqual([false, true]);
  expect(renewed(waiting.lane, 't1', 3000)?.holder).toEqual({ campaign: 'a', token: 't1', until: 3000 + LEASE_MS });
  expect(renewed(waiting.lane, 't2', 3000)).toBeUndefined();
  expect(givenBack(waiting.lane, 't2')).toBe(waiting.lane);
  expect(givenBack(waiting.lane, 't1').holder).toBeUndefined();
});

test('who had it last comes after another that waits, for as long as that one asks', () => {
  const first = askedFor(FREE_LANE, 'a', 't1', 0).lane;
  const asked = givenBack(askedFor(first, 'b', 't2', 1000).lane, 't1');
  expect(askedFor(asked, 'a', 't3', 2000).taken).toBe(false);
  expect(askedFor(asked, 'b', 't4', 2000)).toMatchObject({ taken: true, lane: { last: 'b', asked: {} } });
  expect(askedFor(asked, 'a', 't3', 62_000).taken).toBe(true);
});

test('a lease of a round that was killed ends by itself, and at once for its own campaign', () => {
  const killed = askedFor(FREE_LANE, 'a', 't1', 0).lane;
  expect(askedFor(killed, 'b', 't2', LEASE_MS - 1).taken).toBe(false);
  expect(askedFor(killed, 'b', 't2', LEASE_MS).taken).toBe(true);
  expect(askedFor(killed, 'a', 't3', 1).taken).toBe(true);
});
