/** Each `landfall` command that a page, or the help of a command, gives its reader is one that the program takes. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createProgram } from '#cli/program.ts';
import { commandsIn, landfallIn, wordsOf } from '#test/support/shell-blocks.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs').map((file) => `docs/${file}`),
].filter((file) => file.endsWith('.md'));

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];

/** Words in capitals stand for what only the reader knows; these are for what has a form. */
const STANDING_FOR: Readonly<Record<string, string>> = { POINT: '2026-12-01T02:30:00Z' };

/** Understands a command line, and does nothing. @returns what the program has against it */
async function objection(words: readonly string[]): Promise<string | undefined> {
  const program = createProgram('0');
  for (const command of all(program)) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    // A group without an act of its own takes none, so that it still asks for a command.
    if ('_actionHandler' in command && command._actionHandler) command.action(() => undefined);
  }
  try {
    await program.parseAsync(
      words.map((word) => STANDING_FOR[word] ?? word),
      { from: 'user' },
    );
    return undefined;
  } catch (error) {
    const { exitCode, message } = error as { exitCode?: number; message: string };
    return exitCode === 0 ? undefined : message;
  }
}

/** What is named in a sentence may lack arguments: its commands and options are looked at. */
function unknownIn(words: readonly string[]): string | undefined {
  let command = createProgram('0');
  let options = false;
  for (const word of words) {
    options ||= word.startsWith('-');
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next) command = next;
    else if (word.startsWith('--')) {
      const name = word.split('=')[0]!;
      // `landfall --stack` means every command that has it.
      const offered = command.parent ? [command] : all(command);
      if (name !== '--help' && !offered.some(({ options }) => options.some(({ long }) => long === name)))
        return `${command.name()} has no ${name}`;
    } else if (!options && command.registeredArguments.length === 0 && command.commands.length > 0)
      return `${command.name()} has no command ${word}`;
  }
  return undefined;
}

describe('pages', () => {
  const blocks = pages.flatMap((page) =>
    commandsIn(readFileSync(page, 'utf8')).flatMap((line) => {
      const words = landfallIn(line);
      return words ? [{ page, line, words }] : [];
    }),
  );

  test('each command of a block of shell is taken as it stands', async () => {
    expect(blocks.length).toBeGreaterThan(50);
    const wrong: object[] = [];
    for (const { page, line, words } of blocks) {
      const says = await objection(words);
      if (says !== undefined) wrong.push({ page, line, says });
    }
    expect(wrong).toEqual([]);
  });

  test('each command that a sentence names has these commands and options', () => {
    const named = pages.flatMap((page) =>
      [
        ...readFileSync(page, 'utf8')
          .replaceAll(/^```[\s\S]*?^```/gmu, '')
          .matchAll(/`landfall ([^`]+)`/gu),
      ].map((match) => ({
        page,
        line: match[1]!,
      })),
    );
    expect(named.length).toBeGreaterThan(80);
    const wrong = named.flatMap(({ page, line }) => {
      const says = unknownIn(wordsOf(line).filter((word) => word !== '…' && word !== '...'));
      return says === undefined ? [] : [{ page, line, says }];
    });
    expect(wrong).toEqual([]);
  });
});

test('each example of a help is taken as it stands, but for those that leave words out', async () => {
  const examples: string[] = [];
  for (const command of all(createProgram('0'))) {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    const [, list = ''] = /\nExamples:\n([\s\S]*)/u.exec(help) ?? [];
    examples.push(
      ...list
        .replaceAll(/\\\n\s*/gu, '')
        .split('\n')
        .filter((line) => line.startsWith('  landfall ')),
    );
  }
  expect(examples.length).toBeGreaterThan(60);
  const wrong: object[] = [];
  for (const line of examples.map((one) => one.trim()).filter((one) => !one.endsWith('...'))) {
    const says = await objection(landfallIn(line)!);
    if (says !== undefined) wrong.push({ line, says });
  }
  expect(wrong).toEqual([]);
});

test('what is wrong is found', async () => {
  expect(await objection(['key', '--no-such'])).toContain('--no-such');
  expect(await objection(['pack', '--ldif', 'a'])).toContain('--tokens');
  expect(await objection(['import', 'a', '--policy', 'none'])).toContain('none');
  expect(await objection(['packers', 'add', 'a'])).toContain('missing');
  expect(await objection(['no-such'])).toContain('no-such');
  expect(await objection(['runs', '--json'])).toBeUndefined();
  expect(unknownIn(['user', 'forget'])).toContain('forget');
  expect(unknownIn(['user', 'show', '--no-such'])).toContain('--no-such');
  expect(unknownIn(['import', '--tell', 'later'])).toBeUndefined();
});
