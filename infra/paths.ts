/** Where things are in the tree. In a file of its own, so that a module that asks for a path loads nothing else. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
/** What is built before a synth: functions/<name>/, console/. */
export const BUILD = join(ROOT, 'build');
