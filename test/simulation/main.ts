/**
 * `npm run simulate:faults`: worlds by their seeds, in a process for each core. A seed that is found is played again by its number, with all that
 * happens in it.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { run, SYNTH } from '../check.ts';
import { bundleForSimulation } from './bundle.ts';
import { type Faults, NONE } from './faults.ts';
import { MUTANTS } from './mutants.ts';
import { KINDS, mixOf } from './play/mix.ts';
import { playAll, playHere } from './play/workers.ts';

const HELP = `
Usage: npm run simulate:faults -- [OPTION ...]

Plays a deployment, its administrators and its users in a simulated AWS whose services fail, and looks afterwards
whether all is as it must be. The same seed is the same world.

  --seeds N         so many seeds (default 200)
  --from N          the first of them (default 1)
  --seed N          this one alone
  --trace           with --seed: prints every call of a service
  --twice           with --seed: plays it twice, and compares all that happened
  --faults FILE     a mix of faults for all seeds, as JSON: {"lostAnswers": 20, "kills": 5}, in thousandths of the calls
  --only KIND,...   of the faults that are drawn only these: ${KINDS.join(', ')}
  --mutants NAMES   plays the deployment with mistakes that must be found (test/simulation/mutants.ts), each until a seed
                    finds it: parts of their names with commas between, or all
  --workers N       processes (default: one for each core)
  --help            this

Exit code 1 where anything was found.`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
    faults: { type: 'string' },
    only: { type: 'string' },
    mutants: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});

/** @throws where it is no whole number from `least` on */
function whole(name: 'seeds' | 'from' | 'seed' | 'workers', least: number): number {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} takes a whole number from ${least} on.`);
  return number;
}

/** @param names parts of them, or `all` @returns 1 where one is not found */
async function tryMutants(names: string, asked: Parameters<typeof playAll>[1]): Promise<number> {
  const chosen = MUTANTS.filter(({ name }) => names === 'all' || names.split(',').some((part) => name.includes(part)));
  const missed: string[] = [];
  for (const { name, ...changed } of chosen) {
    console.log(`with ${name}:`);
    const found = await playAll(await bundleForSimulation(changed), { ...asked, first: true });
    if (found.length === 0) missed.push(name);
  }
  console.log(
    `${chosen.length - missed.length} of ${chosen.length} mistakes found${missed.map((name) => `\nnot found: ${name}`).join('')}`,
  );
  return missed.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const given =
    values.faults === undefined ? undefined : (JSON.parse(readFileSync(values.faults, 'utf8')) as Partial<Faults>);
  const mix = mixOf(given, values.only);
  if (given && Object.keys(given).some((kind) => !(kind in NONE)))
    throw new Error(`--faults takes ${KINDS.join(', ')}.`);
  const synthesized = await run(SYNTH, true);
  if (synthesized.code !== 0) return synthesized.code;
  const [from, count] = [whole('from', 0), whole('seeds', 1)];
  const asked = { from, count, mix, workers: Math.min(whole('workers', 1), count) };
  if (values.mutants !== undefined) return tryMutants(values.mutants, asked);
  const bundle = await bundleForSimulation();
  if (values.seed !== undefined) return playHere(bundle, whole('seed', 0), mix, values);
  return (await playAll(bundle, asked)).length === 0 ? 0 : 1;
}

// A process whose world has stopped in the middle has timers left.
void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
