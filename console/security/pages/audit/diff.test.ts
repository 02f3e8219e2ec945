import { diffOf, factsOf, pageOf, pageOfActor } from './diff.ts';

test('the difference lists the fields of both sides once each', () => {
  expect(diffOf({ a: 1, b: [1] }, { b: [2], c: null })).toEqual([
    { field: 'a', before: 1, after: undefined },
    { field: 'b', before: [1], after: [2] },
    { field: 'c', before: undefined, after: null },
  ]);
});

test('a missing side and a value without fields are shown whole', () => {
  expect(diffOf(undefined, { role: 'admin' })).toEqual([{ field: 'role', before: undefined, after: 'admin' }]);
  expect(diffOf(undefined, undefined)).toEqual([]);
  expect(diffOf([{ language: 'en_US' }], undefined)).toEqual([
    { field: '', before: [{ language: 'en_US' }], after: undefined },
  ]);
});

test('facts without a value are left out', () => {
  expect(factsOf({ method: 'link', user: undefined, code: null })).toEqual([['method', 'link']]);
  expect(factsOf(undefined)).toEqual([]);
});

test.each([
  ['token.lost', '000123456789', ['tokens', '000123456789']],
  ['user.edited', 'ada', ['users', 'ada']],
  ['logon', 'unknown:0123456789abcdef', undefined],
  ['migration.started', '0f', ['runs', '0f']],
  ['settings.changed', 'settings', ['settings']],
  ['settings.changed', '0f', ['runs', '0f']],
  ['questions.imported', 'questions', ['questions']],
  ['packers.added', '0f', undefined],
])('an entry with the action %s and the object %s leads to the page %j', (action, object, page) => {
  expect(pageOf(action, object)).toEqual(page);
});

test('an actor has a page only where it is a user', () => {
  expect(pageOfActor('ada')).toEqual(['users', 'ada']);
  for (const actor of ['system', 'upload', 'arn:aws:iam::1:user/ada', 'unknown:01'])
    expect(pageOfActor(actor)).toBeUndefined();
});
