/**
 * Two packages with the same users or tokens at the same moment. Every order of their steps is tried: no token is lost, no user has a part
 * of the tokens, and both reports are true. On the real engine: test/integration/races.test.ts.
 */
import type { ExportRecord } from '#core/export/record.ts';
import { userKey } from '#core/text.ts';
import { directoryMemory } from '#test/support/directory-memory.ts';
import { bring, runId } from '#test/support/exports-in-memory.ts';
import { everyOrder } from '#test/support/interleavings.ts';
import { racing, untrue } from '#test/support/races.ts';
import { type Engine, unassignedToken, user } from '#test/support/staging.ts';

const [ONE, TWO] = ['000000000001', '000000000002'] as const;
type Rival = { readonly source?: string; readonly records: readonly ExportRecord[]; readonly day?: number };

/** @param before what an earlier export of source `old` brought */
async function race(before: readonly ExportRecord[], first: Rival, second: Rival): Promise<number> {
  let store = directoryMemory();
  const engine: Engine = {
    directory: store.directory,
    readPart: (...of) => store.readPart(...of),
    putPart: (...of) => store.putPart(...of),
  };
  const begun = await racing(engine, [
    { run: runId(0xa1), day: 1, ...first },
    { run: runId(0xb2), day: 2, ...second },
  ]);
  if (before.length > 0) await bring(store, before, { run: runId(1) });
  const [users, tokens] = [structuredClone(store.users), structuredClone(store.tokens)];
  const seen = new Set<string>();
  const orders = await everyOrder(
    async () => {
      store = directoryMemory();
      for (const [key, one] of users) store.users.set(key, structuredClone(one));
      for (const [serial, one] of tokens) store.tokens.set(serial, structuredClone(one));
      for (const run of begun.runs) store.writing.add(run);
      return { ports: store.directory, imports: begun.imports };
    },
    async (order) => {
      const wrong = untrue([...store.users], [...store.tokens.values()], begun.reports());
      seen.add(JSON.stringify([...store.users].map(([key, { tokens, source }]) => [key, source, [...tokens].sort()])));
      expect({ order, wrong }).toEqual({ order, wrong: [] });
    },
  );
  expect(seen.size).toBeGreaterThan(0);
  return orders;
}

test('the race that lost 26 tokens: two sources with the same user and the same tokens', async () => {
  const records = [user('ana', [ONE, TWO])];
  expect(await race([], { records }, { records, source: 'new' })).toBeGreaterThan(100);
});

test('one source, the same user with the same tokens', async () => {
  const records = [user('ana', [ONE, TWO])];
  expect(await race([], { records }, { records })).toBeGreaterThan(100);
});

test.each([
  ['old', 'the same source'],
  ['new', 'another source'],
])('two users who shall have the same tokens, %s', async (source) => {
  const first = { records: [user('ana', [ONE, TWO])] };
  expect(await race([], first, { source, records: [user('bo', [TWO, ONE])] })).toBeGreaterThan(100);
});

test('a user who is here gets new tokens from two exports at once', async () => {
  const records = [user('ana', [ONE, TWO])];
  expect(await race([user('ana')], { records }, { records })).toBeGreaterThan(10);
});

test('a token moves to one user by one export, and to another by the next', async () => {
  const first = { records: [user('bo', [ONE])] };
  const second = { records: [user('cy', [ONE])] };
  expect(await race([user('ana', [ONE]), user('bo')], first, second)).toBeGreaterThan(10);
});

test('a token that is no user’s is given to a new user, while another export brings it unassigned', async () => {
  const first = { records: [user('ana', [ONE, TWO])] };
  const second = { records: [unassignedToken(ONE), unassignedToken(TWO)] };
  expect(await race([], first, second)).toBeGreaterThan(10);
});

test('what a run that is over left without its user is taken, and what a running one writes is waited for', async () => {
  const store = directoryMemory();
  const records = [user('ana', [ONE, TWO])];
  await bring(store, records, { run: runId(0xa1) });
  store.users.delete(userKey('ana'));
  const after = await bring(store, records, { run: runId(0xb2), source: 'new' });
  expect(after.lines).toMatchObject([{ outcome: 'created', tokens: [{ outcome: 'created' }, { outcome: 'created' }] }]);
  expect(store.tokens.get(ONE)).toMatchObject({ source: 'new', assignee: 'ana', origin: { migration: after.run } });
  store.users.delete(userKey('ana'));
  store.writing.add(after.run);
  await expect(bring(store, records, { run: runId(0xa0) })).rejects.toMatchObject({
    code: 'directory.busy',
    retryable: true,
  });
  expect(store.tokens.get(ONE)).toMatchObject({ source: 'new' });
});
