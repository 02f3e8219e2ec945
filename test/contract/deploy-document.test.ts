/** What docs/deploy.md, and what other pages give to `-c`, is there: values of the configuration, outputs, policies of operators. */
import { readdirSync, readFileSync } from 'node:fs';
import { CONFIGURATION_NAMES } from '#infra/configuration/values.ts';
import { OPERATOR_POLICIES } from '#lambdas/route/callers.ts';
import { sourcesOf } from '#test/support/imports.ts';

const page = readFileSync('docs/deploy.md', 'utf8');
const section = (number: number): string => page.split(new RegExp(`^## ${number}\\. `, 'mu'))[1]!.split(/^## /mu)[0]!;
/** The names in backticks of the first cells of a section's table. */
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| (`[^|]*) \|/gmu)].flatMap((row) =>
    [...row[1]!.matchAll(/`([^`]+)`/gu)].map((match) => match[1]!),
  );

test('each value of the configuration that a page gives to -c, or that the deploy document names, is one', () => {
  const known = ['config', ...CONFIGURATION_NAMES];
  const given = ['README.md', ...readdirSync('docs').map((file) => `docs/${file}`)]
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/-c landfall:(\w+)/gu)].map((match) => ({ file, name: match[1]! })),
    );
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter(({ name }) => !known.includes(name))).toEqual([]);
  const named = firstCells(section(3));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('each output that it names is one of the stacks', () => {
  const stacks = [...sourcesOf('infra')].map((file) => readFileSync(file, 'utf8')).join('\n');
  const named = firstCells(section(5)).filter((name) => /^[A-Z]/u.test(name));
  expect(named.length).toBeGreaterThan(4);
  // Of several records the name has a number behind it.
  expect(named.filter((name) => !stacks.includes(`'${name.replace(/\d$/u, '')}'`))).toEqual([]);
});

test('its steps are numbered in order, and the first table leads to them', () => {
  const numbers = [...page.matchAll(/^## (\d+)\. /gmu)].map((match) => Number(match[1]));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const table = page.split('## 1.')[0]!;
  expect([...table.matchAll(/^\| \[(\d+)/gmu)].map((match) => Number(match[1]))).toEqual([1, 9, 12, 13, 16]);
});

test('it attaches the policies of operators that the stack makes', () => {
  const cells = [...section(9).matchAll(/^\| [^|]+ \| (`[^|]+) \|$/gmu)].map((match) => match[1]!);
  const named = new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map((match) => match[1]!)));
  expect([...named].sort()).toEqual([...OPERATOR_POLICIES].sort());
});
