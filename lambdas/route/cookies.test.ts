import { readCookies } from './cookies.ts';

const NAME = '__Host-landfall';

test('cookies are read by name, each value up to its end', () => {
  expect(readCookies(['a=1', `${NAME}=x.y.z==`, ' b\t= 2 '])).toEqual({ a: '1', [NAME]: 'x.y.z==', b: '2' });
  expect(readCookies()).toEqual({});
});

test.each([
  ['another case', [`${NAME.toLowerCase()}=x`]],
  [
    'white space that only some parsers take off',
    [`\u00a0${NAME}=x`, `\u2000${NAME}=x`, `\u0085${NAME}=x`, `\v${NAME}=x`],
  ],
  ['a value without a name', [`=${NAME}=x`]],
  ['no value', [NAME, `${NAME}x`]],
  ['a prefix', [`x${NAME}=x`, `$${NAME}=x`, `"${NAME}"=x`]],
  ['percent signs', ['__Host%2Dlandfall=x', '%5F_Host-landfall=x']],
  ['two of the name', [`${NAME}=x`, `${NAME}=y`]],
  ['three of the name, two of them the same', [`${NAME}=x`, `${NAME}=x`, ` ${NAME}=y`]],
])('no session comes from %s', (_what, pairs) => {
  expect(readCookies(pairs)[NAME]).toBeUndefined();
});

test('a name that has a meaning in JavaScript stays data', () => {
  const cookies = readCookies(['__proto__=x', 'constructor=y']);
  expect(Object.entries(cookies)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
