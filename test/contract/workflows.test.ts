/** What CI is told to run is there, and nothing of others runs in it that could change without a commit here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { EXECUTABLES } from '#distribution/executables.ts';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'));
const text = workflows.join('\n');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
} & Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>;

test('every action is pinned to a commit, with the release that it is', () => {
  const used = text.match(/^ *-? *uses: .*$/gmu) ?? [];
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(line))).toEqual([]);
});

test('every workflow may read the repository and nothing else, and keeps no credentials', () => {
  for (const workflow of workflows) {
    expect([...workflow.matchAll(/^ *permissions:\n((?: +.*\n)+)/gmu)].map((match) => match[1]!.trim())).toEqual([
      'contents: read',
    ]);
    const checkouts = workflow.match(/uses: actions\/checkout@/gu)?.length ?? 0;
    expect(workflow.match(/persist-credentials: false/gu)?.length).toBe(checkouts);
    expect(workflow).not.toMatch(/\bsecrets\.|pull_request_target/u);
  }
});

test('what is run is there: scripts, tests, and the files that are made', () => {
  const scripts = [...text.matchAll(/npm run ([\w:-]+)/gu)].map((match) => match[1]!);
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
  const tests = [...text.matchAll(/npm run integration -- ([\w/-]+)/gu)].map((match) => `test/${match[1]}.test.ts`);
  expect(tests.filter((file) => !existsSync(file))).toEqual([]);
  const programs = [...text.matchAll(/\blandfall-[\w-]+-x64(?:\.exe)?/gu)].map((match) => match[0]);
  expect([...new Set(programs)].sort()).toEqual(EXECUTABLES.map(({ file }) => file).sort());
});

test('each package that Renovate is told of by name is used', () => {
  const { packageRules } = JSON.parse(readFileSync('renovate.json', 'utf8')) as {
    packageRules: { matchPackageNames: string[] }[];
  };
  const names = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  const unknown = packageRules
    .flatMap(({ matchPackageNames }) => matchPackageNames)
    .filter((name) => !names.some((one) => (name.endsWith('/**') ? one.startsWith(name.slice(0, -2)) : one === name)));
  expect(unknown).toEqual([]);
});
