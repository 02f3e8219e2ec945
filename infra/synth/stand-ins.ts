/** What a synth needs of a build, where the templates alone are wanted: nothing is bundled. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '../functions.ts';

/** A folder with functions/ and console/, as createApp wants it. */
export function builtStandIns(): string {
  const built = mkdtempSync(join(tmpdir(), 'landfall-built-'));
  for (const name of Object.keys(FUNCTIONS)) {
    mkdirSync(join(built, 'functions', name), { recursive: true });
    writeFileSync(join(built, 'functions', name, 'index.cjs'), `exports.handler = () => '${name}';`);
  }
  mkdirSync(join(built, 'console', 'assets'), { recursive: true });
  writeFileSync(join(built, 'console', 'assets', 'a-1f3e.js'), 'export {};');
  writeFileSync(join(built, 'console', 'index.html'), '<!doctype html>');
  return built;
}
