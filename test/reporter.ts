/** What jest's own reporters leave out: a run in which no test ran has failed. */

/** As much of what jest hands to a reporter as is looked at. */
type Results = Readonly<Record<'numPassedTests' | 'numFailedTests' | 'numTotalTests', number>>;

export default class {
  #error: Error | undefined;

  onRunComplete(_contexts: unknown, { numPassedTests, numFailedTests, numTotalTests }: Results): void {
    if (numPassedTests + numFailedTests > 0 || numTotalTests === 0) return;
    this.#error = new Error('No test ran: none has such a name.');
    console.error(this.#error.message);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
