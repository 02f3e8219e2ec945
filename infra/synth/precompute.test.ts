import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dictionary } from '@zxcvbn-ts/language-common';
import { build, stop } from 'esbuild';
import { CATALOGUE, type ErrorCode } from '#core/errors/catalogue.ts';
import type { Definition } from '#core/errors/definition.ts';
import { TOKEN_FILES } from '#core/errors/token-files.ts';
import { isCommon } from '#core/passwords/blocklist.ts';
import { common } from '#core/passwords/common.ts';
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
  expect(statSync(outfile).size).toBeLessThan(10_000);
  expect(statSync(join(folder, 'common.bin')).size).toBeLessThan(300_000);
  const bundled = (await import(pathToFileURL(outfile).href)) as { isCommon: typeof isCommon };
  const listed = new Set<string>(WORDS);
  expect(listed.size).toBeGreaterThan(49_000);
  const disagree = WORDS.filter((word) => !bundled.isCommon(word) || !isCommon(word));
  expect(disagree).toEqual([]);
  // Neighbours of what is listed: one letter more in front, so that no repetition comes of it.
  const others = WORDS.map((word) => `§${word}`);
  expect(others.filter((word) => bundled.isCommon(word) || isCommon(word))).toEqual([]);
});

test('a module that exports anything but functions of bytes stops the bundling', async () => {
  const modules = join(folder, 'core', 'passwords');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, 'common.ts'), "export const COMMON = ['a word'];\n");
  await expect(bundleOne(join(modules, 'common.ts'), 'wrong.cjs')).rejects.toThrow(
    /COMMON is no function that returns bytes/u,
  );
});

test('a bundle that is written nowhere holds the bytes itself', async () => {
  const { outputFiles } = await build({
    entryPoints: ['core/passwords/common.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [precompute],
    write: false,
  });
  expect(outputFiles[0]!.text).toContain(common().toString('base64'));
});

test('a bundle holds the codes of errors as they are, without what documents alone say of them', async () => {
  const outfile = await bundleOne('core/errors/catalogue.ts', 'catalogue.cjs');
  const bundled = (await import(pathToFileURL(outfile).href)) as { CATALOGUE: typeof CATALOGUE };
  const codes = Object.entries<Definition>(CATALOGUE).filter(([code]) => !Object.hasOwn(TOKEN_FILES, code));
  expect(codes.length).toBeGreaterThan(100);
  for (const [code, { means: _means, facts: _facts, ...rest }] of codes)
    expect([code, bundled.CATALOGUE[code as ErrorCode]]).toEqual([code, rest]);
});

test('a file among the errors that is no part of the catalogue stops the bundling', async () => {
  const errors = join(folder, 'core', 'errors');
  mkdirSync(errors, { recursive: true });
  writeFileSync(join(errors, 'access.ts'), "export const ACCESS = { 'a.code': { status: 404 } };\n");
  await expect(bundleOne(join(errors, 'access.ts'), 'wrong.cjs')).rejects.toThrow(
    /ACCESS is no part of the catalogue/u,
  );
});
