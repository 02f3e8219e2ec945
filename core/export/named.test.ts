import { keyHash } from '#core/key-hash.ts';
import { namedIn } from './named.ts';

test('a refused user record still says whom it names, and which tokens', () => {
  const tokens = [{ serial: '1' }, { serial: '2', seed: 7 }];
  expect(namedIn({ type: 'user', userId: 'Ana', externalId: 'e', tokens })).toEqual({
    user: keyHash('ana'),
    ext: keyHash('e'),
    serials: ['1', '2'].map(keyHash),
    holds: { users: 1, tokens: 2 },
  });
  expect(namedIn({ type: 'token', serial: '3' })).toEqual({ serials: [keyHash('3')], holds: { users: 0, tokens: 1 } });
  expect(namedIn({ type: 'user', tokens: 'x' })).toEqual({ holds: { users: 1, tokens: 0 } });
});

test('what a refused record does not say is not known', () => {
  expect(namedIn({ userId: 7, externalId: [], tokens: [{ serial: '1' }, 'x'] })).toEqual({});
  expect(namedIn({ userId: 'Ana' })).toEqual({ user: keyHash('ana') });
  for (const json of [undefined, null, 'text', [], 7]) expect(namedIn(json)).toEqual({});
});
