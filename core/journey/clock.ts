/** What happens to people without a change in the directory: a date comes. And, a part each minute, the recount. */
import type { JourneySettings } from './journey.ts';
import { CLOCK_KEYS } from './person.ts';
import { goOn, type RecountPorts, type RecountState, recountOf, settingsOf } from './recount.ts';

export type ClockPorts = RecountPorts & {
  /** User keys of those whose next date has come, page by page. @param clock a partition of the list of next dates */
  peopleDue(clock: string, now: number): AsyncIterable<readonly string[]>;
  readSettings(): Promise<JourneySettings>;
  readState(): Promise<RecountState | undefined>;
  /** Whether every user stands in the index of people. */
  isUpgraded(): Promise<boolean>;
};

/** Those of one partition. The walk only goes forward: the index is a moment behind, and would show again who was looked at. */
async function followDates(ports: ClockPorts, clock: string, deadline: number): Promise<number> {
  let looked = 0;
  for await (const keys of ports.peopleDue(clock, ports.now())) {
    if (keys.length > 0) await ports.follow(keys);
    looked += keys.length;
    if (ports.now() >= deadline) break;
  }
  return looked;
}

export type Ticked = { readonly dated: number; readonly recount?: RecountState };

/**
 * One round: dates first, all partitions at once. @param deadline Unix milliseconds
 * @returns how many had a date, and where the recount stands that went on
 */
export async function tick(ports: ClockPorts, deadline: number): Promise<Ticked> {
  const looked = await Promise.all(CLOCK_KEYS.map((clock) => followDates(ports, clock, deadline)));
  const dated = looked.reduce((sum, one) => sum + one, 0);
  if (!(await ports.isUpgraded())) return { dated };
  const [state, settings] = await Promise.all([ports.readState(), ports.readSettings()]);
  const due = recountOf(state, settingsOf(settings), ports.now());
  return due ? { dated, recount: await goOn(ports, due, deadline) } : { dated };
}
