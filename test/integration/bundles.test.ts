/** What the bundles of the functions hold. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dictionary } from '@zxcvbn-ts/language-common';
import { COMMON } from '#core/passwords/common.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { bundleFunctions } from '#infra/synth/bundle.ts';

const WORDS = dictionary['passwords-common'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the bundles where passwords are chosen hold the table of common passwords, and no bundle holds the words', async () => {
  const out = join(folder, 'functions');
  await bundleFunctions(out);
  const bundles = Object.keys(FUNCTIONS).map((name) => {
    return { name, text: readFileSync(join(out, name, 'index.mjs'), 'utf8') };
  });
  const table = COMMON.toString('base64');
  const holders = bundles.filter(({ text }) => text.includes(table)).map(({ name }) => name);
  expect(holders.toSorted()).toEqual(['admin-users', 'forgot-password', 'me']);
  // Ten words that no code would contain, from all parts of the list; a packed dictionary still holds its first words as they are.
  const words = [...WORDS.slice(0, 400), ...WORDS.slice(20_000, 20_200)].filter((word) =>
    /^(?:trustno1|qwertyuiop|1qaz2wsx|iloveyou|letmein|princess|starwars|zxcvbnm|696969|123321)$/u.test(word),
  );
  expect(words.length).toBe(10);
  expect(bundles.filter(({ text }) => words.some((word) => text.includes(word))).map(({ name }) => name)).toEqual([]);
});
