import { unlessNewer, updateUnlessNewer } from './items.ts';

const USER = { pk: 'USER#ana', sk: 'USER' };
const NOT_NEWER = '(attribute_not_exists(#v) OR #v <= :readable)';

test('no write over an item goes through where a later release has written it', () => {
  expect(unlessNewer(USER)).toEqual({ expression: NOT_NEWER, values: { ':readable': 1 } });
  expect(unlessNewer({ pk: 'MIGRATION#r', sk: 'MIGRATION' }).values).toEqual({ ':readable': 2 });
  expect(updateUnlessNewer(USER, { expression: 'SET #a = :a', values: { ':a': 1 } })).toEqual({
    expression: 'SET #a = :a',
    condition: NOT_NEWER,
    values: { ':a': 1, ':readable': 1 },
  });
});

test.each([
  ['#a = :a', '(#a = :a)'],
  ['(#a = :a OR #b = :b)', '(#a = :a OR #b = :b)'],
  ['(#a = :a) OR (#b = :b)', '((#a = :a) OR (#b = :b))'],
  ['attribute_exists(#a)', '(attribute_exists(#a))'],
  ['(#a = :a', '((#a = :a)'],
])('the condition %s keeps its meaning, without parentheses around parentheses', (expression, within) => {
  expect(unlessNewer(USER, { expression }).expression).toBe(`${within} AND ${NOT_NEWER}`);
});
