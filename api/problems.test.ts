/** The catalogue of errors (core/errors/) against the routes that name its codes and the sources that throw them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '#core/errors/catalogue.ts';
import { factsInWords, factsOf, meaningOf, PROBLEMS, statusesOf } from './problems.ts';
import { OPERATIONS, problemsOf } from './routes.ts';

const sources = ['core', 'adapters', 'lambdas', 'cli'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith('core/errors/') && file !== join('lambdas', 'error-lists.ts'))
    // A route that names a code does not throw it.
    .map((file) => readFileSync(file, 'utf8').replace(/\berrors: \[[^\]]*\]/gu, '')),
);

test.each(ERROR_CODES)('%s: is thrown somewhere', (code) => {
  const [family] = code.split('.');
  const literal = sources.some((text) => text.includes(`'${code}'`));
  // Of a token file the code is made of the field's name: `token.${field}`.
  const field = family === 'token' && sources.some((text) => text.includes(`Refusal(\`${family}.\${field}\`)`));
  expect(literal || field).toBe(true);
});

test('each code that the API answers with belongs to a route', () => {
  const named = new Set<string>(
    Object.entries(OPERATIONS).flatMap(([route, operation]) => problemsOf(route, operation)),
  );
  // Where there is no route there is none to name it.
  expect(PROBLEMS.filter((code) => !named.has(code))).toEqual(['request.not_found']);
});

test('a code has the status of the catalogue; what may not be told is `internal` with its own', () => {
  expect([statusesOf('throttle.source'), statusesOf('request.content_type')]).toEqual([[429], [415]]);
  expect(statusesOf('internal')).toEqual([500, 503]);
});

test('what a problem holds is told by name, with what a client must know of it', () => {
  expect(factsOf('pin.length')).toEqual(['min', 'max']);
  expect(factsInWords('pin.length')).toBe('`min`; `max`');
  expect(factsInWords('request.invalid')).toBe('`fields` (where known): path and reason of each, never a value');
  expect([factsOf('feature.off'), factsInWords('feature.off')]).toEqual([[], '']);
  expect(meaningOf('feature.off')).toBe('Forgot Your Password is switched off.');
});
