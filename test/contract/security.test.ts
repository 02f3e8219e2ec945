/** docs/security.md answers for every rule that the product is measured against, and the tests that it names are there. */
import { existsSync, readFileSync } from 'node:fs';

const RULES = { P: 7, H: 5, Q: 5, F: 8, T: 7, A: 5, S: 6, U: 6, L: 4 };
const ids = Object.entries(RULES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);
const page = readFileSync('docs/security.md', 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| ([PHQFTASUL]\d) \|([^|]*)\|([^|]*)\|([^|]*)\|$/gmu)].map(([, id, kept, how, seen]) => [
    id!,
    { kept: kept!.trim(), how: how!.trim(), seen: seen!.trim() },
  ]),
);

test.each(ids)('%s has its row', (id) => {
  const row = rows.get(id);
  expect(row?.kept).toMatch(/^(kept|deviates|not yet)/u);
  expect(row?.how.length).toBeGreaterThan(10);
});

test('every row that is kept names a test or the reason why none can be', () => {
  const without = [...rows].filter(([, { kept, seen }]) => kept.startsWith('kept') && !seen.includes('.test.ts'));
  expect(without.map(([id]) => id)).toEqual(['H3']);
});

test('the files it names are there', () => {
  const named = [...page.matchAll(/`([\w./-]+\.(?:test\.)?ts)`/gu)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});
