/**
 * The folders of lambdas/: what all functions share stands below them, and no function knows another one. `lambdas` itself holds
 * the list of all routes.
 */
import { existsSync } from 'node:fs';
import { circlesOf, fileGraph, folderGraph, forbiddenEdges } from '#test/support/imports.ts';

const SHARED: Readonly<Record<string, readonly string[]>> = {
  /** A route as a value: who may call it, what it takes and answers. */
  'lambdas/route': [],
  /** Log lines, ports that several functions need, the frame of a state's function. */
  'lambdas/shared': [],
  /** A middleware for each thing that guards a route. */
  'lambdas/middleware': ['lambdas/route', 'lambdas/shared'],
  /** Routes joined with their middlewares as one handler. */
  'lambdas/serve': ['lambdas/middleware', 'lambdas/route', 'lambdas/shared'],
};

const files = fileGraph(['lambdas']);
const folders = folderGraph(files);
const functions = [...folders.keys()].filter((folder) => existsSync(`${folder}/index.ts`));

test('every folder of lambdas/ is a function or has its row in the table', () => {
  expect(functions.length).toBeGreaterThan(20);
  expect([...folders.keys()].sort()).toEqual(['lambdas', ...functions, ...Object.keys(SHARED)].sort());
});

test('a function imports what all functions share, and no other function', () => {
  const ofFunctions = functions.map((folder) => [folder, ['lambdas/route', 'lambdas/serve', 'lambdas/shared']]);
  const allowed = { ...SHARED, ...Object.fromEntries(ofFunctions), lambdas: [...functions, 'lambdas/route'] };
  expect(forbiddenEdges(folders, allowed)).toEqual([]);
});

test('neither folders nor files of lambdas/ import each other in circles', () => {
  expect(circlesOf(folders)).toEqual([]);
  expect(circlesOf(files)).toEqual([]);
});
