/**
 * The folders of infra/, and local/, which runs what they describe: each may import what the table names, in the order in which they can
 * be read.
 */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges, siblingGraph } from '#test/support/imports.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  /** What is written by hand: the list of functions and of tables, where things are. */
  infra: ['infra/rights'],
  /** What each function may use, by names of resources. */
  'infra/rights': [],
  /** An operator's configuration: what each value is, and how it is read. */
  'infra/configuration': ['infra'],
  /** Parts that the stacks are made of. */
  'infra/constructs': ['infra', 'infra/configuration', 'infra/rights'],
  /** Alarms, and what they count. */
  'infra/constructs/watch': ['infra', 'infra/configuration', 'infra/constructs'],
  /** The CDK app and its stacks. */
  'infra/stacks': ['infra', 'infra/configuration', 'infra/constructs', 'infra/constructs/watch'],
  /** Commands that restore what a deployment adopts. */
  'infra/recovery': ['infra', 'infra/configuration'],
  /** From sources to a cloud assembly: bundles, pages, the synth. */
  'infra/synth': ['infra', 'infra/configuration', 'infra/rights', 'infra/stacks'],
  /** What a deployment costs. */
  'infra/cost': ['infra', 'infra/cloud-assembly', 'infra/stacks', 'infra/synth'],
  /** How long a migration takes on AWS. */
  'infra/scale': ['infra', 'infra/configuration', 'infra/cost'],
  /** Reads a cloud assembly, without the CDK. */
  'infra/cloud-assembly': [],
  /** The embedded deployment. */
  local: ['infra', 'infra/cloud-assembly', 'infra/synth', 'local/aws', 'local/backup', 'local/folder', 'local/iam'],
  /** What the engines say of account, region and errors. */
  'local/aws': [],
  /** Judges what functions and services do, by the policies of the templates. */
  'local/iam': ['infra', 'infra/cloud-assembly', 'infra/rights', 'local/aws'],
  /** The folder of all that it keeps, before anything runs on it. */
  'local/folder': [],
  /** Copies of the folder, and back. */
  'local/backup': ['local/folder'],
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
