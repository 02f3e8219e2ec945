/** The passphrase of a backup: from a file, or typed; never an argument, which every user of the machine can list. */
import { readFileSync } from 'node:fs';
import { askHidden } from '#cli/input/hidden-prompt.ts';

const LEAST = 12;

export type PassphraseOptions = { readonly passphraseFile?: string; readonly passphrase?: boolean };

const fromFile = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/u, '');

/** Of a new backup. @returns undefined where none is asked for @throws Error that says what to do */
export async function newPassphrase({
  passphraseFile,
  passphrase = false,
}: PassphraseOptions): Promise<string | undefined> {
  if (passphraseFile === undefined && !passphrase) return undefined;
  const given = passphraseFile === undefined ? await typed('Passphrase of the backup: ') : fromFile(passphraseFile);
  if (Array.from(given).length < LEAST)
    throw new Error(`a passphrase has ${LEAST} characters or more. Use several words`);
  if (passphraseFile === undefined && (await typed('The same again: ')) !== given)
    throw new Error('the two were not the same. Start the backup again');
  return given;
}

/** Of a backup that is encrypted. @throws Error that says what to do */
export async function knownPassphrase({ passphraseFile }: PassphraseOptions, file: string): Promise<string> {
  if (passphraseFile !== undefined) return fromFile(passphraseFile);
  if (process.stdin.isTTY) return typed(`Passphrase of ${file}: `);
  throw new Error(`${file} is encrypted. Name its passphrase's file: --passphrase-file FILE`);
}

async function typed(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Error('there is no terminal to type it on. Name its file: --passphrase-file FILE');
  return askHidden(question);
}
