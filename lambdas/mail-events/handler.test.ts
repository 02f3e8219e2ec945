import { createHandler } from './handler.ts';

const migration = 'a'.repeat(32);
const event = (notice: string, over: object = {}) =>
  JSON.stringify({
    eventType: 'Complaint',
    mail: { destination: ['ana@corp.example'], tags: { migration: [migration], notice: [notice] } },
    ...over,
  });

function setUp() {
  const marked: object[] = [];
  const handler = createHandler({
    markReturned: async (mail, now) => {
      if (mail.notice.startsWith('f')) throw new Error('ana@corp.example could not be marked');
      marked.push({ ...mail, now });
      return marked.length === 1;
    },
    now: () => 7,
  });
  const run = (...bodies: string[]) =>
    handler({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }, {} as never);
  return { marked, run };
}

test('each event marks its notice, and an event on a notice that is marked already is no failure', async () => {
  const { marked, run } = setUp();
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
  expect(await run(event(one), event(two))).toEqual({ batchItemFailures: [] });
  expect(marked).toEqual([
    { kind: 'complained', migration, notice: one, now: 7 },
    { kind: 'complained', migration, notice: two, now: 7 },
  ]);
});

test('an event that concerns no notice is dropped, and one that can not be read or marked is the only one that comes again', async () => {
  const { marked, run } = setUp();
  const bodies = [event('x'), event('1'.repeat(32), { eventType: 'Send' }), 'no event', event('f'.repeat(32))];
  expect(await run(...bodies, event('3'.repeat(32)))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm2' }, { itemIdentifier: 'm3' }],
  });
  expect(marked).toHaveLength(1);
});
