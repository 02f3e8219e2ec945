/**
 * Alarms that are made of the lists of functions and tables, so that a new one can't lack its own. Each family tells by one alarm over its
 * children: a fault that many functions meet is one mail, which names those that failed.
 */
import { FUNCTIONS, type FunctionSpec } from '../../functions.ts';
import { specOf, TABLE_NAMES } from '../../tables.ts';
import { ofFunction, ofTable, sumOf } from './metrics.ts';
import type { Child, Family, Watched } from './watched.ts';

const MINUTES = 15;
/** What fails less often is repeated by the state machine, the queue, the stream or the next minute's schedule, or its user is told (ApiErrors). */
const REPEATED = 3;

/** "read-manifest" -> "ReadManifest" */
const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/gu, (_match, _dash, letter: string) => letter.toUpperCase());

/** The end of an execution is told of a few times, and an hourly schedule comes back in an hour: there one failure is enough. */
const tolerated = (name: string, { source }: FunctionSpec): number =>
  source === 'execution-failed' || name === 'remind-users' ? 1 : REPEATED;

const functionChild = ({ functions }: Watched, name: string, spec: FunctionSpec): Child => ({
  id: `FunctionFailing${pascal(name)}`,
  means: `The function ${name} failed or ran out of time`,
  metric: ofFunction(functions.get(name), 'Errors', { minutes: MINUTES }),
  threshold: tolerated(name, spec),
});

/** Of the table and of its indexes: a write waits for each of these. */
const tableChild = ({ stateful }: Watched, name: (typeof TABLE_NAMES)[number]): Child => {
  const over = { minutes: MINUTES };
  const indexes = specOf(name).indexes.map((index) => index.name);
  const throttled = [undefined, ...indexes].flatMap((index) => [
    ofTable(stateful[name], 'ReadThrottleEvents', over, index),
    ofTable(stateful[name], 'WriteThrottleEvents', over, index),
  ]);
  return {
    id: `TableThrottled${pascal(name)}`,
    means: `Requests to the table ${name} were throttled`,
    metric: sumOf(throttled, name, MINUTES),
    // A table on demand grows within minutes: single events are repeated by the SDK.
    threshold: 100,
  };
};

const FAMILIES = {
  FunctionsFailing: {
    means: 'Functions failed or ran out of time',
    of: (watched) => Object.entries(FUNCTIONS).map(([name, spec]) => functionChild(watched, name, spec)),
  },
  TablesThrottled: {
    means: 'Requests to tables were throttled',
    of: (watched) => TABLE_NAMES.map((name) => tableChild(watched, name)),
  },
} as const satisfies Readonly<Record<string, { means: string; of: (watched: Watched) => readonly Child[] }>>;

export const familiesOf = (watched: Watched): Readonly<Record<string, Family>> =>
  Object.fromEntries(
    Object.entries(FAMILIES).map(([id, { means, of }]) => [id, { means, children: of(watched) }] as const),
  );
