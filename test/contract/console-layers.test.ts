/**
 * The folders of console/ and what each may import, in the order in which they can be read. The two consoles share console/shared and
 * know nothing of each other; a page never imports the frame that shows it.
 */
import { circlesOf, fileGraph, folderGraph, forbiddenEdges, siblingGraph } from '#test/support/imports.ts';

const shared = (...names: string[]) => names.map((name) => `console/shared/${name}`);
const security = (...names: string[]) => names.map((name) => `console/security/${name}`);
const selfService = (...names: string[]) => names.map((name) => `console/self-service/${name}`);

const securityPage = [
  ...shared('browser', 'http', 'i18n', 'state', 'ui'),
  ...security('people', 'run', 'state', 'texts', 'ui'),
];
const selfServicePage = [
  ...shared('browser', 'http', 'i18n', 'logon', 'state', 'ui'),
  ...selfService('state', 'texts', 'ui'),
];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'console/shared/i18n': [],
  'console/shared/texts': shared('i18n'),
  'console/shared/browser': shared('i18n'),
  'console/shared/http': shared('i18n', 'texts'),
  'console/shared/state': shared('browser', 'http', 'i18n'),
  'console/shared/ui': shared('browser', 'http', 'i18n', 'state', 'texts'),
  'console/shared/logon': shared('browser', 'http', 'state', 'texts', 'ui'),
  'console/shared': shared('browser', 'i18n', 'state', 'texts', 'ui'),

  'console/security/texts/en': [],
  'console/security/texts/de': [...shared('i18n'), ...security('texts/en')],
  'console/security/texts/fr': [...shared('i18n'), ...security('texts/en')],
  'console/security/texts': [...shared('i18n', 'texts'), ...security('texts/de', 'texts/en', 'texts/fr')],
  'console/security/state': shared('browser', 'http', 'i18n', 'state'),
  'console/security/ui': [...shared('browser', 'http', 'i18n', 'state', 'ui'), ...security('state', 'texts')],
  'console/security/run': [...shared('browser', 'http', 'i18n', 'state', 'ui'), ...security('texts', 'ui')],
  'console/security/people': [...shared('browser', 'http', 'i18n', 'state', 'ui'), ...security('texts', 'ui')],
  'console/security/pages/campaigns': securityPage,
  'console/security/pages/export-key': securityPage,
  'console/security/pages/packers': securityPage,
  'console/security/pages/people': securityPage,
  'console/security/pages/mails': securityPage,
  'console/security/pages/questions': securityPage,
  'console/security/pages/records': securityPage,
  'console/security/pages/settings': securityPage,
  'console/security/pages/tokens': securityPage,
  'console/security/pages/upload': securityPage,
  'console/security/pages/cut-over': [...securityPage, ...security('run', 'state')],
  'console/security/pages/sources': securityPage,
  'console/security/pages/wall': securityPage,
  'console/security/pages/audit': [...securityPage, ...security('pages/settings')],
  'console/security/pages/runs': [...securityPage, ...security('pages/records', 'pages/sources')],
  'console/security/pages/overview': [...securityPage, ...security('pages/upload')],
  'console/security/pages/users': [...securityPage, ...security('pages/tokens')],

  'console/self-service/texts': shared('i18n', 'texts'),
  'console/self-service/state': shared('browser', 'http', 'state'),
  'console/self-service/ui': [...shared('http', 'state', 'ui'), ...selfService('state', 'texts')],
  'console/self-service/pages/account': selfServicePage,
  'console/self-service/pages/home': selfServicePage,
  'console/self-service/pages/password': selfServicePage,
  'console/self-service/pages/questions': selfServicePage,
  'console/self-service/pages/sessions': selfServicePage,
  'console/self-service/pages/tokens': selfServicePage,
  'console/self-service/pages/recovery': [...selfServicePage, ...selfService('pages/password')],

  /** How Vite builds both. */
  console: [],
};

/** The frame of a console knows all of its pages. */
const FRAMES = /^console\/(security|self-service)$/u;

const files = fileGraph(['console']);
const withTests = fileGraph(['console'], true);
const folders = folderGraph(files);
const pagesOf = (frame: string) => [...folders.keys()].filter((folder) => folder.startsWith(`${frame}/`));

test('the table names exactly the folders that hold sources, beside the frames', () => {
  const found = [...folders.keys()].filter((folder) => !FRAMES.test(folder));
  expect(Object.keys(ALLOWED).sort()).toEqual(found.sort());
});

test('each folder of console/ imports only the folders that its line of the table allows', () => {
  const frames = [...folders.keys()].filter((folder) => FRAMES.test(folder));
  const ofFrames = frames.map((frame) => [
    frame,
    [...pagesOf(frame), 'console/shared', ...shared('browser', 'http', 'logon', 'state', 'ui')],
  ]);
  expect(frames).toEqual(['console/security', 'console/self-service']);
  expect(forbiddenEdges(folders, { ...ALLOWED, ...Object.fromEntries(ofFrames) })).toEqual([]);
});

test('no folder of console/ imports itself by way of another one, even through its tests', () => {
  expect(circlesOf(folderGraph(withTests))).toEqual([]);
});

test.each(['console', 'console/shared', 'console/security', 'console/security/pages', 'console/self-service/pages'])(
  'the files and folders side by side in %s do not import each other in circles',
  (folder) => {
    expect(siblingGraph(withTests, folder).size).toBeGreaterThan(1);
    expect(circlesOf(siblingGraph(withTests, folder))).toEqual([]);
  },
);

test('no file of console/ imports itself by way of another one, by value or by type', () => {
  expect(files.size).toBeGreaterThan(200);
  expect(circlesOf(withTests)).toEqual([]);
});
