/** The folders of adapters/ stand one above the other: each may import what the table names, and nothing imports back. */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges } from '#test/support/imports.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  /** Clients, the deployment's variables, KMS and Secrets Manager. */
  'adapters/aws': [],
  /** Any table: items, batches, searches. */
  'adapters/dynamodb': ['adapters/aws'],
  /** The audit: entries written with the acts that they record, and reading them. */
  'adapters/audit': ['adapters/aws', 'adapters/dynamodb'],
  /** The directory table, as a logon and the settings meet it. */
  'adapters/directory': ['adapters/audit', 'adapters/aws', 'adapters/dynamodb'],
  /** What administrators find and change in it. */
  'adapters/administration': [
    'adapters/audit',
    'adapters/aws',
    'adapters/directory',
    'adapters/dynamodb',
    'adapters/journeys',
    'adapters/upgrade',
  ],
  /** The operations table: sessions, challenges, throttles. */
  'adapters/operations': ['adapters/audit', 'adapters/aws', 'adapters/dynamodb'],
  /** What a logon reads and writes at once, across the tables. */
  'adapters/access': ['adapters/audit', 'adapters/directory', 'adapters/dynamodb', 'adapters/operations'],
  'adapters/mail': ['adapters/aws', 'adapters/dynamodb'],
  /** Packages, reports, the record of a migration, its mails. */
  'adapters/runs': ['adapters/audit', 'adapters/aws', 'adapters/directory', 'adapters/dynamodb'],
  /** The directory as an import writes it. */
  'adapters/ingest': ['adapters/aws', 'adapters/directory', 'adapters/dynamodb', 'adapters/mail', 'adapters/runs'],
  /** The people as lists, counts and searches show them. */
  'adapters/journeys': ['adapters/directory', 'adapters/dynamodb', 'adapters/runs'],
  /** What releases before have stored. */
  'adapters/upgrade': ['adapters/aws', 'adapters/directory', 'adapters/dynamodb'],
  /** What is no service of AWS. */
  'adapters/web': [],
};

const files = fileGraph(['adapters']);
const folders = folderGraph(files);

test('each folder of adapters/ has its row in the table, and no row is without a folder', () => {
  expect([...folders.keys()].sort()).toEqual(Object.keys(ALLOWED).sort());
});

test('a folder of adapters/ imports only what its row allows', () => {
  expect(forbiddenEdges(folders, ALLOWED)).toEqual([]);
});

test('neither folders nor files of adapters/ import each other in circles', () => {
  expect(circlesOf(folders)).toEqual([]);
  expect(circlesOf(files)).toEqual([]);
});
