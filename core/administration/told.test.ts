import type { User } from '#core/directory/model.ts';
import { type KnownNotice, mailboxHash } from '#core/migration/notice.ts';
import { aUser } from '#test/support/memory.ts';
import { markTold, type ToldPorts } from './told.ts';

const NOW = Date.UTC(2026, 11, 1);
const asked = { actor: { id: 'operator', source: '192.0.2.1' }, now: NOW } as unknown as Parameters<typeof markTold>[2];
const anna = (more: Partial<User> = {}) => aUser({ email: 'anna@corp.example', ...more });
const { email: _none, ...withoutMailbox } = anna();

async function mark(user: User | undefined, notice?: KnownNotice, wins = true) {
  const done: unknown[] = [];
  const ports: ToldPorts = {
    writeAudit: async (entry) => void done.push(entry.action),
    readUsers: async () => new Map(user ? [['anna', user]] : []),
    readNotices: async () => new Map(notice ? [['anna', notice]] : []),
    claimNotice: async (key, { to, seen }) => {
      done.push(['claim', key, to, seen?.status]);
      return wins;
    },
    settleNotice: async (key, _by, { status }) => done.push([status, key]) > 0,
  };
  return { ...(await markTold(ports, ['Anna'], asked)), done };
}
const to = mailboxHash('anna@corp.example');

test('who was told after the point is uncertain, at the mailbox of now, and the audit says so first', async () => {
  expect(await mark(anna())).toEqual({
    marked: 1,
    known: 0,
    unknown: [],
    done: ['people.marked_told', ['claim', 'anna', to, undefined], ['uncertain', 'anna']],
  });
  // A mail that was being sent at the point, and one to another mailbox.
  expect(await mark(anna(), { status: 'claimed', migration: 'r1', to })).toMatchObject({ marked: 1 });
  expect(await mark(anna(), { status: 'sent', migration: 'r1', to: 'other' })).toMatchObject({ marked: 1 });
});

test('who was told at this mailbox already, or meanwhile, stays as known', async () => {
  for (const status of ['sent', 'uncertain'] as const)
    expect(await mark(anna(), { status, migration: 'r1', to })).toMatchObject({
      marked: 0,
      known: 1,
      done: [expect.anything()],
    });
  expect(await mark(anna(), undefined, false)).toMatchObject({ marked: 0, known: 1 });
});

test('whom no user is, and a user without a mailbox, are named', async () => {
  expect(await mark(undefined)).toMatchObject({ marked: 0, unknown: ['Anna'] });
  expect(await mark(withoutMailbox as User)).toMatchObject({ marked: 0, unknown: ['Anna'] });
});
