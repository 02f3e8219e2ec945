import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dictionary } from '@zxcvbn-ts/language-common';
import { build, stop } from 'esbuild';
import { isCommon } from '#core/passwords/blocklist.ts';
import { precompute } from './precompute.ts';

const WORDS = dictionary['passwords-common'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-bundles-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

const bundleOne = async (entry: string, name: string): Promise<string> => {
  const outfile = join(folder, name);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [precompute],
    logLevel: 'silent',
  });
  return outfile;
};

test('the bundled module refuses the passwords that the package lists, and no others', async () => {
  const outfile = await bundleOne('core/passwords/blocklist.ts', 'blocklist.cjs');
  expect(statSync(outfile).size).toBeLessThan(400_000);
  const bundled = (await import(pathToFileURL(outfile).href)) as { isCommon: typeof isCommon };
  const listed = new Set<string>(WORDS);
  expect(listed.size).toBeGreaterThan(49_000);
  const disagree = WORDS.filter((word) => !bundled.isCommon(word) || !isCommon(word));
  expect(disagree).toEqual([]);
  // Neighbours of what is listed: one letter more in front, so that no repetition comes of it.
  const others = WORDS.map((word) => `§${word}`);
  expect(others.filter((word) => bundled.isCommon(word) || isCommon(word))).toEqual([]);
});

test('a module that exports anything but bytes stops the bundling', async () => {
  const modules = join(folder, 'core', 'passwords');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, 'common.ts'), "export const COMMON = ['a word'];\n");
  await expect(bundleOne(join(modules, 'common.ts'), 'wrong.cjs')).rejects.toThrow(/COMMON is no Buffer/u);
});
