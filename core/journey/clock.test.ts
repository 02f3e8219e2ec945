import { defaultSettings } from '#core/settings/model.ts';
import { type ClockPorts, tick } from './clock.ts';
import { CLOCK_KEYS } from './person.ts';
import { type RecountState, settingsOf } from './recount.ts';

const NOW = 1_000_000;
const settings = defaultSettings();
const ended: RecountState = {
  settings: settingsOf(settings),
  startedAt: NOW,
  endedAt: NOW,
  filledAt: NOW,
  differed: 0,
  corrected: 0,
};
/** `due`: by partition, the pages. Each look takes `takes` milliseconds. */
function given(due: Readonly<Record<string, readonly (readonly string[])[]>> = {}, takes = 1, upgraded = true) {
  const followed: string[][] = [];
  const clock = { now: NOW };
  const never = () => Promise.reject(new Error('no recount is due'));
  const ports: ClockPorts = {
    peopleDue: async function* (name) {
      yield* due[name] ?? [[]];
    },
    follow: async (keys) => {
      followed.push([...keys]);
      clock.now += takes;
      return keys.length;
    },
    readSettings: async () => settings,
    readState: async () => ended,
    isUpgraded: async () => upgraded,
    differing: never,
    saveState: never,
    sources: never,
    people: never,
    keptPeople: never,
    present: never,
    readCounters: never,
    correctCounters: never,
    pause: never,
    now: () => clock.now,
  };
  return { ports, followed };
}
const [first, second] = CLOCK_KEYS as [string, string];

test('those whose date has come are looked at, page by page, in all partitions', async () => {
  const { ports, followed } = given({ [first]: [['a', 'b'], ['c']], [second]: [['d']] });
  expect(await tick(ports, NOW + 1000)).toEqual({ dated: 4 });
  expect(followed.flat().sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('at the deadline the rest is left to the next round', async () => {
  const { ports, followed } = given({ [first]: [['a'], ['b'], ['c']] }, 600);
  expect(await tick(ports, NOW + 1000)).toEqual({ dated: 2 });
  expect(followed).toEqual([['a'], ['b']]);
});

test('no recount begins before each user stands in the index of people', async () => {
  const { ports } = given({}, 1, false);
  const readState = () => Promise.reject(new Error('asked'));
  expect(await tick({ ...ports, readState }, NOW + 1000)).toEqual({ dated: 0 });
});

test('a recount that is due goes on, and is kept', async () => {
  const { ports } = given();
  const saved: RecountState[] = [];
  const recount: ClockPorts = {
    ...ports,
    readState: async () => undefined,
    saveState: async (state) => void saved.push(state),
    sources: async () => [''],
    people: async () => [],
    readCounters: async () => ({ sums: {}, writes: 0 }),
  };
  const ticked = await tick(recount, NOW + 1000);
  expect(ticked.recount).toMatchObject({ endedAt: NOW, filledAt: NOW, expected: true });
  expect(saved.at(-1)).toEqual(ticked.recount);
});
