/**
 * Argon2 with little memory: for unit tests, and for integration tests that import this. Most hash something only to have it
 * hashed, a fortieth of a second each time. That the product asks for its full cost is tested where the parameters are given
 * (core/passwords/hash.test.ts), with a function in Argon2's place; the standard's own vectors cost little as they are; and
 * what runs in a process of its own, as all of test/e2e/ does, hashes at full cost.
 */
import crypto, { type Argon2Parameters } from 'node:crypto';

const SHARE = 256;
const MARK = Symbol.for('landfall.cheap-hashes');
const argon2 = crypto.argon2 as typeof crypto.argon2 & { [MARK]?: true };
// One process runs many test files, and all of them have the same module of Node's: a file of test/e2e/ that came after one that
// imports this would make hashes that the deployment, at full cost, finds wrong.
if (typeof afterAll === 'function') {
  afterAll(() => {
    crypto.argon2 = argon2;
  });
}
if (!argon2[MARK]) {
  const cheap: typeof argon2 = (algorithm, parameters: Argon2Parameters, done) => {
    const memory = parameters.memory < 8 * SHARE ? parameters.memory : Math.ceil(parameters.memory / SHARE);
    argon2(algorithm, { ...parameters, memory }, done);
  };
  cheap[MARK] = true;
  crypto.argon2 = cheap;
}
