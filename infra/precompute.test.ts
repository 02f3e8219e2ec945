import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dictionary } from '@zxcvbn-ts/language-common';
import { build, stop } from 'esbuild';
import { isCommon } from '#core/passwords/blocklist.ts';
import { COMMON } from '#core/passwords/common.ts';
import { bundleFunctions } from './bundle.ts';
import { FUNCTIONS } from './functions.ts';
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
    format: 'esm',
    plugins: [precompute],
    logLevel: 'silent',
  });
  return outfile;
};

test('bundles hold the table where passwords are chosen and the words nowhere', async () => {
  const out = join(folder, 'functions');
  await bundleFunctions(out);
  const bundles = Object.keys(FUNCTIONS).map((name) => {
    return { name, text: readFileSync(join(out, name, 'index.mjs'), 'utf8') };
  });
  const table = COMMON.toString('base64');
  const holders = bundles.filter(({ text }) => text.includes(table)).map(({ name }) => name);
  expect(holders.toSorted()).toEqual(['admin-users', 'forgot-password', 'me']);
  // Ten words that no code would hold, from all over the list; packed, the dictionary still holds its first ones as they are.
  const words = [...WORDS.slice(0, 400), ...WORDS.slice(20_000, 20_200)].filter((word) =>
    /^(?:trustno1|qwertyuiop|1qaz2wsx|iloveyou|letmein|princess|starwars|zxcvbnm|696969|123321)$/u.test(word),
  );
  expect(words.length).toBe(10);
  expect(bundles.filter(({ text }) => words.some((word) => text.includes(word))).map(({ name }) => name)).toEqual([]);
});

test('what is bundled refuses what the package lists, and nothing else', async () => {
  const outfile = await bundleOne('core/passwords/blocklist.ts', 'blocklist.mjs');
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
  await expect(bundleOne(join(modules, 'common.ts'), 'wrong.mjs')).rejects.toThrow(/COMMON is no Buffer/u);
});
