/** What may stand where in a command line, as the commands themselves declare it. */
import type { Argument, Command, Option } from 'commander';

/** What follows: one of these words, the name of a file or folder, or a text of which nothing is known. */
export type Value = readonly string[] | 'file' | 'text';
export type Flag = { readonly names: readonly string[]; readonly says: string; readonly value?: Value };
export type Place = {
  /** The commands that lead here, such as `user set`; empty at the beginning. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly says: string }[];
  readonly flags: readonly Flag[];
  /** Of the arguments, in their order. */
  readonly values: readonly Value[];
};

/** Names of values that are files: of `--token-key-file <file=path>` the name before `=` is one of a file as well. */
const FILES = /^(?:file|path|folder|package)\b/u;

function valueNamed(name: string, choices: readonly string[] | undefined): Value {
  if (choices) return choices;
  return FILES.test(name) ? 'file' : 'text';
}

function flagOf({ short, long, description, flags, required, optional, argChoices }: Option): Flag {
  const names = [long, short].filter((name) => name !== undefined);
  const [, name = ''] = /[<[]([^\]>]+)/u.exec(flags) ?? [];
  return { names, says: description, ...(required || optional ? { value: valueNamed(name, argChoices) } : {}) };
}

const argumentValue = (argument: Argument): Value => valueNamed(argument.name(), argument.argChoices);

/** Every place, that of the program first. */
export function placesOf(command: Command, path = ''): Place[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  const place: Place = {
    path,
    commands: commands.map((one) => ({ name: one.name(), says: one.summary() || one.description() })),
    flags: help.visibleOptions(command).map(flagOf),
    values: command.registeredArguments.map(argumentValue),
  };
  return [place, ...commands.flatMap((one) => placesOf(one, `${path} ${one.name()}`.trim()))];
}
