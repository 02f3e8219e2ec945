/**
 * The folders of core/ and what each may import, in the order in which they can be read. `.`: the files at the root of core/,
 * which know the catalogue of errors alone; every other folder may use them.
 */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges, siblingGraph } from '#test/support/imports.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  /** The catalogue of errors. */
  errors: [],
  /** Text, time, errors, secrets, signatures, addresses: what knows nothing of the product's nouns. */
  '.': ['errors'],
  /** The package's format: manifest, parts, records, signature. */
  export: ['errors'],
  settings: [],
  /** Users and tokens as they are kept. */
  directory: ['export'],
  packers: ['export'],
  passwords: ['directory', 'settings'],
  questions: ['directory'],
  tokens: ['directory', 'settings'],
  /** What a directory gives: LDIF, CSV, LDAP entries, assignments, answers. */
  sources: ['export', 'passwords'],
  /** What token vendors write: sdtid, PSKC, OATH CSV. */
  'token-files': ['directory', 'errors', 'export', 'sources', 'tokens'],
  /** An export package made of sources and token files. */
  pack: ['errors', 'export', 'passwords', 'questions', 'sources', 'token-files', 'tokens'],
  /** Which acts a user is told of. */
  notices: [],
  /** The organisation's colour and logo. */
  branding: [],
  'mail/texts': ['notices'],
  mail: ['directory', 'mail/texts', 'notices', 'passwords', 'settings'],
  /** A package brought into the directory. */
  migration: ['directory', 'export', 'migration/policy', 'notices', 'passwords', 'questions', 'settings', 'tokens'],
  /** What follows the newest export, what waits, what stays. */
  'migration/policy': ['directory', 'export'],
  /** A whole export beside what is here: duplicates, who moves, who is gone. */
  'migration/comparing': ['directory', 'export', 'migration', 'notices', 'passwords'],
  /** What became of each record, for people and programs. */
  'migration/report': ['migration'],
  /** Starting, queueing, resuming and ending runs. */
  'migration/runs': ['errors', 'export', 'migration'],
  /** An import taken back. */
  'migration/rollback': ['directory', 'migration', 'migration/runs', 'settings'],
  /** Telling imported users what to do. */
  campaign: ['directory', 'mail', 'migration', 'tokens'],
  /** How far each person has come. */
  journey: ['directory', 'migration', 'passwords', 'questions', 'settings', 'tokens'],
  /** What releases before have stored. */
  upgrade: ['directory', 'migration'],
  'administration/users': ['directory', 'export', 'notices', 'passwords', 'settings', 'tokens'],
  'administration/tokens': ['administration/users', 'directory', 'export', 'notices', 'settings', 'tokens'],
  /** What help desk sees of a user who calls: what is wrong now, and which acts help. */
  'administration/callers': [
    'administration/tokens',
    'administration/users',
    'directory',
    'journey',
    'migration',
    'passwords',
    'questions',
    'settings',
    'tokens',
  ],
  /** Every other act of an administrator. */
  administration: [
    'administration/users',
    'branding',
    'campaign',
    'directory',
    'export',
    'journey',
    'mail',
    'mail/texts',
    'migration',
    'migration/report',
    'migration/rollback',
    'migration/runs',
    'notices',
    'packers',
    'questions',
    'settings',
    'tokens',
  ],
  /** Logon, sessions, limits. */
  access: ['branding', 'directory', 'mail', 'notices', 'passwords', 'questions', 'settings', 'tokens'],
  'access/profile': [
    'access',
    'administration/tokens',
    'directory',
    'notices',
    'passwords',
    'questions',
    'settings',
    'tokens',
  ],
  'access/recovery': [
    'access',
    'administration/users',
    'directory',
    'mail',
    'notices',
    'passwords',
    'questions',
    'settings',
  ],
};

const inCore = (folder: string) => (folder === '.' ? 'core' : `core/${folder}`);
const files = fileGraph(['core']);
const folders = folderGraph(files);

test('the table names exactly the folders that hold sources', () => {
  expect(Object.keys(ALLOWED).map(inCore).sort()).toEqual([...folders.keys()].sort());
});

test('each folder of core/ imports only the folders that its line of the table allows', () => {
  const allowed = Object.entries(ALLOWED).map(([from, to]) => [inCore(from), [...to.map(inCore), 'core']]);
  expect(forbiddenEdges(folders, { ...Object.fromEntries(allowed), core: ['core/errors'], 'core/errors': [] })).toEqual(
    [],
  );
});

test('the table allows nothing that no folder uses', () => {
  const used = (from: string, to: string) => folders.get(inCore(from))?.includes(inCore(to));
  const idle = Object.entries(ALLOWED).flatMap(([from, targets]) =>
    targets.filter((to) => !used(from, to)).map((to) => `${from} -> ${to}`),
  );
  expect(idle).toEqual([]);
});

test('no folder of core/ imports itself by way of another one, a folder with all below it taken as one', () => {
  expect(circlesOf(folders)).toEqual([]);
  expect(circlesOf(siblingGraph(files, 'core'))).toEqual([]);
});

test('no file of core/ imports itself by way of another one, by value or by type', () => {
  expect(files.size).toBeGreaterThan(150);
  expect(circlesOf(files)).toEqual([]);
});
