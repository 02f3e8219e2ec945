/**
 * `npm start`: the deployment on this machine, with the sample export brought ashore.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { runSample } from '#cli/sample.ts';
import { welcome } from '#cli/welcome.ts';
import { ROOT } from '#infra/bundle.ts';
import { startDeployment } from './deployment.ts';

const program = new Command('npm start --')
  .description(
    'Runs Landfall on this machine: the same bundles, state machines, tables and routes as on AWS, on embedded engines.',
  )
  .option('--empty', 'start without the sample export')
  .option('--reset', 'delete what earlier starts left and begin afresh')
  .option('--data <folder>', 'where everything is kept', join(ROOT, '.landfall'))
  .option('--verbose', 'also say what of the template is not honoured here, and why')
  .addHelpText(
    'after',
    '\nExamples:\n  npm start\n  npm start -- --reset\n  npm start -- --empty --data /tmp/landfall\n',
  );
const options = program.parse().opts<{ empty?: boolean; reset?: boolean; data: string; verbose?: boolean }>();

const started = performance.now();
const say = (line: string) =>
  console.log(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}`);
const data = resolve(options.data);

try {
  if (options.reset) rmSync(data, { recursive: true, force: true });
  const { deployment, left, stop } = await startDeployment(data, say);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log('\nStopping. Everything is kept; `npm start` goes on with it.');
      void stop().then(() => process.exit(0));
    });
  }
  console.log(
    `Not honoured here, as docs/architecture.md explains${options.verbose ? `:\n  - ${left.join('\n  - ')}` : ` (${left.length} things; --verbose names them): IAM, alarms, encryption at rest, ...`}`,
  );
  if (!options.empty) await runSample(deployment, data, say);
  console.log(
    await welcome(deployment, data, { empty: options.empty ?? false, seconds: (performance.now() - started) / 1000 }),
  );
} catch (error) {
  console.error(`\nLandfall did not start: ${(error as Error).message}`);
  process.exit(1);
}
