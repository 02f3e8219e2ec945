/** The helper that the tests of the layout look through: what it overlooks, they let pass. */
import {
  circlesOf,
  fileGraph,
  folderGraph,
  forbiddenEdges,
  type Graph,
  importsIn,
  siblingGraph,
  sourcesOf,
} from '#test/support/imports.ts';

const graph = (edges: Record<string, string[]>): Graph => new Map(Object.entries(edges));

describe('imports of a file', () => {
  const names = (text: string, file = 'console/a/b.ts') => importsIn(text, file).map(({ name }) => name);

  test('are found in every form that the language has', () => {
    const text = `
import { one } from '#core/one.ts';
import type { Two } from '../two.ts';
import three, {
  type Four,
} from './four.ts';
import './style.css';
export { five } from './five.ts';
export * from '../../six.ts';
export type { Seven } from './c/seven.ts';
const eight = await import('#cli/eight.ts');
type Nine = typeof import('./nine.ts');
import { readFileSync } from 'node:fs';
`;
    expect(names(text)).toEqual([
      'core/one.ts',
      'console/two.ts',
      'console/a/four.ts',
      'console/a/style.css',
      'console/a/five.ts',
      'six.ts',
      'console/a/c/seven.ts',
      'cli/eight.ts',
      'console/a/nine.ts',
      'node:fs',
    ]);
  });

  test('are not found in comments or in strings', () => {
    const text = `
/** Use it so:
 *  import { a } from './a.ts'; */
export const origin = 'came from';
export const text = \`from './b.ts'\`;
`;
    expect(names(text)).toEqual([]);
  });

  test('of types are marked, and a file that gives both types and values counts as imported by value', () => {
    const text = `
import type { A } from './a.ts';
import { type B } from './b.ts';
import type { C } from './c.ts';
import { c } from './c.ts';
export type { D } from './d.ts';
`;
    expect(importsIn(text, 'core/x.ts')).toEqual([
      { name: 'core/a.ts', typeOnly: true },
      { name: 'core/b.ts', typeOnly: false },
      { name: 'core/c.ts', typeOnly: false },
      { name: 'core/d.ts', typeOnly: true },
    ]);
  });
});

describe('circles', () => {
  test('are absent from a graph without a way back', () => {
    expect(circlesOf(graph({ a: ['b', 'c'], b: ['c', 'd'], c: ['d'] }))).toEqual([]);
  });

  test('include a node that points to itself', () => {
    expect(circlesOf(graph({ a: ['a'] }))).toEqual(['a -> a']);
  });

  test('of two nodes that point to each other are named once', () => {
    expect(circlesOf(graph({ b: ['a'], a: ['b'] }))).toEqual(['a -> b -> a']);
  });

  test('are found behind a node that lies on none', () => {
    expect(circlesOf(graph({ start: ['c'], c: ['d'], d: ['e', 'end'], e: ['c'] }))).toEqual(['c -> d -> e -> c']);
  });

  test('through one node are all named, each by the nodes that have no shorter one', () => {
    expect(circlesOf(graph({ a: ['b', 'c'], b: ['a'], c: ['d'], d: ['a'] }))).toEqual([
      'a -> b -> a',
      'a -> c -> d -> a',
    ]);
  });
});

describe('a graph of files', () => {
  const files = graph({
    'x/app.ts': ['x/pages/home.ts', 'x/ui/button.ts'],
    'x/pages/home.ts': ['x/ui/button.ts', 'x/pages/part/row.ts'],
    'x/pages/part/row.ts': ['x/ui/button.ts'],
    'x/ui/button.ts': [],
  });

  test('gives a graph of the folders that hold the files', () => {
    expect(folderGraph(files)).toEqual(
      graph({ x: ['x/pages', 'x/ui'], 'x/pages': ['x/pages/part', 'x/ui'], 'x/pages/part': ['x/ui'], 'x/ui': [] }),
    );
  });

  test('gives a graph of what stands side by side in a folder, where a circle shows that the folders alone hide', () => {
    expect(siblingGraph(files, 'x')).toEqual(
      graph({ 'x/app.ts': ['x/pages', 'x/ui'], 'x/pages': ['x/ui'], 'x/ui': [] }),
    );
    const hidden = graph({
      'x/a/one.ts': ['x/b/two.ts'],
      'x/b/two.ts': ['x/a/deep/three.ts'],
      'x/a/deep/three.ts': [],
    });
    expect(circlesOf(folderGraph(hidden))).toEqual([]);
    expect(circlesOf(siblingGraph(hidden, 'x'))).toEqual(['x/a -> x/b -> x/a']);
  });

  test('is held against a table: an edge that the table lacks is named, and so is one from a folder that it lacks', () => {
    const allowed = { x: ['x/pages', 'x/ui'], 'x/pages': ['x/pages/part', 'x/ui'] };
    expect(forbiddenEdges(folderGraph(files), allowed)).toEqual(['x/pages/part -> x/ui']);
    expect(forbiddenEdges(folderGraph(files), { ...allowed, 'x/pages/part': ['x/ui'] })).toEqual([]);
  });
});

test('the graph of this project holds its sources and their imports, and the tests only where they are asked for', () => {
  expect(sourcesOf('core')).toContain('core/text.ts');
  expect(sourcesOf('core').filter((file) => file.includes('.test.'))).toEqual([]);
  expect(sourcesOf('core', true)).toContain('core/text.test.ts');
  expect(fileGraph(['core'], true).get('core/text.test.ts')).toEqual(['core/text.ts']);
  expect(fileGraph(['cli']).get('cli/main.ts')).toEqual(expect.arrayContaining(['cli/start.ts']));
  expect([...fileGraph(['cli']).values()].flat().filter((name) => !name.startsWith('cli/'))).toEqual([]);
});
