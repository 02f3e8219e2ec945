/**
 * `npm run test:coverage [-- ARG ...]`: the unit tests, and which lines and branches of core/ none of them reached. Fails
 * below 100 %. Arguments go to jest (`-- core/tokens`); what is listed is then what those tests alone leave out.
 */
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import coverage from 'istanbul-lib-coverage';
import report from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import { run, UNIT } from './check.ts';
import { instrument, isCounted, ROOT } from './coverage/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-coverage-'));

/** Every file of core/ counts, whether a test loaded it or not. */
function readCoverage(): coverage.CoverageMap {
  const files = globSync('core/**/*.ts', { cwd: ROOT }).map((file) => join(ROOT, file));
  const map = coverage.createCoverageMap(
    Object.fromEntries(files.filter(isCounted).map((file) => [file, instrument(file).counts])),
  );
  for (const file of readdirSync(folder)) map.merge(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return map;
}

try {
  const NODE_OPTIONS = `--no-warnings --import=${join(import.meta.dirname, 'coverage/instrument.ts')}`;
  // In one process, which tells what it counted when it ends; the runner's threads are ended without a word.
  const command = ['jest', '--selectProjects', 'unit', '--maxWorkers=1', ...process.argv.slice(2)];
  const { code } = await run({ ...UNIT, command, env: { ...UNIT.env, LANDFALL_COVERAGE: folder, NODE_OPTIONS } }, true);
  const coverageMap = readCoverage();
  const { lines, branches } = coverageMap.getCoverageSummary();
  const full = lines.pct === 100 && branches.pct === 100;
  const context = report.createContext({ dir: folder, coverageMap });
  if (!full) reports.create('text', { skipFull: true, maxCols: 160 }).execute(context);
  const amounts = [lines, branches].map(({ covered, total }) => `${covered} of ${total}`);
  console.log(`\nThe unit tests reach ${amounts[0]} lines and ${amounts[1]} branches of core/.`);
  process.exitCode = code === 0 && full ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
