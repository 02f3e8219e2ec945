/** The files that are counted, and how. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';

export const ROOT = join(import.meta.dirname, '../..');
const CORE = join(ROOT, 'core/');

export const isCounted = (file: string): boolean =>
  file.startsWith(CORE) && file.endsWith('.ts') && !file.endsWith('.test.ts');

/** Types are erased in place, so that lines and columns are those of the source. */
export function instrument(file: string): { readonly code: string; readonly counts: FileCoverageData } {
  const instrumenter = createInstrumenter({ esModules: true });
  const code = instrumenter.instrumentSync(stripTypeScriptTypes(readFileSync(file, 'utf8')), file);
  return { code, counts: instrumenter.lastFileCoverage() as FileCoverageData };
}
