/** Renames together with what else an export says: a preview in one part sees what another part moves. */
import { importOf, previewOf, takeBack } from '#test/support/campaign-memory.ts';
import { halfOwned } from '#test/support/campaign-view.ts';
import { type DirectoryMemory, directoryMemory } from '#test/support/directory-memory.ts';
import { NOW, token, unassignedToken, user } from '#test/support/staging.ts';

const [ONE, TWO] = ['000000000001', '000000000002'] as const;
const DAY = 86_400_000;
const known = (userId: string, externalId: string, serials: string[] = []) => user(userId, serials, { externalId });
let store: DirectoryMemory;
beforeEach(() => {
  store = directoryMemory();
});

type Records = Parameters<typeof importOf>[1]['records'];
/** Imports the export, a record a part. @returns the report, which its preview equals */
async function brought(records: Records, day = 0) {
  const sent = { source: 'old', records, partSize: 1, full: true, older: false, packedAt: NOW + day * DAY };
  const preview = await previewOf(store, sent);
  const { lines } = await importOf(store, sent);
  expect(preview.lines).toEqual(lines);
  expect(halfOwned(store)).toEqual([]);
  return lines;
}

test('what waits for a yes of a person who was told and is renamed waits in the preview, too', async () => {
  await brought([known('ana', 'a')]);
  store.told.add('ana');
  const [line] = await brought([known('eve', 'a', [ONE])], 1);
  expect(line).toMatchObject({
    outcome: 'updated',
    notes: ['user.awaits_yes'],
    tokens: [{ serial: ONE, outcome: 'skipped', code: 'user.awaits_yes' }],
  });
  expect([...store.told]).toEqual(['eve']);
});

test('a token goes from a person who is renamed to another person, and to no user', async () => {
  await brought([known('ana', 'a', [ONE, TWO]), known('bo', 'b')]);
  const lines = await brought([known('bo', 'b', [ONE]), known('eve', 'a'), unassignedToken(TWO)], 1);
  expect(lines).toMatchObject([
    { outcome: 'updated', tokens: [{ serial: ONE, outcome: 'updated', changes: [{ from: 'eve', to: 'bo' }] }] },
    { outcome: 'updated' },
    { outcome: 'updated', serial: TWO, tokens: [{ changes: [{ from: 'eve' }] }] },
  ]);
  expect(store.users.get('eve')!.tokens).toEqual([]);
  expect(store.users.get('bo')!.tokens).toEqual([ONE]);
});

test('who comes in the place of a person who is renamed may get the token, too', async () => {
  await brought([known('ana', 'a', [ONE])]);
  const lines = await brought([known('ana', 'c', [ONE]), known('eve', 'a')], 1);
  expect(lines[0]).toMatchObject({
    outcome: 'created',
    tokens: [{ serial: ONE, outcome: 'updated', changes: [{ field: 'assignee', from: 'eve', to: 'ana' }] }],
  });
  expect(store.tokens.get(ONE)).toMatchObject({ assignee: 'ana' });
});

test('the token of a person who is renamed is gone under the new user ID', async () => {
  await brought([known('ana', 'a', [ONE])]);
  const lines = await brought([known('eve', 'a')], 1);
  expect(lines[1]).toMatchObject({ type: 'token', serial: ONE, userId: 'eve', code: 'token.gone' });
});

test('each token that an import corrected of a user whom it did not change is taken back', async () => {
  await brought([known('ana', 'a', [ONE, TWO])]);
  const before = new Map(store.tokens);
  const records = [known('ana', 'a')].map((one) => ({
    ...one,
    tokens: [ONE, TWO].map((serial) => token(serial, { digits: 8 })),
  }));
  const sent = { source: 'old', records, partSize: 1, full: true, older: false, packedAt: NOW + DAY };
  const back = await takeBack(store, await importOf(store, sent), NOW + 2 * DAY);
  expect(back).toMatchObject([
    { outcome: 'updated', code: 'rollback.restored', tokens: [{ serial: ONE }, { serial: TWO }] },
  ]);
  for (const serial of [ONE, TWO]) expect(store.tokens.get(serial)!.digits).toBe(before.get(serial)!.digits);
});

test('what an import changed of a person whom only the source renamed is taken back', async () => {
  await brought([known('ana', 'a')]);
  store.users.set('ana', { ...store.users.get('ana')!, touchedAt: NOW + 1 });
  const records = [{ ...known('eve', 'a'), firstName: 'Eve' }];
  const sent = { source: 'old', records, partSize: 1, full: true, older: false, packedAt: NOW + DAY };
  const done = await importOf(store, sent);
  expect(done.lines).toMatchObject([{ outcome: 'updated', code: 'user.renamed' }]);
  expect(store.users.get('ana')).toMatchObject({ firstName: 'Eve' });
  expect(await takeBack(store, done, NOW + 2 * DAY)).toMatchObject([{ code: 'rollback.restored' }]);
  expect(store.users.get('ana')).not.toHaveProperty('firstName');
});
