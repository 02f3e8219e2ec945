/** What jest's own reporters leave out: the slowest files, and that a run in which no test ran has failed. */
import { relative } from 'node:path';

/** As much of what jest hands to a reporter as is looked at. */
type Results = Readonly<Record<'numPassedTests' | 'numFailedTests' | 'numTotalTests', number>> & {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly perfStats: { readonly start: number; readonly end: number };
  }[];
};

const SHOWN = 10;
const LINE = /^ *(\d+\.\d) s {2}(\S+\.test\.ts)$/gmu;

/** The slowest files of all that reports of runs name, one a line. @param outputs what the runs have printed */
export function slowestOf(outputs: readonly string[]): string[] {
  const lines = outputs.flatMap((output) => [...output.matchAll(LINE)]);
  return lines
    .toSorted((a, b) => Number(b[1]) - Number(a[1]))
    .slice(0, SHOWN)
    .map(([line]) => line);
}

export default class {
  #error: Error | undefined;

  onRunComplete(_contexts: unknown, results: Results): void {
    const { numPassedTests, numFailedTests, numTotalTests, testResults } = results;
    if (testResults.length > SHOWN) {
      const lines = testResults.map(({ testFilePath, perfStats: { start, end } }) => {
        const seconds = ((end - start) / 1000).toFixed(1).padStart(7);
        return `${seconds} s  ${relative(process.cwd(), testFilePath)}`;
      });
      console.error(`\nThe slowest files of this run:\n${slowestOf([lines.join('\n')]).join('\n')}`);
    }
    if (numPassedTests + numFailedTests > 0 || numTotalTests === 0) return;
    this.#error = new Error('No test ran: none has such a name.');
    console.error(this.#error.message);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
