/** Two packages with the same users and tokens at the same moment, on the real engine: core/migration/races.test.ts tries more orders. */
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import type { IngestPorts } from '#core/migration/ingest.ts';
import { everyOrder } from '#test/support/interleavings.ts';
import { racing, untrue } from '#test/support/races.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { directoryImport, user } from '../support/ingest.ts';

const SERIALS = ['000000000001', '000000000002'];
let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
afterAll(() => engine.stop());

const RUNS = ['a'.repeat(32), 'b'.repeat(32)] as const;
/** Both may still write: there are no records of these runs here. */
const ports: IngestPorts = {
  ...directoryImport,
  stillWriting: async (runs) => new Set(runs),
  pause: async () => undefined,
};

test.each([
  ['two sources, one user', 'new', 'ana'],
  ['one source, one user', 'old', 'ana'],
  ['two sources, two users with the same tokens', 'new', 'bo'],
])('no token is lost, no user is half, and both reports are true: %s', async (_name, source, other) => {
  const records = [user('ana', SERIALS)];
  const none = { readPart: async () => undefined, putPart: async () => undefined };
  const begun = await racing({ directory: ports, ...none }, [
    { run: RUNS[0], day: 1, records },
    { run: RUNS[1], day: 2, source, records: [user(other, SERIALS.toReversed())] },
  ]);
  const orders = await everyOrder(
    async () => {
      await createTables();
      return { ports, imports: begun.imports };
    },
    async (order) => {
      const tokens = [...(await readTokens(SERIALS)).values()];
      const wrong = untrue([...(await readUsers(['ana', 'bo']))], tokens, begun.reports());
      expect({ order, tokens: tokens.length, wrong }).toEqual({ order, tokens: SERIALS.length, wrong: [] });
    },
    2,
  );
  expect(orders).toBeGreaterThan(10);
});
