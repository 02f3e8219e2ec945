/**
 * Nothing is exported that no other file imports, nothing stands in the product that only tests use, and no package is installed that
 * nothing imports. knip.json names where programs begin, and the packages that are run and never imported. What tests alone may use,
 * such as the code that a token shows, is marked `@internal`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What knip reports, a finding a line; nothing where all is in use. */
function findings(...options: string[]): string {
  const args = [
    'node_modules/knip/bin/knip.js',
    '--no-progress',
    '--no-config-hints',
    '--reporter',
    'compact',
    ...options,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}` || `knip ended with ${status}`;
}

test('every file, export and package is used by another file, be it a test', () => {
  expect(findings('--include', 'files,exports,types,dependencies')).toBe('');
});

test('every file and export of the product is used by the product, not by tests alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-unused-'));
  try {
    // A helper of its own file may be exported for its tests.
    const config = { ...(JSON.parse(readFileSync('knip.json', 'utf8')) as object), ignoreExportsUsedInFile: true };
    writeFileSync(join(folder, 'knip.json'), JSON.stringify(config));
    expect(findings('--production', '--config', join(folder, 'knip.json'), '--include', 'files,exports')).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
