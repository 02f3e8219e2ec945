/**
 * What the estimate of a password's strength needs: the 49,000 words of common.ts themselves, in the order of how common they are,
 * and which keys are neighbours; as JSON, compressed. infra/synth/precompute.ts runs this module when the functions are bundled; a
 * function that needs them reads them from a file beside its bundle.
 */
import { gzipSync } from 'node:zlib';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { Known } from './strength.ts';

/** `Known` of strength.ts as JSON, compressed. */
export function known(): Buffer {
  const words: Known = { common: dictionary['passwords-common'], graphs: adjacencyGraphs };
  return gzipSync(JSON.stringify(words));
}
