/** Log lines: what a call writes to the process's outputs, kept from them. */

/** @returns the lines, parsed, in order */
export async function logLinesOf(run: () => unknown): Promise<Record<string, unknown>[]> {
  let text = '';
  const outputs = [process.stdout, process.stderr] as const;
  const originals = outputs.map((output) => output.write.bind(output));
  for (const output of outputs)
    output.write = ((chunk: string) => {
      text += String(chunk);
      return true;
    }) as typeof output.write;
  try {
    await run();
  } finally {
    for (const [index, output] of outputs.entries()) output.write = originals[index]! as typeof output.write;
  }
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
