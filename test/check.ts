/**
 * `npm run check`: types, lint, unit tests, synth. The gate before every commit; what CI runs first.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { digestNow, hasPassed, markPassed } from './unchanged.ts';

const ROOT = join(import.meta.dirname, '..');

export type Step = {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The files whose content alone decides the result, by path: it is not run again until one of them changes. */
  readonly reads?: RegExp;
};
export type Result = Step & { readonly code: number; readonly output: string; readonly seconds: number };

/** Runs one command; its output is shown at once where `live`, else kept for the end. */
export function run(step: Step, live = false): Promise<Result> {
  const started = performance.now();
  const [file, ...args] = step.command;
  return new Promise((resolve) => {
    const child = spawn(file!, args, {
      cwd: ROOT,
      env: { ...process.env, FORCE_COLOR: '0', ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (code: number) => resolve({ ...step, code, output, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Jest's own closing line, added up: "Tests: 1 failed, 2 skipped, 3 passed, 6 total". */
export function countTests(outputs: readonly string[]): { passed: number; failed: number; skipped: number } {
  const count = (output: string, word: string) =>
    Number(new RegExp(`^Tests:.*?(\\d+) ${word}`, 'mu').exec(output)?.[1] ?? 0);
  const sum = (word: string) => outputs.reduce((total, output) => total + count(output, word), 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

export const UNIT = {
  name: 'unit tests',
  command: ['jest', '--selectProjects', 'unit'],
  // Far from UTC, and by no whole hour: where local time slips into a rule, a test notices. What is synthesized is not
  // linted by the CDK here: SYNTH does that, and it takes as long as the synth itself.
  env: { NODE_OPTIONS: '--no-warnings', TZ: 'Asia/Kathmandu', CDK_VALIDATION: 'false' },
} satisfies Step;

export const SYNTH: Step = {
  name: 'synth',
  command: ['node', '--no-warnings', 'infra/synth/synth.ts', '--if-changed'],
};

/** They run what SYNTH leaves, which was linted there. */
export const INTEGRATION = {
  name: 'integration tests',
  command: ['jest', '--selectProjects', 'integration'],
  env: { LANDFALL_ASSEMBLY: 'cdk.out', CDK_VALIDATION: 'false' },
} satisfies Step;

/** The templates and state machines of SYNTH, read by the linters and interpreters of others. */
export const CLOUD = {
  name: 'what the cloud will read (lint:cloud)',
  command: ['jest', '--selectProjects', 'cloud'],
  env: { ...INTEGRATION.env, NODE_OPTIONS: '--no-warnings' },
} satisfies Step;

/** The same stacks, deployed into an account that a server on this machine plays. Not part of `npm test`: it takes minutes. */
export const DEPLOY = {
  ...CLOUD,
  name: 'a deployment into an account of moto (test:deploy)',
  command: ['jest', '--selectProjects', 'deploy'],
} satisfies Step;

/** The unit tests, with what they leave out of core/. */
export const COVERED: Step = {
  ...UNIT,
  name: 'unit tests, and that they reach all of core/',
  command: [...UNIT.command, '--coverage'],
};

/** TypeScript's own compiler; `check` leaves its diagnostics to oxlint, which has the types in hand anyway. */
export const TYPES: readonly Step[] = ['.', 'console', 'test/browser'].map((folder) => ({
  name: `types (tsc, ${folder})`,
  command: ['tsc', '--noEmit', '-p', folder],
}));

const STEPS: readonly Step[] = [
  {
    name: 'types and type-aware lint (oxlint)',
    command: ['oxlint', '--type-aware', '--type-check', '--deny-warnings'],
    reads: /\.(tsx?|cjs|json|css)$/u,
  },
  {
    name: 'lint and format (biome)',
    command: ['biome', 'ci', '--colors=off', '.'],
    reads: /\.(tsx?|cjs|json|css)$|^\.gitignore$/u,
  },
  SYNTH,
];

/** All at once: each leaves a core idle at times, and another takes it. */
export async function check(unit: Step = UNIT): Promise<Result[]> {
  return Promise.all(
    [...STEPS, unit].map(async (step) => {
      if (hasPassed(step)) {
        console.log(`ok     ${step.name} (passed before, with the same files)`);
        return { ...step, code: 0, output: '', seconds: 0 };
      }
      const files = digestNow(step);
      const result = await run(step);
      if (result.code === 0) markPassed(step, files);
      console.log(`${result.code === 0 ? 'ok    ' : 'FAILED'} ${result.name} (${result.seconds.toFixed(1)} s)`);
      if (result.code !== 0) console.log(result.output);
      return result;
    }),
  );
}

if (process.argv[1] === import.meta.filename) {
  const results = await check();
  const { passed, failed, skipped } = countTests(results.map((result) => result.output));
  const broken = results.filter((result) => result.code !== 0);
  console.log(
    `\n${passed} passed, ${failed + (failed === 0 ? broken.length : 0)} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
}
