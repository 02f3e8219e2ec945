/** Says how far a long work is, at most every two seconds. */
const EVERY_MS = 2_000;

export function progress(what: string, total: number, say: (line: string) => void): (bytes: number) => void {
  let done = 0;
  let saidAt = performance.now();
  return (bytes) => {
    done += bytes;
    if (performance.now() - saidAt < EVERY_MS) return;
    saidAt = performance.now();
    say(`${what} ${Math.floor((100 * done) / Math.max(1, total))} % of ${(total / 2 ** 20).toFixed(0)} MiB`);
  };
}
