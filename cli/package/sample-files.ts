import { readFileSync } from 'node:fs';
import { artefact, inCheckout } from '#cli/artefact/artefact.ts';

/** The files of the sample export in samples/corp; its README says where they come from. */
export const SAMPLE = {
  directory: 'corp.ldif',
  assignments: 'assignments.csv',
  answers: 'security-answers.csv',
  questions: 'target-questions.xml',
  /** The password of a sample batch is no secret: samples/corp/README.md prints it. */
  tokenFiles: [
    { name: 'hardware-tokens.sdtid', password: undefined },
    { name: 'software-tokens.sdtid', password: 'Batch passphrase 7' },
  ],
} as const;

/** What `landfall passcode` reads for a user of the sample; a single file carries it. */
export const PASSCODE_SAMPLES: readonly string[] = [SAMPLE.assignments, ...SAMPLE.tokenFiles.map(({ name }) => name)];

/** Path of a file of the sample, in a checkout. */
export const sampleFile = (name: string): string => inCheckout('samples', 'corp', name);

/** The bytes of one of PASSCODE_SAMPLES. */
export const readSample = (name: string): Buffer =>
  artefact === undefined ? readFileSync(sampleFile(name)) : Buffer.from(artefact.samples[name]!, 'base64');
