import { isChatty, rewrite } from './stderr.ts';

const TERMINAL_MS = 200;
const PLAIN_MS = 5_000;

/**
 * Prints on standard error how far long work is: one line rewritten on a terminal, a line every few seconds elsewhere, and nothing
 * for short work, with --quiet or with --json.
 */
export function progressLine(now: () => number = Date.now): { tell(text: () => string): void; end(): void } {
  const terminal = process.stderr.isTTY === true;
  const chatty = isChatty();
  let last = now();
  let shown = false;
  return {
    tell(text) {
      if (!chatty || now() - last < (terminal ? TERMINAL_MS : PLAIN_MS)) return;
      last = now();
      shown = true;
      rewrite(terminal ? `\r\u001b[K${text()}` : `${text()}\n`);
    },
    end() {
      if (terminal && shown) rewrite('\r\u001b[K');
    },
  };
}

/** Before this, what has been seen says little of what is to come. */
const FIRST_SHARE = 0.02;
const FIRST_MS = 3_000;
const MINUTE_MS = 60_000;

/** How long the rest takes if it goes on as before, in words; empty while that can't be told. @param share 0 to 1 */
export function timeLeft(share: number, elapsedMs: number): string {
  if (share < FIRST_SHARE || share >= 1 || elapsedMs < FIRST_MS) return '';
  const minutes = Math.ceil((elapsedMs * (1 - share)) / share / MINUTE_MS);
  if (minutes <= 1) return ', less than a minute left';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `, about ${minutes} min left` : `, about ${hours} h ${minutes % 60} min left`;
}

/** What `pack` has done (cli/package/meter.ts). */
type Far = {
  readonly step: 'reading' | 'looking' | 'packing';
  readonly share?: number;
  readonly entries: number;
  readonly all?: number;
  readonly users: number;
};

/** Says how far `pack` is: each step begins with its own time. */
export function howFar(now: () => number = Date.now): (far: Far) => string {
  let step: Far['step'] | undefined;
  let since = now();
  return (far) => {
    if (far.step !== step) {
      // What the first step took before it was first asked about belongs to it.
      if (step !== undefined) since = now();
      step = far.step;
    }
    const percent = far.share === undefined ? '' : ` ${Math.floor(100 * far.share)} %,`;
    const left = far.share === undefined ? '' : timeLeft(far.share, now() - since);
    if (far.step === 'reading') return `Reading tokens, assignments and answers:${percent.replace(',', '')}${left}`;
    const entries = far.all === undefined ? `${far.entries} entries` : `${far.entries} of ${far.all} entries`;
    if (far.step === 'looking') return `Looking through the directory:${percent} ${entries}${left}`;
    return `Packing:${percent} ${entries} read, ${far.users} users packed${left}`;
  };
}
