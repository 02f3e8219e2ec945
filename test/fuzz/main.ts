/**
 * `npm run test:fuzz`: inputs for every reader and every route, drawn from their seeds. `npm test` runs 2,000 of them
 * (test/integration/fuzz.test.ts). Each failure is printed with what plays it again.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inputOf, type Job, targetOf } from './jobs.ts';
import { smaller } from './minimise.ts';
import { type Result, runAll } from './runner.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets/all.ts';

const HELP = `
Usage: npm run test:fuzz -- [OPTION ...]

Gives every reader and every route inputs that are drawn from seeds: a valid document of its kind, made wrong. Each must be read, or be
refused with a documented code: no crash, no hang (10 seconds of the processor), no more than 256 MB, no half record, no answer 500.

  --inputs N       how many inputs (50000)
  --from N         the first seed (0); --seed N is --from N --inputs 1
  --target NAME    only this target; may be repeated
  --file PATH      instead: a file, or all files of a folder, through every reader that it could be meant for
  --workers N      processes at the same time (as many as the machine has cores)
  --list           the targets

Examples:
  npm run test:fuzz
  npm run test:fuzz -- --target ldif --inputs 5000
  npm run test:fuzz -- --target package --seed 1234
  npm run test:fuzz -- --file ~/exports
`;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    target: { type: 'string', multiple: true },
    file: { type: 'string', multiple: true },
    workers: { type: 'string' },
    list: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

const whole = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${text} is no whole number.`);
  return number;
};

/** Seeds one after another, each with the next target: as often as its weight says. */
function* drawn(targets: readonly Target[], from: number, inputs: number): Generator<Job> {
  const turns = targets.flatMap((target) => Array.from({ length: Math.max(1, target.weight) }, () => target.name));
  // Spread, so that a short run meets all of them: neighbours in the list are of different targets.
  const step = Math.max(1, Math.floor(turns.length / 7)) | 1;
  for (let seed = from; seed < from + inputs; seed += 1)
    yield { target: turns[(seed * coprime(step, turns.length)) % turns.length]!, seed };
}
function coprime(number: number, to: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return divisor(number, to) === 1 ? number : coprime(number + 1, to);
}

const filesIn = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
    : [path];

function given(targets: readonly Target[], paths: readonly string[]): Job[] {
  const files = paths.flatMap(filesIn);
  return files.flatMap((file) => targets.filter((one) => one.takesFiles).map((one) => ({ target: one.name, file })));
}

/** Keeps the input of a finding, as small as it can be made, and says how to play it again. */
async function report({ job, found }: Result): Promise<string> {
  const target = targetOf(job.target);
  const folder = join(process.cwd(), 'build', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const name = 'seed' in job ? `${job.target}-${job.seed}` : `${job.target}-${job.file.replaceAll(/[^\w.]/gu, '_')}`;
  const input = await inputOf(target, job);
  const kept = join(folder, name);
  writeFileSync(kept, input);
  const least = await smaller(target, input, found);
  if (least) writeFileSync(`${kept}.least`, least);
  const again =
    'seed' in job ? `--target ${job.target} --seed ${job.seed}` : `--target ${job.target} --file ${job.file}`;
  const shown = (least ?? input).subarray(0, 400);
  return [
    `${job.target}: ${found.kind}`,
    ...found.detail.split('\n').map((line) => `  ${line}`),
    `  npm run test:fuzz -- ${again}`,
    `  input: ${kept} (${input.length} bytes)${least ? `, made smaller: ${kept}.least (${least.length} bytes)` : ''}`,
    `  ${JSON.stringify(shown.toString('latin1'))}`,
  ].join('\n');
}

async function main(): Promise<number> {
  if (values.help) console.log(HELP);
  if (values.list) console.log(TARGETS.map(({ name, weight }) => `${name}  (weight ${weight})`).join('\n'));
  if (values.help || values.list) return 0;
  const targets = values.target?.map(targetOf) ?? TARGETS;
  const from = whole(values.seed ?? values.from, 0);
  const inputs = values.seed === undefined ? whole(values.inputs, 50_000) : 1;
  const jobs = values.file ? given(targets, values.file) : [...drawn(targets, from, inputs)];
  const spent = new Map<string, { count: number; seconds: number }>();
  let count = 0;
  const results = await runAll(jobs, whole(values.workers, availableParallelism()), (job, found, seconds) => {
    const sum = spent.get(job.target) ?? { count: 0, seconds: 0 };
    spent.set(job.target, { count: sum.count + 1, seconds: sum.seconds + seconds });
    count += 1;
    if (found) console.log(`${job.target} ${'seed' in job ? job.seed : job.file}: ${found.kind}`);
    if (count % 5000 === 0) console.log(`${count} of ${jobs.length}`);
  });
  // One of each kind is told whole.
  const kinds = new Map(results.toReversed().map((one) => [`${one.job.target} ${one.found.kind}`, one]));
  for (const one of kinds.values()) console.log(`\n${await report(one)}`);
  const table = [...spent].sort(([, a], [, b]) => b.seconds - a.seconds);
  console.log(
    `\n${table.map(([name, { count, seconds }]) => `${name}: ${count} in ${seconds.toFixed(1)} s`).join('\n')}`,
  );
  console.log(`\n${count} inputs, ${results.length} findings of ${kinds.size} kinds`);
  return results.length === 0 ? 0 : 1;
}

process.exit(await main());
