/** The audit in the real tables: acts and their entries. */
import { saveUser } from '#adapters/administration/users.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readUser } from '#adapters/directory/index.ts';
import type { User } from '#core/directory/model.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { aUser } from '#test/support/memory.ts';

let stop: () => Promise<void>;
let seen: User;
beforeAll(async () => {
  ({ stop } = await startDynamoDb());
});
beforeEach(async () => {
  await createTables();
  seen = aUser({ userId: 'Anna', email: 'anna@old.example' });
  await putUser('anna', seen);
});
afterAll(() => stop());

const [{ now, ...entry }] = ENTRIES;
const listed = async () => (await readAudit({ from: now, to: now, limit: 50 })).entries;
const save = (email: string) =>
  saveUser(seen, { set: { email }, remove: [], endSessions: false }, 'ada', ENTRIES).catch(({ code }) => code);

describe('an act and its entry', () => {
  test('are written together', async () => {
    expect(await save('anna@new.example')).toMatchObject({ email: 'anna@new.example', version: seen.version + 1 });
    expect(await listed()).toMatchObject([entry]);
  });

  test('an act whose condition fails leaves no entry, and one whose entry fails is not done', async () => {
    const before = await readUser('anna');
    const table = process.env['OPERATIONS_TABLE'];
    process.env['OPERATIONS_TABLE'] = 'there-is-none';
    await save('anna@new.example');
    process.env['OPERATIONS_TABLE'] = table;
    expect(await readUser('anna')).toEqual(before);
    await save('anna@new.example');
    expect(await save('anna@newer.example')).toBe('user.conflict');
    expect(await listed()).toHaveLength(1);
  });

  test('of eight simultaneous saves on one version one is done, and has the one entry', async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, (_, index) => save(`anna@${index}.example`)));
    expect(saved.filter((one) => one === 'user.conflict')).toHaveLength(7);
    expect(await listed()).toHaveLength(1);
  });
});
