import { isSamePerson, knownPerson } from './same-person.ts';

const ana = { source: 'old', externalId: 'one' };

test.each([
  [ana, ana, true],
  [ana, { ...ana, externalId: 'two' }, false],
  [ana, { ...ana, source: 'other' }, false],
  [ana, { source: 'old' }, true],
  [{}, ana, true],
  [{}, {}, true],
])('%j and %j under one user ID: the same person is %s', (one, other, same) => {
  expect(isSamePerson(one, other)).toBe(same);
});

test('of a user only the source and the immutable id are kept', () => {
  const user = { ...ana, firstName: 'Ana' };
  expect(knownPerson(user)).toEqual(ana);
  expect(knownPerson({})).toEqual({});
});
