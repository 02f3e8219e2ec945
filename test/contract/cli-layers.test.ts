/** The folders of cli/ and what each may import, in the order in which they can be read. */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges, siblingGraph } from '#test/support/imports.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  /** Whether this is a single file, and what that carries. */
  'cli/artefact': [],
  /** What shells complete. */
  'cli/completion': [],
  /** What is printed. */
  'cli/text': [],
  /** Packages: packed from files, inspected; the files of the sample export. */
  'cli/package': ['cli/artefact'],
  /** A deployment, its API and its migrations. */
  'cli/online': ['cli/artefact', 'cli/text'],
  /** The sample export of `npm start`. */
  'cli/sample': ['cli/online', 'cli/package', 'cli/text'],
  /** What the person who runs a command gives it: options, secrets, token files. */
  'cli/input': ['cli/package'],
  /** One file a command. */
  'cli/commands': ['cli/completion', 'cli/input', 'cli/online', 'cli/package', 'cli/text'],
  /** `main.ts`, how a command starts and ends, and the list of commands. */
  cli: ['cli/artefact', 'cli/commands', 'cli/text'],
};

const files = fileGraph(['cli']);
const withTests = fileGraph(['cli'], true);
const folders = folderGraph(files);

test('the table names exactly the folders that hold sources', () => {
  expect(Object.keys(ALLOWED).sort()).toEqual([...folders.keys()].sort());
});

test('each folder of cli/ imports only the folders that its line of the table allows', () => {
  expect(forbiddenEdges(folders, ALLOWED)).toEqual([]);
});

test('no folder of cli/ imports itself by way of another one, even through its tests', () => {
  expect(circlesOf(folderGraph(withTests))).toEqual([]);
  expect(circlesOf(siblingGraph(withTests, 'cli'))).toEqual([]);
});

test('no file of cli/ imports itself by way of another one, by value or by type', () => {
  expect(files.size).toBeGreaterThan(40);
  expect(circlesOf(withTests)).toEqual([]);
});

test('a command imports no other command', () => {
  const commands = [...files].filter(([file]) => file.startsWith('cli/commands/'));
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.flatMap(([, targets]) => targets).filter((file) => file.startsWith('cli/commands/'))).toEqual([]);
});
