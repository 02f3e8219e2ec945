/** `npm run build:cli`: the command line as files to be given to others, in dist/. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { bundle, ROOT } from './bundle.ts';
import { EXECUTABLES, writeExecutables } from './executables.ts';
import { type Licensed, licencesText, packagesOf } from './licences.ts';
import { nodePackage } from './node-binaries.ts';
import { singleFile } from './single-file.ts';

const HELP = `npm run build:cli [-- OPTIONS]
Makes dist/landfall.mjs, the command line as one file for Node 20 and newer, its licences, and SHA256SUMS.
  --executables  also programs for Linux x64 and Windows x64 that have Node in them (fetches what is not installed)
  --out DIR      another folder than dist/
  --help         this text`;

const ALL = ['landfall.mjs', 'THIRD-PARTY-LICENSES.txt', 'SHA256SUMS', ...EXECUTABLES.map(({ file }) => file)];

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function node(): Licensed {
  const { folder } = nodePackage('linux-x64');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
  return { name: 'Node.js, in the executables', version, license: 'MIT and others', text };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { executables: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(HELP);
  const folder = values.out ?? join(ROOT, 'dist');
  mkdirSync(folder, { recursive: true });
  // What an earlier build left there is of another commit, also where this one makes less.
  for (const file of ALL) rmSync(join(folder, file), { force: true });
  const { text, list, files } = await bundle();
  const written = [
    'landfall.mjs',
    'THIRD-PARTY-LICENSES.txt',
    ...(values.executables ? EXECUTABLES.map(({ file }) => file) : []),
  ];
  writeFileSync(join(folder, 'landfall.mjs'), singleFile({ text, list }), { mode: 0o755 });
  writeFileSync(
    join(folder, 'THIRD-PARTY-LICENSES.txt'),
    licencesText([...packagesOf(files), ...(values.executables ? [node()] : [])]),
  );
  if (values.executables) writeExecutables(text, folder);
  const sums = await Promise.all(written.map((file) => sumOf(join(folder, file))));
  writeFileSync(join(folder, 'SHA256SUMS'), written.map((file, index) => `${sums[index]}  ${file}\n`).join(''));
  for (const file of written) {
    const { size } = statSync(join(folder, file));
    console.log(`${file.padEnd(26)} ${(size / 1e6).toFixed(1).padStart(6)} MB`);
  }
}

await main();
