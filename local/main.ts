/** `npm start`: the deployment on this machine, with the sample export imported. */
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { runSample } from '#cli/sample/sample.ts';
import { welcome } from '#cli/sample/welcome.ts';
import { ROOT } from '#infra/paths.ts';
import { startDeployment } from './deployment.ts';
import { explain } from './explain.ts';

const EXAMPLES = '\nExamples:\n  npm start\n  npm start -- --reset\n  npm start -- --empty --data /tmp/landfall\n';
const options = new Command('npm start --')
  .description('Runs Landfall here: the bundles, state machines, tables and routes of AWS, on embedded engines.')
  .option('--empty', 'start without the sample export')
  .option('--reset', 'delete what earlier starts left and begin afresh')
  .option('--data <folder>', 'where everything is kept', join(ROOT, '.landfall'))
  .option('--assembly <folder>', 'run a cloud assembly that `npm run synth` has left, instead of synthesizing one')
  .option('--verbose', 'also say what of the template is not supported here, and why')
  .addHelpText('after', EXAMPLES)
  .parse()
  .opts<{ empty?: boolean; reset?: boolean; data: string; assembly?: string; verbose?: boolean }>();
const { empty = false, reset = false, verbose = false } = options;
const data = resolve(options.data);
const assembly = options.assembly && resolve(options.assembly);
const seconds = () => performance.now() / 1000;
const say = (line: string) => console.log(`[${seconds().toFixed(1).padStart(5)} s] ${line}`);

// Until the start is complete there are only engines, which end with this process.
let stop = () => Promise.resolve();
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping) console.log('\nStopping. Everything is kept; `npm start` goes on with it.');
    stopping ??= stop().then(() => process.exit(0));
  });
}
// A full disk, for example, which an engine meets while it works: a sentence, no stack trace.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error: unknown) => {
    if (stopping) return;
    console.error(`\nLandfall stops: ${explain(error, data)}`);
    stopping = stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
try {
  const { deployment, unsupported, ...started } = await startDeployment(data, { reset, assembly }, say);
  stop = started.stop;
  const few = `${unsupported.length} things; --verbose names them: IAM, alarms, encryption at rest, ...`;
  const list = verbose ? unsupported.map((reason) => `\n  - ${reason}`).join('') : few;
  say(`Not supported here (docs/embedded-deployment.md): ${list}`);
  if (!empty) await runSample(deployment, data, say);
  console.log(await welcome(deployment, data, { empty, seconds: seconds() }));
} catch (error) {
  // An error while it is being stopped is not reported.
  await stopping;
  console.error(`\nLandfall did not start: ${explain(error, data)}`);
  process.exit(1);
}
