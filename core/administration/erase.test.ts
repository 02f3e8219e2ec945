import type { AuditEntry } from '#core/audit.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { sumTotals } from '#core/migration/totals.ts';
import { aToken, aUser, NOW } from '#test/support/memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import { type ErasePorts, eraseUser, erasure } from './erase.ts';
import type { Asked } from './users/administer.ts';

let user: ReturnType<typeof aUser> | undefined;
let writing: string | undefined;
let fits: boolean;
let clock: number;
let pages: RunRecord[][];
let audit: AuditEntry[];
let done: unknown[];
beforeEach(() => {
  user = aUser({ source: 'old', tokens: ['000000000001', '000000000002'] });
  writing = undefined;
  fits = true;
  clock = 0;
  pages = [[runRecord({ id: 'c' })], [runRecord({ id: 'b' })], [runRecord({ id: 'a' })]];
  audit = [];
  done = [];
});
const ports: ErasePorts = {
  readUser: async () => user,
  readTokens: async () => [aToken(), aToken({ serial: '000000000002', assignee: 'bert' })],
  writingRun: async () => writing,
  removeUser: async (key, _seen, tokens, { deleteTokens }, entries) => {
    done.push(['user', key, tokens.map(({ serial }) => serial), deleteTokens]);
    if (fits) audit.push(...entries);
    return fits;
  },
  removeHanging: async (key) => void done.push(['hanging', key]),
  listRuns: async (_limit, next) => {
    const at = Number(next ?? 0);
    return { records: pages[at]!, ...(at + 1 < pages.length ? { next: String(at + 1) } : {}) };
  },
  pseudonym: async () => 'pseudonym',
  writeAudit: async (entry) => void audit.push(entry),
  clock: () => (clock += 1),
  finishedFrom: async () => [],
  readIndex: async () => [],
  readReportVersion: async () => undefined,
  replaceReport: async () => true,
  removeTraces: async (run, keys, serials) => void done.push([run, keys, serials]),
  replaceFacts: async () => {},
};
const asked = (more: object = {}): Asked => ({
  actor: { id: 'ada', role: 'super-admin', operator: false, fresh: true, methods: [], source: '192.0.2.9', ...more },
  now: NOW,
});
const erase = (more: object = {}, by = asked()) =>
  eraseUser(ports, 'Anna', erasure.parse({ confirm: 'ANNA', ...more }), by);

test('a user goes with what hangs by the user, from the newest run to the eldest; the audit has a pseudonym', async () => {
  expect(await erase()).toEqual({ done: true, user: true, lines: 0 });
  const serials = ['000000000001', '000000000002'];
  expect(done).toEqual([
    ['user', 'anna', ['000000000001'], false],
    ['hanging', 'anna'],
    ['c', ['anna'], serials],
    ['b', ['anna'], serials],
    ['a', ['anna'], serials],
  ]);
  expect(audit).toMatchObject([
    { action: 'user.erased', object: 'pseudonym', facts: { user: true, deleteTokens: false } },
  ]);
  expect(JSON.stringify(audit)).not.toContain('anna');
});

test('a person who is no user here any more is erased from the reports', async () => {
  user = undefined;
  expect(await erase()).toEqual({ done: true, user: false, lines: 0 });
  expect(done.map((one) => (one as string[])[0])).toEqual(['hanging', 'c', 'b', 'a']);
  expect(audit).toMatchObject([{ action: 'user.erased', facts: { user: false } }]);
});

test('an erasure that takes long goes on where it was', async () => {
  user = aUser({ tokens: [] });
  const slow = { ...ports, clock: () => (clock += 20_000) };
  const first = await eraseUser(slow, 'anna', erasure.parse({ confirm: 'anna', deleteTokens: true }), asked());
  expect(first).toMatchObject({ done: false, user: true, next: expect.any(String) });
  const second = await eraseUser(slow, 'anna', erasure.parse({ confirm: 'anna', next: first.next }), asked());
  expect(second).toMatchObject({ done: false, user: false });
  expect(await erase({ next: second.next })).toEqual({ done: true, user: false, lines: 0 });
  expect(done.map((one) => (one as string[])[0])).toEqual(['user', 'hanging', 'c', 'b', 'a']);
  await expect(erase({ next: 'rubbish' })).rejects.toMatchObject({ code: 'request.next' });
});

test('an erasure that is cut off within a run goes on there, and not with the runs before it', async () => {
  user = aUser({ tokens: [] });
  pages = [[runRecord({ id: 'c' }), runRecord({ id: 'b' }), runRecord({ id: 'a' })]];
  const looked: string[] = [];
  const slow: ErasePorts = {
    ...ports,
    finishedFrom: async (run, dryRun, from, limit) => {
      looked.push(`${run}${dryRun ? ' dry' : ''} ${from}`);
      clock += 20_000;
      const parts = run === 'b' && !dryRun ? 1_001 : 1;
      return Array.from({ length: parts }, (_, index) => ({ part: index + 1, generation: 1, totals: sumTotals([]) }))
        .filter(({ part }) => part >= from)
        .slice(0, limit);
    },
  };
  const first = await eraseUser(slow, 'anna', erasure.parse({ confirm: 'anna' }), asked());
  expect(first).toMatchObject({ done: false, next: expect.any(String) });
  expect(looked).toEqual(['c 1', 'c dry 1', 'b 1']);
  pages[0]!.unshift(runRecord({ id: 'd' }));
  looked.length = 0;
  const second = await eraseUser(slow, 'anna', erasure.parse({ confirm: 'anna', next: first.next }), asked());
  expect(second).toEqual({ done: true, user: false, lines: 0 });
  expect(looked).toEqual(['b 1001', 'b dry 1', 'a 1', 'a dry 1']);
});

test.each<[string, () => Promise<unknown>]>([
  ['user.confirm', () => erase({ confirm: 'bert' })],
  ['session.not_fresh', () => erase({}, asked({ fresh: false }))],
  [
    'user.role_holder',
    () => {
      user = aUser({ role: 'help-desk' });
      return erase();
    },
  ],
  [
    'user.own_account',
    () => {
      user = aUser({ role: 'super-admin' });
      return erase({}, asked({ id: 'anna' }));
    },
  ],
  [
    'source.busy',
    () => {
      writing = 'r';
      return erase();
    },
  ],
  [
    'user.conflict',
    () => {
      fits = false;
      return erase();
    },
  ],
])('%s: no report is touched', async (code, run) => {
  await expect(run()).rejects.toMatchObject({ code });
  expect(done.filter((one) => (one as string[])[0] !== 'user')).toEqual([]);
});
