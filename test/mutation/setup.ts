/** What makes the unit tests cheap enough to run thousands of times. */
import crypto, { type Argon2Parameters } from 'node:crypto';
import fc from 'fast-check';

// A property that fails has shown all: no search for the smallest example. And fewer examples than the unit tests try.
fc.configureGlobal({ endOnFailure: true, numRuns: 25 });

// The same derivation with little memory: some mutants are tried by hundreds of hashes, and what a hash costs is looked at
// where the parameters are given. The standard's own vectors cost little as they are.
const { argon2 } = crypto;
const LITTLE = 256;
crypto.argon2 = (algorithm, parameters: Argon2Parameters, done) => {
  const memory = parameters.memory < 8 * LITTLE ? parameters.memory : Math.ceil(parameters.memory / LITTLE);
  argon2(algorithm, { ...parameters, memory }, done);
};
