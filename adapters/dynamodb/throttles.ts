/** A batch of which not a single item could be read or written fails as a whole, and has been tried again by the SDK already. */
export const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);
