/**
 * Loaded before anything else in a covered run: counts what runs of core/ as Istanbul counts it, the way not
 * taken of an `if` without `else`, of `&&`, `??` and defaults included, which V8's own coverage can't see.
 */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument, isCounted } from './source.ts';

const folder = process.env['LANDFALL_COVERAGE']!;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const file = url.startsWith('file:') ? fileURLToPath(url) : '';
    return isCounted(file) ? { ...loaded, format: 'module', source: instrument(file).code } : loaded;
  },
});
process.on('exit', () => {
  const counts = (globalThis as { __coverage__?: object }).__coverage__;
  if (counts) writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(counts));
});
