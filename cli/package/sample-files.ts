import { join } from 'node:path';

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

/** Path of a file of the sample. */
export const sampleFile = (name: string): string => join(import.meta.dirname, '..', '..', 'samples', 'corp', name);
