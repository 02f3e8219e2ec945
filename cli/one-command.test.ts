import type { Command } from 'commander';
import { listAsked } from './heads.ts';
import { programFor } from './one-command.ts';
import { createProgram } from './program.ts';

const whole = createProgram('0');
/** All that the help of a command and of those below it says. */
const helpsOf = (command: Command): string[] => [command.helpInformation(), ...command.commands.flatMap(helpsOf)];

test('the list of commands is that of the whole program', async () => {
  for (const args of [[], ['--help'], ['no-such-command']])
    expect((await programFor(args, '0')).helpInformation()).toBe(whole.helpInformation());
});

test.each(whole.commands.map((command) => [command.name(), command] as const))(
  '`landfall %s` is loaded with all that is below it, when it is called and when its help is asked for',
  async (name, command) => {
    for (const args of [[name], ['help', name], ['--no-such', name, 'show', '--json']]) {
      const loaded = (await programFor(args, '0')).commands.find((one) => one.name() === name)!;
      expect(helpsOf(loaded)).toEqual(helpsOf(command));
    }
  },
);

test('the list alone is what the help of the whole program prints, and nothing else is answered by it', () => {
  let text = '';
  createProgram('0')
    .configureOutput({ writeOut: (piece) => (text += piece) })
    .outputHelp();
  for (const word of ['--help', '-h', 'help']) expect(listAsked([word])).toBe(text);
  for (const args of [[], ['--version'], ['help', 'pack'], ['pack', '--help'], ['--json']])
    expect(listAsked(args)).toBeUndefined();
});
