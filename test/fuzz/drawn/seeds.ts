/** Files that begin a mutation: those of the field, of vendors and of the sample. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ROOT } from '#infra/paths.ts';
import type { Random } from '../random.ts';

/** Folders of which each file is one. A finding is added here as a file of its own, beside its test. */
const FOLDERS = ['samples/corp', 'test/fixtures/field', 'test/fixtures/pskc', 'test/fixtures/sdtid'];

type Known = { readonly file: string; readonly kind: string };
let known: readonly Known[] | undefined;
const all = (): readonly Known[] => {
  known ??= FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .sort()
      .map((name) => ({ file: join(ROOT, folder, name), kind: extname(name).slice(1) })),
  );
  return known;
};

/** Bytes that a mutation begins with are cut to so many: what is behind them shows nothing new. */
const MOST = 64 * 1024;

/** One of the files with these endings. */
export function seedFile(random: Random, ...kinds: readonly string[]): Buffer {
  const fitting = all().filter(({ kind }) => kinds.includes(kind));
  return readFileSync(random.pick(fitting).file).subarray(0, MOST);
}
