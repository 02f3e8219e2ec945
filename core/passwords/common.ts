/**
 * The 49,000 commonest passwords of many leaks, in small letters (MIT, from the zxcvbn-ts project, which keeps them up to
 * date), as fingerprints. infra/synth/precompute.ts runs this module when the functions are bundled: no function carries the words or
 * compiles them, and one that looks a word up reads the table then, from a file beside its bundle.
 */
import { dictionary } from '@zxcvbn-ts/language-common';
import { compileWords } from './fingerprints.ts';

let made: Buffer | undefined;
/** The table for holdsWord; the first call makes it. */
export const common = (): Buffer => (made ??= compileWords(dictionary['passwords-common']));
