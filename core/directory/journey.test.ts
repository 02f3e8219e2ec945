import { placeOf, SHARDS, shardsOf } from './journey.ts';

test('a person stands under its source, in the shard that its key chooses, by kind and key', () => {
  // sha256('ana') begins with 2, sha256('000000000001') with 5.
  expect(placeOf('prod', 'user', 'ana')).toEqual({ peopleOf: 'prod#2', journey: 'user#ana' });
  expect(placeOf('prod', 'token', '000000000001').journey).toBe('token#000000000001');
});

test('every place is in one of the shards of its source, and every shard is used', () => {
  const used = new Set(Array.from({ length: 100 }, (_, index) => placeOf('a#b', 'user', `u${index}`).peopleOf));
  expect([...used].sort()).toEqual(shardsOf('a#b'));
  expect(shardsOf('a#b')).toHaveLength(SHARDS);
});

test.each([1, 2, 3, 4])(
  'a key that is longer than the index can take is cut at a character, and its hash tells it apart (%i)',
  (pad) => {
    const long = `${'x'.repeat(pad)}${'صلى'.repeat(600)}`;
    const { journey } = placeOf('prod', 'user', long);
    expect(Buffer.byteLength(journey, 'utf8')).toBeLessThanOrEqual(1024);
    expect(journey).not.toContain('\ufffd');
    expect(journey.startsWith(`user#${'x'.repeat(pad)}صلى`)).toBe(true);
    expect(placeOf('prod', 'user', `${long}a`).journey).not.toBe(journey);
  },
);
