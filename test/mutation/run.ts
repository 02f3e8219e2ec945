/**
 * `npm run test:mutation [-- PART ...]`: changes core/ and lambdas/ in thousands of small ways, one at a time, and looks whether
 * a unit test notices. A part is a folder or a file (`core/access`, `core/xml.ts`); its own folder's tests alone must notice then.
 * Fails below 90 %. What may live, and why: survivors.md.
 * --static       adds what runs only while a module is loaded (tables, schemas): each such change is tried by all tests of its
 *                folder, hours for all of core/, so the rule is without.
 * --incremental  begins where the last such run of the same parts ended.
 */
import { dirname, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { UNIT } from '../check.ts';

process.env['TZ'] = UNIT.env.TZ;

const args = process.argv.slice(2);
const withStatic = args.includes('--static');
const given = args.filter((arg) => !arg.startsWith('--')).map((part) => part.replace(/\/$/u, ''));
const parts = given.length === 0 ? ['core', 'lambdas'] : given;
const folders = [...new Set(parts.map((part) => (part.endsWith('.ts') ? dirname(part) : `${part}/**`)))];
const results = await new Stryker({
  mutate: [
    ...parts.map((part) => (part.endsWith('.ts') ? part : `${part}/**/*.ts`)),
    '!**/*.test.ts',
    // Texts only.
    '!core/mail/texts/*.ts',
  ],
  testRunner: 'jest',
  jest: {
    configFile: 'test/mutation/jest.config.ts',
    config: { testMatch: folders.map((folder) => `<rootDir>/${folder}/*.test.ts`) },
  } as never,
  plugins: ['@stryker-mutator/jest-runner', `${import.meta.dirname}/prose.ts`],
  ignorers: ['prose'],
  coverageAnalysis: 'perTest',
  ignoreStatic: !withStatic,
  concurrency: Number(process.env['LANDFALL_CONCURRENCY'] ?? 2),
  ignorePatterns: ['/build', '/cdk.out', '/.landfall', '/coverage'],
  tempDirName: 'build/stryker',
  incremental: args.includes('--incremental'),
  incrementalFile: `build/mutation/${[...parts, ...(withStatic ? ['static'] : [])].join('+').replaceAll('/', '-')}.json`,
  reporters: ['clear-text', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
  disableTypeChecks: false,
  // Node erases the types: the sandbox needs no compiler's settings, which Stryker can't rewrite with TypeScript 7.
  tsconfigFile: 'none.json',
  thresholds: { high: 95, low: 90, break: 90 },
}).runMutationTest();

/** The score of each folder: killed and timed out of all that were tried. */
const scores = new Map<string, { caught: number; tried: number }>();
for (const { fileName, status } of results) {
  if (status === 'Ignored' || status.endsWith('Error')) continue;
  const folder = relative(process.cwd(), dirname(fileName));
  const { caught, tried } = scores.get(folder) ?? { caught: 0, tried: 0 };
  scores.set(folder, { caught: caught + (status === 'Killed' || status === 'Timeout' ? 1 : 0), tried: tried + 1 });
}
for (const [folder, { caught, tried }] of scores)
  console.log(`${((100 * caught) / tried).toFixed(1).padStart(5)} % of ${String(tried).padStart(4)} in ${folder}`);
