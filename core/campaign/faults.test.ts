/**
 * Faults at every await: whatever is killed and whichever answer is lost, no person is told twice, none is forgotten, and each of whom it is
 * not known is named.
 */
import fc from 'fast-check';
import { type Fault, mailsTo, mailWorld, person, settle, statusOf, type World } from '#test/support/mail-world.ts';

const FAULTS: readonly Fault[] = ['killed before', 'killed after', 'answer lost'];
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${'x'.repeat(index % 3)}${index}`);

/** A campaign to people of every kind, in a world with these faults. */
async function campaignWith(fault: (port: string) => Fault | undefined): Promise<World> {
  const world = mailWorld(fault);
  settle(world, [...names(5).map((name) => person(name)), person('off', { enabled: false })]);
  const { email: _none, ...bare } = person('bare');
  settle(world, [bare]);
  await world.drive([world.begin('c')], 1);
  return world;
}

function check(world: World): void {
  for (const name of names(5)) {
    const mails = mailsTo(world, `${name}@corp.example`);
    const status = statusOf(world, name);
    expect(mails).toBeLessThanOrEqual(1);
    // What is said to be sent was; of what was not sent it is said that it is not known.
    expect([name, mails, status]).toEqual([name, mails, mails === 1 && status === 'sent' ? 'sent' : 'uncertain']);
  }
  expect([statusOf(world, 'off'), statusOf(world, 'bare')]).toEqual(['not-able', 'not-informed']);
  expect([...world.notices.values()].filter(({ status }) => status === 'claimed')).toEqual([]);
  const record = world.runs.get('c')!;
  expect(record.status).toBe('succeeded');
  const { sent, uncertain = 0 } = record.notices!;
  expect(sent + uncertain).toBe(5);
  expect(world.lane.holder).toBeUndefined();
}

test('no person is told twice, none is forgotten and each unknown is named, wherever the process is killed or an answer is lost', async () => {
  let calls = 0;
  check(
    await campaignWith(() => {
      calls += 1;
      return undefined;
    }),
  );
  expect(calls).toBeGreaterThan(30);
  for (const fault of FAULTS)
    for (let at = 1; at <= calls; at += 1) {
      let call = 0;
      const world = await campaignWith(() => {
        call += 1;
        return call === at ? fault : undefined;
      });
      // A lease of a round that was killed ends by itself.
      world.lane = { asked: {} };
      check(world);
    }
});

test('the same with any number of faults, throttles and refused addresses, in campaigns side by side', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom(...FAULTS)), { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      async (faults, campaigns) => {
        const at = new Map(faults);
        let call = 0;
        const world = mailWorld(() => {
          call += 1;
          return at.get(call);
        });
        const people = names(12);
        settle(
          world,
          people.map((name) => person(name)),
        );
        const ids = Array.from({ length: campaigns }, (_, index) => `c${index}`);
        await world.drive(
          ids.map((id) => world.begin(id)),
          2,
        );
        for (const name of people) {
          expect(mailsTo(world, `${name}@corp.example`)).toBeLessThanOrEqual(1);
          const told = mailsTo(world, `${name}@corp.example`) === 1;
          expect([statusOf(world, name), told]).toEqual([
            statusOf(world, name) === 'sent' ? 'sent' : 'uncertain',
            statusOf(world, name) === 'sent' ? true : told,
          ]);
        }
        for (const id of ids) expect(world.runs.get(id)!.status).toBe('succeeded');
      },
    ),
    { numRuns: 150, seed: 12 },
  );
});
