/** What all commands that talk to a deployment have in common. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Client, createClient } from './client.ts';
import { localTarget } from './target.ts';

export type OnlineOptions = { readonly json?: boolean; readonly stack?: string; readonly region?: string };

/** Where `npm start` keeps its data. */
export const DATA = process.env['LANDFALL_DATA'] ?? join(import.meta.dirname, '..', '..', '.landfall');

/** Adds --json, --stack and --region, and the examples that --help ends with. */
export function online(command: Command, ...examples: string[]): Command {
  return command
    .option('--json', 'print JSON, for scripts')
    .option(
      '--stack <name>',
      'a deployment on AWS, by its stateless stack (default: the one that `npm start` runs here)',
    )
    .option('--region <region>', "the stack's region (default: AWS_REGION or the profile's)")
    .addHelpText('after', examplesText(examples));
}

/** The API of the deployment that the options name. @throws LandfallError deployment.not_running, stack.*, aws.* */
export async function clientOf({ stack, region }: OnlineOptions): Promise<Client> {
  if (stack === undefined) return createClient(localTarget(DATA));
  // Loading the SDK takes a moment, and most commands don't need it.
  const { stackTarget } = await import('./aws.ts');
  return createClient(await stackTarget(stack, region));
}

/** Adds examples to the help of a group of commands. */
export function withExamples(group: Command, ...examples: string[]): Command {
  return group.addHelpText('after', examplesText(examples));
}

const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  landfall ${example}`).join('\n')}\n`;
