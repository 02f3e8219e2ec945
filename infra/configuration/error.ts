/** What an operator has to mend in the configuration: a sentence for each fault, and no stack trace. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    // Who reads it looks for a value, not for a line of the program.
    this.stack = `${this.name}: ${this.message}`;
  }
}
