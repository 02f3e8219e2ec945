/** Reads a configuration file: TypeScript or JavaScript whose default export it is, or JSON. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ROOT } from '../paths.ts';
import { ConfigurationError } from './error.ts';

/** The file in which an operator of this checkout keeps the configuration. */
export const CONFIGURATION_FILE = 'landfall.config.ts';

/** @param path from the project's root @throws ConfigurationError that says why the file can't be read */
export function readConfigurationFile(path: string): Readonly<Record<string, unknown>> {
  const file = resolve(ROOT, path);
  const fault = (why: string) => new ConfigurationError([`The configuration can't be read from ${path}: ${why}`]);
  if (!existsSync(file)) throw fault('there is no such file.');
  const given = load(file, fault);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw fault('it has no default export of names and values. Write: export default defineConfig({ ... })');
  return given as Readonly<Record<string, unknown>>;
}

function load(file: string, fault: (why: string) => Error): unknown {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8'));
    const module = createRequire(file)(file) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    throw fault(reasonOf(error as Error, file));
  }
}

/** The first line of the message, with the line of the file where Node names it. */
function reasonOf({ message, stack = '' }: Error, file: string): string {
  const reason = message.split('\n').find((line) => line.trim() !== '') ?? 'no reason was given';
  const line = stack.slice(stack.indexOf(file)).match(/^[^:\s]+:(\d+)/u)?.[1];
  return line === undefined ? reason.trim() : `${reason.trim()} (line ${line})`;
}
