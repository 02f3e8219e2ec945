import { rewrite } from './stderr.ts';

const TERMINAL_MS = 200;
const PLAIN_MS = 5_000;

/**
 * Prints on standard error how far long work is: one line rewritten on a terminal, a line every few seconds elsewhere, and nothing
 * for short work.
 */
export function progressLine(now: () => number = Date.now): { tell(text: () => string): void; end(): void } {
  const terminal = process.stderr.isTTY === true;
  let last = now();
  let shown = false;
  return {
    tell(text) {
      if (now() - last < (terminal ? TERMINAL_MS : PLAIN_MS)) return;
      last = now();
      shown = true;
      rewrite(terminal ? `\r\u001b[K${text()}` : `${text()}\n`);
    },
    end() {
      if (terminal && shown) rewrite('\r\u001b[K');
    },
  };
}
