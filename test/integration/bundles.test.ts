/** What the bundles of the functions hold, and what they do before the first call. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dictionary } from '@zxcvbn-ts/language-common';
import { FUNCTIONS } from '#infra/functions.ts';
import { bundleFunctions } from '#infra/synth/bundle.ts';

const WORDS = dictionary['passwords-common'];
const NAMES = Object.keys(FUNCTIONS);
/** Bytes. A cold start reads and compiles all of it. */
const LARGEST = 450_000;
/** Of these more than half is the clients of five and six services, and the reader of archives. */
const LARGER: Readonly<Record<string, number>> = {
  'admin-runs': 570_000,
  'ingest-part': 530_000,
  'preview-part': 505_000,
  'notify-users': 495_000,
  'admin-erase': 475_000,
  'admin-campaigns': 465_000,
  'forgot-password': 455_000,
};
let folder: string;
const bundleOf = (name: string) => join(folder, 'functions', name, 'index.cjs');
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-bundles-'));
  await bundleFunctions(join(folder, 'functions'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('no bundle is larger than what starts soon', () => {
  const sizes = NAMES.map((name) => [name, statSync(bundleOf(name)).size] as const);
  expect(sizes.filter(([name, size]) => size > (LARGER[name] ?? LARGEST))).toEqual([]);
  // A limit that is not needed any more goes.
  expect(Object.keys(LARGER).filter((name) => !sizes.some(([of, size]) => of === name && size > LARGEST))).toEqual([]);
});

test('the functions where passwords are chosen have the tables of common passwords beside them, and no bundle holds the words', () => {
  const holders = NAMES.filter((name) =>
    ['common.bin', 'known.bin'].some((table) => existsSync(join(folder, 'functions', name, table))),
  );
  expect(holders.toSorted()).toEqual(['admin-users', 'forgot-password', 'me']);
  // Ten words that no code would contain, from all parts of the list; a packed dictionary still holds its first words as they are.
  const words = [...WORDS.slice(0, 400), ...WORDS.slice(20_000, 20_200)].filter((word) =>
    /^(?:trustno1|qwertyuiop|1qaz2wsx|iloveyou|letmein|princess|starwars|zxcvbnm|696969|123321)$/u.test(word),
  );
  expect(words.length).toBe(10);
  const texts = NAMES.map((name) => ({ name, text: readFileSync(bundleOf(name), 'utf8') }));
  expect(texts.filter(({ text }) => words.some((word) => text.includes(word))).map(({ name }) => name)).toEqual([]);
});

/** Loads each bundle without any variable of a deployment, and says what of it is not as it should be. */
const LOADS = `
const fs = require('node:fs');
const read = fs.readFileSync;
const wrong = [];
for (const file of process.argv.slice(2)) {
  fs.readFileSync = (path, ...how) => {
    if (String(path) !== file) wrong.push(file + ' reads ' + path);
    return read(path, ...how);
  };
  const { handler } = require(file);
  if (typeof handler !== 'function') wrong.push(file + ' has no handler');
  const busy = process.getActiveResourcesInfo().filter((one) => !/^(?:TTYWrap|PipeWrap|FSReqPromise)$/.test(one));
  if (busy.length > 0) wrong.push(file + ' began ' + busy);
}
console.log(JSON.stringify(wrong));
`;
test('importing a bundle reads no file and no setting of the deployment, and begins nothing', () => {
  const loads = join(folder, 'loads.cjs');
  writeFileSync(loads, LOADS);
  const printed = execFileSync(process.execPath, [loads, ...NAMES.map(bundleOf)], { encoding: 'utf8', env: {} });
  expect(JSON.parse(printed)).toEqual([]);
});
