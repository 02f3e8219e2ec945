/** What makes properties cheap enough to run thousands of times. */
import fc from 'fast-check';

// A property that fails has shown all: no search for the smallest example. And fewer examples than the unit tests try.
fc.configureGlobal({ endOnFailure: true, numRuns: 25 });
