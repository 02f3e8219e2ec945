import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, REASONS } from './actions.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const code = ['core', 'lambdas', 'adapters']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');
const all = (pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1]!);

test('every action that the code records is in the list', () => {
  const named = [
    ...all(/\baction: '([\w.-]+)'/gu),
    ...all(/\baction = [^;\n]*?'([\w.-]+\.[\w.-]+)'/gu),
    ...all(/ : '(token\.[\w-]+)';/gu),
    ...all(/\badminister\(ports, \w+, '([\w.]+)'/gu),
    ...all(/\bauditRecovery\(ports, '(\w+)'/gu).map((step) => `recovery.${step}`),
  ];
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((action) => !(ACTIONS as readonly string[]).includes(action))).toEqual([]);
});

test('every action of the list is recorded by the code', () => {
  const kept = ACTIONS.filter((action) => {
    const step = action.startsWith('recovery.') ? action.slice('recovery.'.length) : action;
    return code.includes(`'${action}'`) || code.includes(`'${step}'`);
  });
  expect(kept).toEqual([...ACTIONS]);
});

test('every reason of a failed logon or recovery is in the list', () => {
  const named = [...all(/\b(?:reason|fault): '([\w.-]+)'/gu), ...all(/\bawait audit\('([\w.-]+)'\)/gu)];
  expect(named.length).toBeGreaterThan(3);
  expect([...new Set(named)].filter((reason) => !(REASONS as readonly string[]).includes(reason))).toEqual([]);
});
