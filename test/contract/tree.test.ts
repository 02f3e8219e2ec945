/** What every file of the tree keeps to: sizes that one screen holds, and nothing of any one machine in it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1;

test('a handler holds parsing, one call and the mapping of its result: 60 lines at most, of a route 20', () => {
  const handlers = files.filter((file) => /^lambdas\/[^/]+\/handler\.ts$/u.test(file));
  expect(handlers.length).toBeGreaterThan(10);
  expect(handlers.filter((file) => lines(file) > 60)).toEqual([]);
  const routes = files
    .filter((file) => /^lambdas\/[^/]+\/[^/]+(?<!\.test)\.ts$/u.test(file))
    .flatMap((file) => {
      const handle = /^ {2}handle:[\s\S]*?^\}\);$/mu.exec(readFileSync(file, 'utf8'))?.[0];
      return handle === undefined ? [] : [{ file, lines: handle.split('\n').length - 1 }];
    });
  expect(routes.length).toBeGreaterThan(40);
  expect(routes.filter(({ lines }) => lines > 20)).toEqual([]);
});

/** Written by `npm run generate`, in the order of the functions. */
const GENERATED = ['infra/sent-actions.ts'];

test('no source is longer than 300 lines, and the median of core is under 90', () => {
  const sources = files.filter(
    (file) =>
      /\.tsx?$/u.test(file) && !file.endsWith('.test.ts') && !file.startsWith('test/') && !GENERATED.includes(file),
  );
  expect(sources.filter((file) => lines(file) > 300)).toEqual([]);
  const sizes = sources
    .filter((file) => file.startsWith('core/'))
    .map(lines)
    .sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(90);
});

test('the lockfile names no registry host, and every dependency is pinned', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, string>>;
  const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))).toEqual([]);
});
