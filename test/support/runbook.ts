/** What a section of docs/operations.md tells an operator to type, for tests that type it. */
import { readFileSync } from 'node:fs';
import { landfall, type Run } from './cli.ts';
import type { Running } from './deployment.ts';
import { commandsIn, wordsOf } from './shell-blocks.ts';

const page = readFileSync('docs/operations.md', 'utf8');

/** The text below a heading of any level, to the next heading of the same level or above. @throws Error where there is none */
export function sectionOf(heading: string): string {
  const [, level = ''] = new RegExp(`^(#+) ${heading.replaceAll(/[`()]/gu, '.')}$`, 'mu').exec(page) ?? [];
  if (level === '') throw new Error(`docs/operations.md has no section ${heading}.`);
  const [, after = ''] = page.split(`\n${level} ${heading}\n`);
  return after.split(new RegExp(`^#{1,${level.length}} `, 'mu'))[0]!;
}

/** The commands of its blocks of shell. */
export const commandsOf = (heading: string): string[] => commandsIn(sectionOf(heading));

/**
 * Runs the one `landfall` command of a section that begins so, on this deployment in place of a stack on AWS.
 * @param values what stands for the words in capitals, such as RUN @throws Error where the section has no such command, or several
 */
export async function type(
  running: Pick<Running, 'data'>,
  heading: string,
  beginning: string,
  values: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const found = commandsOf(heading).filter((command) => command.startsWith(`landfall ${beginning}`));
  if (found.length !== 1) throw new Error(`${heading} has ${found.length} commands \`landfall ${beginning}\`.`);
  const words = wordsOf(found[0]!.replace(/ --stack landfall-stateless\b/u, ''));
  return landfall(running, ...words.slice(1).map((word) => values[word] ?? word));
}
