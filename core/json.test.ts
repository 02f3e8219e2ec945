import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseJson } from './json.ts';

test('half of a surrogate pair is refused wherever it stands, and nothing else is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.boolean(), (value, ascii) => {
      const json = JSON.stringify(value);
      const text = ascii
        ? json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : json;
      expect(parseJson(text)).toEqual(JSON.parse(json));
    }),
  );
  for (const half of ['\\ud800', '\\uDFFF', 'a\\ude00\\ud83d', '\\ud83dx'])
    for (const text of [`"${half}"`, `{"${half}":1}`, `[{"a":{"b":["${half}"]}}]`])
      expect(() => parseJson(text)).toThrow(SyntaxError);
});

test('JSON from outside is read here alone', () => {
  // What is stored already stays readable as it is, and what is compiled in, or was put into bytes a moment ago, is our own.
  const own = ['core/passwords/weak.ts', 'core/pack/holdings.ts', 'core/pack/token-store.ts'];
  const exempt = ['core/json.ts', 'core/stored.ts', ...own];
  const readers = ['core', 'lambdas', 'adapters']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !exempt.includes(file))
    .filter((file) => readFileSync(file, 'utf8').includes('JSON.parse('));
  expect(readers).toEqual([]);
});
