import fc from 'fast-check';
import { hrefOf, parseRoute } from './route.ts';

test.each([
  ['', [], {}],
  ['#/', [], {}],
  ['#/users/ada', ['users', 'ada'], {}],
  ['#/users//ada/', ['users', 'ada'], {}],
  ['#/welcome?t=a.b-c_d', ['welcome'], { t: 'a.b-c_d' }],
  ['#/forgot-password?link=a?b', ['forgot-password'], { link: 'a?b' }],
  ['#/users/%E0%A4%A', ['users', '%E0%A4%A'], {}],
])('the fragment %j is read as the path %j and the values %j', (fragment, path, values) => {
  expect(parseRoute(fragment)).toEqual({ path, values });
});

test('any path and any values are read back unchanged from the address built from them', () => {
  const segment = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(fc.array(segment), fc.dictionary(fc.string({ minLength: 1 }), segment), (path, values) => {
      fc.pre(!('__proto__' in Object.assign({}, values)) || !Object.hasOwn(values, '__proto__'));
      const route = parseRoute(hrefOf(path, values));
      expect(route.path).toEqual(path);
      expect({ ...route.values }).toEqual({ ...values });
    }),
  );
});

test('empty and missing values are left out of the address', () => {
  expect(hrefOf(['users'], { query: '', next: undefined, a: '1' })).toBe('#/users?a=1');
});
