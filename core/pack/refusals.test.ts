import { Refusals } from './refusals.ts';

test('refusals are counted by code in the order of their first, with details', () => {
  const refusals = new Refusals();
  refusals.note('token.mac', '000000000001');
  refusals.note('user.invalid');
  refusals.note('token.mac', '000000000002');
  expect(refusals.list()).toEqual([
    { code: 'token.mac', count: 2, details: ['000000000001', '000000000002'] },
    { code: 'user.invalid', count: 1, details: [] },
  ]);
});

test('at most a hundred details of 120 characters are kept, and counting goes on', () => {
  const refusals = new Refusals();
  for (let n = 0; n < 101; n += 1) refusals.note('answer.length', `${n}`.padEnd(121, '.'));
  const [{ count, details }] = refusals.list() as [ReturnType<Refusals['list']>[number]];
  expect({ count, kept: details.length, last: details.at(-1) }).toEqual({
    count: 101,
    kept: 100,
    last: '99'.padEnd(120, '.'),
  });
});

test('the list of refusals is a copy', () => {
  const refusals = new Refusals();
  refusals.note('answer.length', 'a');
  refusals.list()[0]!.details.push('b');
  expect(refusals.list()[0]!.details).toEqual(['a']);
});
