/**
 * What the estimate of a password's strength needs: the 49,000 words of common.ts themselves, in the order of how common they are,
 * and which keys are neighbours; as JSON, compressed. infra/synth/precompute.ts runs this module when the functions are bundled and
 * puts its value in its place.
 */
import { gzipSync } from 'node:zlib';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { Known } from './strength.ts';

const known: Known = { common: dictionary['passwords-common'], graphs: adjacencyGraphs };
export const KNOWN: Buffer = gzipSync(JSON.stringify(known));
