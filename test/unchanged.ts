/**
 * Steps of `npm run check` whose result follows from the content of files alone: what has passed is not run again while that
 * content is the same. With `CI` in the environment, and in a clean clone, everything runs.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'build', 'check');

export type Judged = { readonly name: string; readonly command: readonly string[]; readonly reads?: RegExp };

/** The SHA-256 of the command and of each file that it reads, tracked by git or not yet. */
function digest({ command, reads }: Judged): string {
  const hash = createHash('sha256').update(JSON.stringify([command, process.version]));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  for (const file of new Set(files.toString('utf8').split('\0'))) {
    if (!reads!.test(file) || !existsSync(join(ROOT, file))) continue;
    const content = readFileSync(join(ROOT, file));
    hash.update(JSON.stringify([file, content.length])).update(content);
  }
  return hash.digest('hex');
}

const stampOf = ({ name }: Judged) => join(FOLDER, `${name.replaceAll(/\W+/gu, '-')}.sha256`);

/** @returns whether the step has passed with just these files */
export function hasPassed(step: Judged): boolean {
  if (!step.reads || process.env['CI']) return false;
  const stamp = stampOf(step);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(step);
}

/** @param digestBefore of the files as they were when the step began: they may have changed while it ran */
export function markPassed(step: Judged, digestBefore: string | undefined): void {
  if (!digestBefore) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(stampOf(step), digestBefore);
}

/** The digest to be kept for markPassed, of a step that is about to run. */
export const digestNow = (step: Judged): string | undefined => (step.reads ? digest(step) : undefined);
