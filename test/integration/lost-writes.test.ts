/**
 * Every function of adapters/ that writes, on the engines: what it answers and what is written is the same whether its answers arrive, are
 * lost once, or are lost for each attempt of the SDK (docs/decisions/writes-name-their-writer.md).
 */
import { type Kind, RETENTION } from '#infra/retention.ts';
import { NOW } from '#test/support/memory.ts';
import { DIRECTORY } from '#test/support/writes/directory.ts';
import { writingFunctions } from '#test/support/writes/functions.ts';
import { OPERATIONS } from '#test/support/writes/operations.ts';
import { RUNS } from '#test/support/writes/runs.ts';
import { SERVICES } from '#test/support/writes/services.ts';
import {
  allItems,
  emptyWorld,
  type Loss,
  lose,
  lostAnswers,
  startWorld,
  worldAsText,
} from '#test/support/writes/world.ts';

const CASES = { ...DIRECTORY, ...OPERATIONS, ...RUNS, ...SERVICES };
/** SES alone is never asked again: such a mail is uncertain (test/integration/ses.test.ts). */
const NEVER_AGAIN = ['mail/ses.ts sendMail'];

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startWorld();
  jest.useFakeTimers({
    now: NOW,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}, 60_000);
afterAll(() => {
  jest.useRealTimers();
  return stop();
});

test('each function that writes has a case here', () => {
  expect(Object.keys(CASES).sort()).toEqual(writingFunctions().filter((name) => !NEVER_AGAIN.includes(name)));
});

/** A function that fails is invoked again: what it did before counts once. */
async function again(write: () => Promise<unknown>, mayFail: boolean): Promise<unknown> {
  for (let tries = 1; ; tries += 1)
    try {
      return await write();
    } catch (error) {
      if (!mayFail || tries > 2 || !(error instanceof Error && error.name === 'TimeoutError')) throw error;
    }
}

async function cameTo(name: string, loss: Loss): Promise<string> {
  await emptyWorld();
  const write = await CASES[name]!();
  lose(loss);
  try {
    const result = await again(write, loss === 'all attempts' && name in SERVICES);
    expect(lostAnswers() > 0).toBe(loss !== 'none');
    lose('none');
    return await worldAsText(result);
  } finally {
    lose('none');
  }
}

/** The row of an item: of several that fit, the one that says most of its key. */
function rowOf(table: string, { pk, sk }: Record<string, unknown>): Kind | undefined {
  const named = table === 'outbox' ? 'auditOutbox' : table;
  const fits = (key: string) => {
    const [partition = '', sort = ''] = key.split('/');
    const text = String(pk);
    return (/[#-]$/u.test(partition) ? text.startsWith(partition) : text === partition) && String(sk).startsWith(sort);
  };
  const rows = RETENTION.flatMap((kind) =>
    'table' in kind.at && kind.at.table === named ? kind.at.keys.filter(fits).map((key) => ({ kind, key })) : [],
  );
  return rows.sort((one, other) => other.key.length - one.key.length)[0]?.kind;
}

async function expectEnds(): Promise<void> {
  for (const { table, item } of (await allItems()).filter(({ item: { pk } }) => pk !== 'X')) {
    const end = rowOf(table, item)?.end;
    const key = `${table} ${String(item['pk'])}/${String(item['sk'])}`;
    expect([key, end === undefined]).toEqual([key, false]);
    const expiresAt = table === 'directory' ? undefined : item['expiresAt'];
    expect([key, expiresAt === undefined]).toEqual([key, end?.by !== 'expiry']);
    if (end?.by === 'expiry' && end.days !== undefined)
      expect(Number(expiresAt) * 1000).toBeLessThanOrEqual(NOW + end.days * 86_400_000 + 60_000);
  }
}

test.each(Object.keys(CASES))(
  '%s comes to the same, whatever answers are lost, and its items end as said',
  async (name) => {
    const expected = await cameTo(name, 'none');
    await expectEnds();
    expect(await cameTo(name, 'once')).toBe(expected);
    expect(await cameTo(name, 'all attempts')).toBe(expected);
  },
);
