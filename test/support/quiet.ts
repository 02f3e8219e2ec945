/**
 * Keeps the product's own log lines out of the report of a run: they are one JSON object a line, written past jest's console.
 * Tests that look at them (log-lines.ts) still see all of them.
 */
const { stdout, stderr } = process;
const QUIET = Symbol.for('landfall.quiet');

for (const output of [stdout, stderr] as (NodeJS.WriteStream & { [QUIET]?: true })[]) {
  // One process runs many test files.
  if (output[QUIET]) continue;
  output[QUIET] = true;
  const write = output.write.bind(output) as (...given: unknown[]) => boolean;
  output.write = (chunk: unknown, ...more: unknown[]) =>
    /^\{"level":"\w+","message":/u.test(String(chunk)) || write(chunk, ...more);
}
