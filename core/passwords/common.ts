/**
 * The 49,000 commonest passwords of many leaks, in small letters (MIT, from the zxcvbn-ts project, which keeps them up to
 * date), as fingerprints. infra/synth/bundle.ts runs this module when it bundles and puts its value in its place: no function
 * carries the words or compiles them.
 */
import { dictionary } from '@zxcvbn-ts/language-common';
import { compileWords } from './fingerprints.ts';

export const COMMON: Buffer = compileWords(dictionary['passwords-common']);
