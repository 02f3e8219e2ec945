/**
 * Part of `npm run bench` (cold-start): how large each function's bundle is, and how long a fresh process takes to import it, beside the clients
 * and commands of the SDK that are in it, bundled alone in the same way and imported in the same run. `--json`: an object a line.
 * `LANDFALL_BENCH_FUNCTIONS`: these alone, with commas between.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Metafile, stop } from 'esbuild';
import { FUNCTIONS } from '#infra/functions.ts';
import { ROOT } from '#infra/paths.ts';
import { HOW } from '#infra/synth/bundle.ts';

const RUNS = 9;
const json = process.argv.includes('--json');
const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
const fileOf = (kind: 'function' | 'sdk', name: string) => join(folder, kind, `${name}.cjs`);

function how() {
  const { outExtension: _of, ...rest } = HOW;
  return { ...rest, mainFields: [...HOW.mainFields], plugins: [...HOW.plugins], metafile: true as const };
}

/** The module of a client, a command or a function of the SDK: its package, and the name that both of them export it by. */
const EXPORTED =
  /@aws-sdk\/(client-[\w-]+|lib-dynamodb|s3-request-presigner)\/dist-es\/(?:commands\/)?(\w+(?:Client|Command)|getSignedUrl)\.js$/u;

/** What of the SDK esbuild has left in a bundle, as a module of its own. */
function sdkOf({ inputs }: Metafile['outputs'][string]): string {
  const lines = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
    const [, of, name] = EXPORTED.exec(path) ?? [];
    return bytesInOutput > 0 && of !== undefined
      ? `export { ${name} as ${of.replaceAll('-', '_')}_${name} } from '@aws-sdk/${of}';`
      : [];
  });
  return lines.join('\n');
}

const IMPORT = `const start = performance.now(); require(process.argv[2]); console.log(performance.now() - start);`;
const script = join(folder, 'import.cjs');
const timed = (file: string): number =>
  Number(execFileSync(process.execPath, [script, file], { encoding: 'utf8', env: { AWS_REGION: 'eu-central-1' } }));
const medianOf = (times: number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;

type Measured = { readonly bytes: number; readonly ms: number };
const ratio = (ours: number, other: number) => Number((ours / other).toFixed(2));

function print(name: string, ours: Measured, sdk: Measured): void {
  if (!json) {
    const columns = [ours.bytes / 1000, sdk.bytes / 1000].map((kb) => `${kb.toFixed(0).padStart(5)} kB`);
    const times = [ours.ms, sdk.ms].map((ms) => `${ms.toFixed(0).padStart(5)} ms`);
    const ratios = [ours.bytes / sdk.bytes, ours.ms / sdk.ms].map((one) => one.toFixed(2).padStart(6));
    console.log(name.padEnd(30), columns.join(' '), ratios[0], ' ', times.join(' '), ratios[1]);
    return;
  }
  const lines = [
    {
      name: `${name}: size`,
      value: ours.bytes,
      unit: 'bytes',
      reference: sdk.bytes,
      ratio: ratio(ours.bytes, sdk.bytes),
    },
    { name: `${name}: import`, value: ours.ms, unit: 'ms', reference: sdk.ms, ratio: ratio(ours.ms, sdk.ms) },
  ];
  for (const line of lines) console.log(JSON.stringify(line));
}

try {
  writeFileSync(script, IMPORT);
  const asked = process.env['LANDFALL_BENCH_FUNCTIONS']?.split(',');
  const names = Object.keys(FUNCTIONS).filter((name) => asked?.includes(name) ?? true);
  const entryPoints = names.map((name) => ({ in: join(ROOT, 'lambdas', name, 'index.ts'), out: name }));
  const outdir = join(folder, 'function');
  const { metafile } = await build({ ...how(), outExtension: HOW.outExtension, entryPoints, outdir });
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [path.replace(/^.*\//u, ''), output]),
  );
  const references = await Promise.all(
    names.map(async (name) => {
      const contents = sdkOf(outputs.get(`${name}.cjs`)!);
      const made = await build({ ...how(), stdin: { contents, resolveDir: ROOT }, outfile: fileOf('sdk', name) });
      return [name, Object.values(made.metafile.outputs)[0]!.bytes] as const;
    }),
  );
  const sizes = new Map(references);
  if (!json) console.log(`${'bundle, SDK alone, ratio; import, SDK alone, ratio (median of'.padStart(60)} ${RUNS})`);
  for (const name of names) {
    const times = { ours: [] as number[], sdk: [] as number[] };
    // One after the other in turns, so that what else the machine does is shared by both.
    for (let run = 0; run < RUNS; run++) {
      times.ours.push(timed(fileOf('function', name)));
      times.sdk.push(timed(fileOf('sdk', name)));
    }
    const ours = { bytes: outputs.get(`${name}.cjs`)!.bytes, ms: medianOf(times.ours) };
    print(name, ours, { bytes: sizes.get(name)!, ms: medianOf(times.sdk) });
  }
} finally {
  rmSync(folder, { recursive: true });
  await stop();
}
