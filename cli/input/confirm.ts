/** A yes of the person at the terminal, before something that can't be undone. */
import { createInterface } from 'node:readline/promises';
import { invalid } from '#core/errors.ts';

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/**
 * @param expected what must be typed, word for word
 * @throws LandfallError confirm.missing where there is no terminal to ask at; confirm.no where something else was typed
 */
export async function confirmByTyping(question: string, expected: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw invalid('confirm.missing', 'There is no terminal to ask at. Add --yes if you mean it.');
  if ((await ask(question)).trim() !== expected) throw invalid('confirm.no', 'Nothing was done.');
}
