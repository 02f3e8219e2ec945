/**
 * The folders of infra/, and local/, which runs what they describe: each may import what the table names, in the order in which they can
 * be read.
 */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges, siblingGraph } from '#test/support/imports.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  /** What is written by hand: the list of functions, an operator's configuration, where things are. */
  infra: [],
  /** Parts that the stacks are made of. */
  'infra/constructs': ['infra'],
  /** The CDK app and its two stacks. */
  'infra/stacks': ['infra', 'infra/constructs'],
  /** From sources to a cloud assembly: bundles, pages, the synth. */
  'infra/synth': ['infra', 'infra/stacks'],
  /** Reads a cloud assembly, without the CDK. */
  'infra/cloud-assembly': [],
  /** The embedded deployment. */
  local: ['infra', 'infra/cloud-assembly', 'infra/synth'],
};

const files = fileGraph(['infra', 'local']);
const folders = folderGraph(files);

test('each folder of infra/ and local/ has its row in the table, and no row is without a folder', () => {
  expect([...folders.keys()].sort()).toEqual(Object.keys(ALLOWED).sort());
});

test('a folder of infra/ or local/ imports only what its row allows', () => {
  expect(forbiddenEdges(folders, ALLOWED)).toEqual([]);
});

test('neither folders nor files of infra/ and local/ import each other in circles', () => {
  expect(files.size).toBeGreaterThan(30);
  expect(circlesOf(folders)).toEqual([]);
  expect(circlesOf(files)).toEqual([]);
});

test('the folders and files side by side in infra/ do not import each other in circles', () => {
  expect(circlesOf(siblingGraph(files, 'infra'))).toEqual([]);
});
