/** The tables and pictures of docs/architecture.md are those of the code. */
import { readFileSync } from 'node:fs';
import { fileGraph } from '#test/support/imports.ts';

const page = readFileSync('docs/architecture.md', 'utf8');
const section = (heading: string) => page.split(new RegExp(`^#+ ${heading}$`, 'mu'))[1]!.split(/^#/mu)[0]!;
/** The names in backticks of a table's first and last cell, without their slash. */
const namesIn = (cell: string) => [...cell.matchAll(/`([\w-]+)\/`/gu)].map((match) => match[1]!);

describe('the folders of core/', () => {
  const rows = section('The folders of core/')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1));
  const table = new Map(rows.map((cells) => [namesIn(cells[0]!)[0]!, namesIn(cells.at(-1)!)]));

  const imports = new Map<string, Set<string>>();
  for (const [file, names] of fileGraph(['core'])) {
    const [, folder, below] = file.split('/');
    if (below === undefined) continue;
    const found = imports.get(folder!) ?? new Set();
    for (const name of names) {
      const [, other, inside] = name.split('/');
      if (inside !== undefined && other !== folder) found.add(other!);
    }
    imports.set(folder!, found);
  }

  test('each have their row', () => {
    expect([...table.keys()].sort()).toEqual([...imports.keys()].sort());
  });

  test.each([...table])('%s/ imports what its row says, and nothing else', (folder, allowed) => {
    expect([...(imports.get(folder) ?? [])].sort()).toEqual([...allowed].sort());
  });

  test('stand in an order in which each row needs only rows above it', () => {
    const order = [...table.keys()];
    const early = [...table].flatMap(([folder, allowed]) =>
      allowed.filter((other) => order.indexOf(other) > order.indexOf(folder)).map((other) => `${folder} -> ${other}`),
    );
    expect(early).toEqual([]);
  });
});

test('the picture of the migration has the states of the state machine', () => {
  const machine = JSON.parse(readFileSync('statemachines/migration.asl.json', 'utf8')) as {
    States: Record<string, { Type: string }>;
  };
  const picture = new Set(section('The migration').match(/\b[A-Z][a-z]+[A-Z]\w+|\bSummarize\b/gu));
  const tasks = Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task' || Type === 'Map');
  expect(tasks.map(([name]) => name).filter((name) => !picture.has(name))).toEqual([]);
});
