/** T8: a Monday morning on which 5,000 users log on behind one address, some of them mistyping, under the default settings. */
import { type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { requestRecovery } from './recovery/request.ts';
import { countAttempt, recordSuccess } from './subject.ts';

const PEOPLE = 5000;
const ADDRESS = '198.51.100.7';
let store: Memory;

beforeEach(() => {
  store = memory();
});

/** One step, as a logon counts it; `right`: what the proof comes to. */
const step = (user: string, right: boolean, now: number) =>
  countAttempt(store.ports, user, store.settings, ADDRESS, now, { rated: true }).then(async (subject) => {
    // Gives others of the same moment the time to begin.
    await new Promise(setImmediate);
    if (!right) throw new Error('mistyped');
    await recordSuccess(store.ports, subject, now, false);
    return subject.counted.asksNext;
  });

/** Everyone logs on; each sixteenth mistypes first. @returns who was refused for the address, and how many were asked for more */
async function arrive(minutes: number, together: number) {
  const refused: string[] = [];
  let slowed = 0;
  const person = async (index: number) => {
    const now = NOW + Math.floor((index / PEOPLE) * minutes) * 60_000;
    const tries = index % 16 === 3 ? [false, true] : [true];
    for (const right of tries)
      await step(`person ${index}`, right, now).then(
        (asksNext) => void (asksNext && slowed++),
        ({ code }) => void (code && refused.push(`person ${index}: ${code}`)),
      );
  };
  for (let first = 0; first < PEOPLE; first += together)
    await Promise.all(Array.from({ length: together }, (_, offset) => person(first + offset)));
  return { refused, slowed };
}

test('5,000 users behind one address log on within half an hour, and none is refused or slowed', async () => {
  expect(await arrive(30, 20)).toEqual({ refused: [], slowed: 0 });
});

test('in an office network they may all come at the same moment, and ask for their mails at once', async () => {
  store.settings = settingsWith({
    selfServiceFeatures: { forgotPasswordLink: true },
    throttles: { officeNetworks: ['198.51.100.0/24'] },
  });
  expect((await arrive(1, PEOPLE)).refused).toEqual([]);
  for (let index = 0; index < PEOPLE; index++)
    await requestRecovery(store.ports, { userId: `person ${index}`, source: ADDRESS, now: NOW });
  expect(store.mails).toHaveLength(PEOPLE);
});
