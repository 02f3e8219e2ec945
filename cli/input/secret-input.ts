/** Passwords are not arguments, which every user of the machine can list: they are typed without echo, or piped in. */
import { text } from 'node:stream/consumers';
import { askHidden } from './hidden-prompt.ts';

/** One line from the terminal without echo, or from standard input where it is a pipe. */
export async function readSecret(question: string): Promise<string> {
  if (process.stdin.isTTY) return askHidden(question);
  return (await text(process.stdin)).replace(/\r?\n$/u, '');
}
