/** What all commands that talk to a deployment have in common. */
import type { Command } from 'commander';
import { note } from '../text/stderr.ts';
import { chosenDeployment, type Naming } from './chosen.ts';
import { type Client, createClient } from './client.ts';
import { dataFolder } from './data-folder.ts';
import { profilesPath, readProfiles } from './profiles.ts';
import { localTarget } from './target.ts';

export type OnlineOptions = Naming & { readonly json?: boolean; readonly quiet?: boolean };

/** Adds --json and what names a deployment, and the examples that --help ends with. */
export function online(command: Command, ...examples: string[]): Command {
  return command
    .option('--json', 'print JSON, for scripts')
    .option('--quiet', 'on standard error nothing but warnings and errors')
    .option(
      '--stack <name>',
      'a deployment on AWS, by its stateless stack (default: the one that `npm start` runs here)',
    )
    .option('--region <region>', "the stack's region (default: AWS_REGION or the profile's)")
    .option('--profile <name>', 'a deployment by the name that `landfall profile set` gave it')
    .addHelpText('after', examplesText(examples));
}

/** The API of the deployment that is named. @throws LandfallError deployment.not_running, profile.*, stack.*, aws.* */
export async function clientOf(options: OnlineOptions): Promise<Client> {
  const { stack, region, awsProfile, data, by } = chosenDeployment(options, process.env, () =>
    readProfiles(profilesPath()),
  );
  // A command that changes something must not do it where its user does not look.
  if (by !== undefined) note(`Deployment: ${stack ?? data}, by ${by}`);
  if (stack === undefined) return createClient(localTarget(data ?? dataFolder()));
  // Loading the SDK takes a moment, and most commands don't need it.
  const { stackTarget } = await import('./aws.ts');
  return createClient(await stackTarget(stack, region, awsProfile));
}

/** Adds examples to the help of a group of commands. */
export function withExamples(group: Command, ...examples: string[]): Command {
  return group.addHelpText('after', examplesText(examples));
}

const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  landfall ${example}`).join('\n')}\n`;
