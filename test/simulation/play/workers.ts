/** Plays seeds in processes of their own, a few at a time, and says what was found. */
import { type ChildProcess, fork } from 'node:child_process';
import { ROOT } from '#infra/paths.ts';
import type { Bundle } from '../bundle.ts';
import { createProcess } from '../process.ts';
import { readSimulated } from '../world.ts';
import type { Mix } from './mix.ts';
import { type Played, play } from './play.ts';

export type Order = { readonly bundle: Bundle; readonly mix: Mix } | { readonly seed: number };
const WORKER = new URL('worker.ts', import.meta.url).pathname;
/** Of one seed: as many seconds of this machine as a world can't take. */
const TOO_LONG_MS = 300_000;
/** What a world leaves behind in a process is not much, and adds up. */
const SEEDS_OF_A_WORKER = 250;
const TELL_MS = 10_000;
const SHOWN = 12;

const lines = ({ seed, wrong }: Played): string =>
  [
    `seed ${seed}: npm run simulate:faults -- --seed ${seed} --trace`,
    ...wrong.slice(0, SHOWN).map((one) => `    ${one}`),
  ].join('\n');
const invariantOf = (wrong: string): string => wrong.replace(/^after the ways out, /u, '').split(':')[0]!;

type How = { readonly trace: boolean; readonly twice: boolean };

export async function playHere(bundle: Bundle, seed: number, mix: Mix, { trace, twice }: How): Promise<number> {
  const assembly = readSimulated(`${ROOT}/cdk.out`);
  const say = trace ? { say: (line: string) => console.log(line) } : {};
  const options = { assembly, process: createProcess(bundle), mix };
  const played = await play(seed, { ...options, ...say });
  if (twice && (await play(seed, options)).hash !== played.hash) {
    console.log(`seed ${seed}: not the same the second time`);
    return 1;
  }
  console.log(played.wrong.length === 0 ? `seed ${seed}: all is as it must be` : lines(played));
  console.log(`${played.steps} steps, ${JSON.stringify(played.counts)}, ${played.hash}`);
  return played.wrong.length === 0 ? 0 : 1;
}

type Asked = {
  readonly from: number;
  readonly count: number;
  readonly mix: Mix;
  readonly workers: number /** Until one is found. */;
  readonly first?: true;
};

export async function playAll(bundle: Bundle, { from, count, mix, workers, first }: Asked): Promise<readonly Played[]> {
  const began = performance.now();
  let next = from;
  let done = 0;
  const found: Played[] = [];
  const isOver = () => next >= from + count || (first === true && found.length > 0);
  const rate = () => Math.round((done * 60_000) / (performance.now() - began));
  const tell = setInterval(
    () => console.error(`${done} of ${count} seeds, ${rate()} a minute, ${found.length} found`),
    TELL_MS,
  );

  /** A worker's life: until no seed is left, or it has played enough. */
  const life = () =>
    new Promise<void>((resolve) => {
      const child: ChildProcess = fork(WORKER, {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: ['--no-warnings'],
      });
      let [seed, played] = [-1, 0];
      let late: NodeJS.Timeout | undefined;
      const noted = (one: Played): void => {
        clearTimeout(late);
        done += 1;
        if (one.wrong.length === 0) return;
        found.push(one);
        console.log(lines(one));
      };
      const give = (): void => {
        if (isOver() || played >= SEEDS_OF_A_WORKER) {
          seed = -1;
          child.disconnect();
          return;
        }
        seed = next;
        next += 1;
        played += 1;
        late = setTimeout(() => child.kill('SIGKILL'), TOO_LONG_MS);
        child.send({ seed } satisfies Order);
      };
      child.on('message', (one: Played) => {
        noted(one);
        give();
      });
      child.on('exit', (code, signal) => {
        if (seed !== -1)
          noted({ seed, wrong: [`broken: its process ended (${signal ?? code})`], hash: '', steps: 0, counts: {} });
        resolve();
      });
      child.send({ bundle, mix } satisfies Order);
      give();
    });
  const work = async (): Promise<void> => {
    while (!isOver()) await life();
  };
  await Promise.all(Array.from({ length: workers }, work));
  clearInterval(tell);
  const kinds = new Map<string, number>();
  for (const { wrong } of found)
    for (const kind of new Set(wrong.map(invariantOf))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  for (const [kind, times] of kinds) console.log(`${kind}: ${times} seeds`);
  const seeds = found.map(({ seed }) => seed).toSorted((a, b) => a - b);
  console.log(
    `${done} seeds in ${Math.round((performance.now() - began) / 1000)} s (${rate()} a minute): ${seeds.length === 0 ? 'nothing found' : `found ${seeds.length}: ${seeds.join(' ')}`}`,
  );
  return found;
}
