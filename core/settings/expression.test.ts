import fc from 'fast-check';
import {
  type Expression,
  includesAlone,
  METHODS,
  type Method,
  parseExpression,
  printExpression,
  satisfiedBy,
  ways,
  withTokenAlone,
} from './expression.ts';

const methods = fc.subarray([...METHODS]).map((list) => new Set<Method>(list));

/** A random expression as text beside its meaning, worked out without the parser. */
type Sample = { text: string; holds: (used: ReadonlySet<Method>) => boolean };
const { sample } = fc.letrec<{ sample: Sample; method: Sample; or: Sample; and: Sample }>((tie) => ({
  sample: fc.oneof({ maxDepth: 3 }, tie('method'), tie('or'), tie('and')),
  method: fc.constantFrom(...METHODS).map((method) => ({ text: method, holds: (used) => used.has(method) })),
  or: fc
    .tuple(tie('sample'), tie('sample'))
    .map(([a, b]) => ({ text: `(${a.text} / ${b.text})`, holds: (used) => a.holds(used) || b.holds(used) })),
  and: fc
    .tuple(tie('sample'), tie('sample'))
    .map(([a, b]) => ({ text: `(${a.text}+${b.text})`, holds: (used) => a.holds(used) && b.holds(used) })),
}));
const short = sample.filter(({ text }) => text.length <= 256);
const holds = (text: string, ...used: Method[]) => satisfiedBy(parseExpression(text), new Set(used));

test('an expression means what its parts mean', () => {
  fc.assert(
    fc.property(short, methods, ({ text, holds: meaning }, used) => {
      expect(satisfiedBy(parseExpression(text), used)).toBe(meaning(used));
    }),
  );
});

test('a text of 256 characters is read, a longer one is not', () => {
  const text = `RSA_Password${'/RSA_Password'.repeat(19)}`;
  expect(satisfiedBy(parseExpression(text.slice(0, 246).padEnd(256)), new Set(['RSA_Password']))).toBe(true);
  expect(() => parseExpression('RSA_Password'.padEnd(257))).toThrow(
    expect.objectContaining({ facts: { position: 256 } }),
  );
});

test('+ binds tighter than /, and parentheses bind tightest', () => {
  expect(holds('RSA_Password/LDAP_Password+OnDemand', 'RSA_Password')).toBe(true);
  expect(holds('RSA_Password/LDAP_Password+OnDemand', 'LDAP_Password')).toBe(false);
  expect(holds('(RSA_Password/LDAP_Password)+OnDemand', 'RSA_Password')).toBe(false);
  expect(holds('(RSA_Password/LDAP_Password)+OnDemand', 'RSA_Password', 'OnDemand')).toBe(true);
});

test.each([
  ['', 0],
  ['RSA_Password/', 13],
  ['RSA_Password SecurID_Native', 13],
  ['(RSA_Password', 13],
  ['RSA_Password)', 12],
  ['Kerberos', 0],
  ['rsa_password', 0],
  ['RSA_Password,OnDemand', 12],
  ['+RSA_Password', 0],
])('%j is refused at %i', (text, position) => {
  expect(() => parseExpression(text)).toThrow(expect.objectContaining({ code: 'settings.expression' }));
  expect(() => parseExpression(text)).toThrow(expect.objectContaining({ facts: { position } }));
});

test('more methods never satisfy less, and the ways are the smallest sets that satisfy', () => {
  fc.assert(
    fc.property(short, methods, ({ text }, used) => {
      const expression = parseExpression(text);
      const covered = ways(expression).some((way) => way.every((method) => used.has(method)));
      expect(satisfiedBy(expression, used)).toBe(covered);
    }),
  );
});

test('includes a method alone only where nothing else is needed', () => {
  const alone = (text: string) => includesAlone(parseExpression(text), 'SecurID_Native');
  expect(alone('RSA_Password/SecurID_Native')).toBe(true);
  expect(alone('RSA_Password+SecurID_Native')).toBe(false);
  expect(alone('SecurID_Native+(SecurID_Native/OnDemand)')).toBe(true);
});

test('adding the token alone touches no value that already has it, and keeps every old way', () => {
  fc.assert(
    fc.property(short, methods, ({ text }, used) => {
      const before = parseExpression(text);
      const result = withTokenAlone(text);
      const after: Expression = parseExpression(result.text);
      const had = includesAlone(before, 'SecurID_Native');
      expect(result.changed).toBe(!had);
      if (had) expect(result).toEqual({ text, changed: false });
      expect(includesAlone(after, 'SecurID_Native')).toBe(true);
      expect(satisfiedBy(after, used)).toBe(satisfiedBy(before, used) || used.has('SecurID_Native'));
      if (text.length < 200 && !had) expect(result.text).toBe(`${printExpression(before)}/SecurID_Native`);
      if (!had) expect(printExpression(after)).toBe(result.text);
    }),
  );
});

test('a value near the length limit still gets the token added', () => {
  const long = `RSA_Password${'/RSA_Password'.repeat(18)}`;
  expect(long.length).toBeGreaterThan(240);
  expect(withTokenAlone(long).text).toBe('RSA_Password/SecurID_Native');
});

test('the smallest ways, those of fewest methods first', () => {
  const text = '(RSA_Password+LDAP_Password)/SecurID_Native/(SecurID_Native+OnDemand)';
  expect(ways(parseExpression(text))).toEqual([['SecurID_Native'], ['RSA_Password', 'LDAP_Password']]);
});

test('a value that would grow too long is rewritten to its ways', () => {
  const text = `(RSA_Password+LDAP_Password)${'/OnDemand'.repeat(20)}`;
  const longer = `${text}${'/OnDemand'.repeat(4)}`;
  expect(withTokenAlone(text).text).toBe(`${text.replace(/[()]/gu, '')}/SecurID_Native`);
  expect(longer.length).toBeLessThanOrEqual(256);
  expect(withTokenAlone(longer).text).toBe('OnDemand/RSA_Password+LDAP_Password/SecurID_Native');
});

test('what is printed is read back as it was, with as few parentheses as there can be', () => {
  fc.assert(
    fc.property(short, ({ text }) => {
      const expression = parseExpression(text);
      const printed = printExpression(expression);
      expect(parseExpression(printed)).toEqual(expression);
      for (const [index] of [...printed.matchAll(/\(/gu)].map((match) => [match.index] as const)) {
        const close = closing(printed, index);
        const without = printed.slice(0, index) + printed.slice(index + 1, close) + printed.slice(close + 1);
        expect(parseExpression(without)).not.toEqual(expression);
      }
    }),
  );
});

/** Where the parenthesis that opens at `index` closes. */
function closing(text: string, index: number): number {
  let depth = 0;
  for (let at = index; ; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return at;
  }
}

test.each([
  ['((RSA_Password))', 'RSA_Password'],
  ['(RSA_Password/LDAP_Password)/OnDemand', 'RSA_Password/LDAP_Password/OnDemand'],
  ['RSA_Password + (LDAP_Password+OnDemand)', 'RSA_Password+LDAP_Password+OnDemand'],
  ['(RSA_Password+LDAP_Password)/OnDemand', 'RSA_Password+LDAP_Password/OnDemand'],
  ['(RSA_Password/LDAP_Password)+OnDemand', '(RSA_Password/LDAP_Password)+OnDemand'],
])('%s is written %s', (text, printed) => {
  expect(printExpression(parseExpression(text))).toBe(printed);
});
