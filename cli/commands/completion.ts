/** `landfall completion`: what a shell reads to complete commands, options and their values. */
import { Argument, type Command } from 'commander';
import { bash, zsh } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { powershell } from '../completion/powershell.ts';
import { placesOf } from '../completion/words.ts';
import { write } from '../text/stream.ts';

const SHELLS = { bash, zsh, fish, powershell } as const;

export function register(program: Command): void {
  program
    .command('completion')
    .summary('completion of commands and options, for a shell')
    .description('Prints a script with which the shell completes commands, options and their values.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .addHelpText(
      'after',
      `
Examples:
  landfall completion bash > ~/.local/share/bash-completion/completions/landfall
  landfall completion zsh > "\${fpath[1]}/_landfall"
  landfall completion fish > ~/.config/fish/completions/landfall.fish
  landfall completion powershell >> $PROFILE
`,
    )
    .action(async (shell: keyof typeof SHELLS) => {
      await write(SHELLS[shell](placesOf(program)));
    });
}
