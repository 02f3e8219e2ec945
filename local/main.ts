/** `npm start`: the deployment on this machine, with the sample export imported. */
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { welcome } from '#cli/sample/welcome.ts';
import { ROOT } from '#infra/paths.ts';
import { startDeployment } from './deployment.ts';
import { explain } from './folder/explain.ts';
import type { Tasks } from './tasks.ts';

const EXAMPLES = `
Examples:
  npm start
  npm start -- --reset
  npm start -- --empty --data /tmp/landfall
  npm start -- --backup /backups/landfall-monday --passphrase-file /root/passphrase
  npm start -- --restore /backups/landfall-monday --passphrase-file /root/passphrase --replace
  npm start -- --status
`;
type Options = { empty?: boolean; reset?: boolean; data: string; assembly?: string; verbose?: boolean } & Tasks;
const act = (flags: string, about: string, others: string[]) => new Option(flags, about).conflicts(others);
const options = new Command('npm start --')
  .description('Runs Landfall here: the bundles, state machines, tables and routes of AWS, on embedded engines.')
  .option('--empty', 'start without the sample export')
  .option('--reset', 'delete what earlier starts left and begin afresh')
  .option('--data <folder>', 'where everything is kept', join(ROOT, '.landfall'))
  .option('--assembly <folder>', 'run a cloud assembly that `npm run synth` has left, instead of synthesizing one')
  .option('--verbose', 'also say what of the template is not supported here, and why')
  .addOption(
    act('--status', 'say how the deployment is that runs here; exit code 0 where all is well', [
      'backup',
      'restore',
      'reset',
    ]),
  )
  .addOption(act('--backup <file>', 'write all that is kept into one file, while it runs or not', ['restore', 'reset']))
  .addOption(act('--restore <file>', 'take all from a backup, into an empty or new folder', ['reset']))
  .option('--replace', 'with --restore: in place of what is there, which is kept aside')
  .option('--passphrase-file <file>', 'encrypts a backup, or opens it, with the passphrase in this file')
  .option('--passphrase', 'encrypts a backup with a passphrase that is typed')
  .addHelpText('after', EXAMPLES)
  .parse()
  .opts<Options>();
const { empty = false, reset = false, verbose = false } = options;
const data = resolve(options.data);
const assembly = options.assembly && resolve(options.assembly);
// Of the engines' files too.
process.umask(0o077);
const STOPPING = '\nStopping. Everything is kept; `npm start` goes on with it.';
const seconds = () => performance.now() / 1000;
const say = (line: string) => console.log(`[${seconds().toFixed(1).padStart(5)} s] ${line}`);

// Where a reader of what is printed has gone, the deployment goes on.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
/** What a stop may take where something is broken. */
const STOP_MS = 30_000;
// Until the start is complete there are only engines, which end with this process.
const asked = options.status || options.backup !== undefined || options.restore !== undefined;
// What a plain start does not need is not loaded for it.
const task = asked ? (await import('./tasks.ts')).runTask(options, data, say) : undefined;
let stop = () => Promise.resolve();
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping) console.log(task ? '\nStopped before it was done.' : STOPPING);
    stopping ??= stop().then(
      () => process.exit(task ? 130 : 0),
      (error: unknown) => {
        console.error(`Not all of it stopped as it should: ${explain(error, data)}`);
        process.exit(1);
      },
    );
  });
}
// A full disk, for example, which an engine meets while it works: a sentence, no stack trace.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error: unknown) => {
    if (stopping) return;
    console.error(`\nLandfall stops: ${explain(error, data)}`);
    setTimeout(() => process.exit(1), STOP_MS).unref();
    stopping = stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  });
try {
  if (task) process.exit(await task());
  const { deployment, unsupported, ...started } = await startDeployment(data, { reset, assembly }, say);
  stop = started.stop;
  const few = `${unsupported.length} things; --verbose names them: alarms, encryption at rest, ...`;
  const list = verbose ? unsupported.map((reason) => `\n  - ${reason}`).join('') : few;
  say(`Not supported here (docs/embedded-deployment.md): ${list}`);
  if (!empty) await (await import('#cli/sample/sample.ts')).runSample(deployment, data, say);
  console.log(await welcome(deployment, data, { empty, seconds: seconds() }));
} catch (error) {
  // An error while it is being stopped is not reported.
  await stopping;
  console.error(`\n${task ? 'It was not done' : 'Landfall did not start'}: ${explain(error, data)}`);
  process.exit(1);
}
