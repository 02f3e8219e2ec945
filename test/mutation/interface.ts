/**
 * The names that the unit tests use, jest's, as a way of declaring tests to Mocha. Mocha, since Stryker's runner for it keeps
 * one process with everything loaded and switches mutants in it: milliseconds a mutant, where jest would start anew for each.
 */
import crypto, { type Argon2Parameters } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { expect } from 'expect';
import fc from 'fast-check';
import { bind } from 'jest-each';

type Declare = (name: string, run?: () => unknown) => unknown;
type Context = Readonly<Record<'it' | 'describe' | 'before' | 'after', Declare>>;
type Root = { on: (event: 'pre-require', listener: (context: Context, file: string) => void) => void };
// Its types would declare the same globals as jest's.
const { interfaces } = createRequire(import.meta.url)('mocha') as { interfaces: { bdd: (root: Root) => void } };
const { bdd } = interfaces;

// A property that fails has told all: no search for the smallest example. And fewer examples than the unit tests try.
fc.configureGlobal({ endOnFailure: true, numRuns: 25 });

// The same derivation with little memory: some mutants are tried by hundreds of hashes, and what a hash costs is looked at
// where the parameters are given. The standard's own vectors cost little as they are.
const { argon2 } = crypto;
const LITTLE = 256;
crypto.argon2 = (algorithm, parameters: Argon2Parameters, done) => {
  const memory = parameters.memory < 8 * LITTLE ? parameters.memory : Math.ceil(parameters.memory / LITTLE);
  argon2(algorithm, { ...parameters, memory }, done);
};
syncBuiltinESMExports();

/** Stryker knows a test by its name alone, and two tests may have the same. */
const seen = new Map<string, number>();
function unique(name: string): string {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

interfaces.bdd = (root) => {
  bdd(root);
  root.on('pre-require', (context, path) => {
    const file = path.slice(path.indexOf('core/'));
    const { it, before, after } = context;
    const group = context.describe;
    const test: Declare = (name, run) => it(unique(`${file}: ${name}`), run);
    const describe: Declare = (name, run) => group(name, () => void run?.());
    Object.assign(globalThis, {
      expect,
      describe: Object.assign(describe, { each: bind(describe as never, false) }),
      test: Object.assign(test, { each: bind(test as never, false) }),
      beforeAll: before,
      afterAll: after,
    });
  });
};
