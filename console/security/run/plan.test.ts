import { totalsOf } from '#core/migration/totals.ts';
import { consequencesOf, planOf, rollbackPlanOf } from './plan.ts';

const notices = { sent: 0, bounced: 0, complained: 0, notInformed: 0, failed: 0, notNeeded: 0 };
const place = (line: number) => ({ part: 1, line }) as const;
const user = (line: number) => ({ ...place(line), type: 'user', userId: `u${line}` }) as const;
const planned = (lines: Parameters<typeof totalsOf>[0]) => {
  const { unmatched: _byPlace, ...totals } = totalsOf(lines, 3);
  return { ...totals, notices };
};

test('a plan has a line for each group of which there are any, and one for those created', () => {
  expect(planOf(planned([]))).toEqual([{ group: 'created', users: 0, tokens: 0, filter: { outcome: 'created' } }]);
  const lines = [
    { ...user(1), outcome: 'created' as const, tokens: [{ serial: 's1', outcome: 'created' as const, pin: true }] },
    { ...user(2), outcome: 'updated' as const, changes: [{ field: 'userId', from: 'a', to: 'u2' }] },
    {
      ...user(3),
      outcome: 'unchanged' as const,
      code: 'user.differs',
      changes: [{ field: 'email', kept: true as const }],
    },
    {
      ...user(4),
      outcome: 'unchanged' as const,
      notes: ['user.awaits_yes'],
      changes: [{ field: 'email', from: 'a', to: 'b', waits: true as const }],
    },
    { ...user(5), outcome: 'skipped' as const, code: 'user.not_in_wave' },
    { ...user(6), outcome: 'skipped' as const, code: 'user.exists' },
    { ...user(7), outcome: 'rejected' as const, code: 'user.other_source' },
    {
      ...user(8),
      outcome: 'updated' as const,
      code: 'user.gone',
      changes: [{ field: 'enabled', from: true, to: false }],
    },
    { ...place(9), type: 'token' as const, serial: 's9', outcome: 'unchanged' as const, code: 'token.gone' },
  ];
  expect(
    planOf(planned(lines)).map(({ group, users = 0, tokens = 0, filter }) => [group, users, tokens, filter]),
  ).toEqual([
    ['created', 1, 1, { outcome: 'created' }],
    ['updated', 1, 0, { outcome: 'updated' }],
    ['moved', 1, 0, { field: 'userId' }],
    ['disabled', 1, 0, { field: 'enabled' }],
    ['gone', 1, 0, { code: 'user.gone' }],
    ['gone', 0, 1, { code: 'token.gone' }],
    ['waiting', 1, 0, { code: 'user.awaits_yes' }],
    ['conflict', 1, 0, { code: 'user.differs' }],
    ['conflict', 1, 0, { code: 'user.other_source' }],
    ['unchanged', 2, 0, { outcome: 'unchanged' }],
    ['skipped', 1, 0, { outcome: 'skipped' }],
    ['not-in-wave', 1, 0, { code: 'user.not_in_wave' }],
    ['rejected', 1, 0, { outcome: 'rejected' }],
  ]);
});

test('a rollback says first what is taken back, then what stays, the most frequent reason first', () => {
  const code = (line: number, of: string) => ({ ...user(line), outcome: 'updated' as const, code: of });
  const of = ['touched', 'has_role', 'touched', 'enabled', 'deleted', 'restored'].map((one, index) =>
    code(index + 1, `rollback.${one}`),
  );
  expect(rollbackPlanOf(planned([...of, code(9, 'user.exists')]))).toEqual([
    ['rollback.deleted', 1],
    ['rollback.restored', 1],
    ['rollback.enabled', 1],
    ['rollback.touched', 2],
    ['rollback.has_role', 1],
  ]);
});

test('only people of an external source who have an address are told', () => {
  const totals = planned([
    { ...user(1), outcome: 'created', notes: ['user.no_address'] },
    { ...user(2), outcome: 'created' },
  ]);
  const source = { deployment: 'd', packedAt: '', packer: 'p' };
  const told = (kind: 'external' | 'internal') =>
    consequencesOf({ totals, source: { ...source, kind } }).find(([what]) => what === 'mails')?.[1];
  expect([told('external'), told('internal')]).toEqual([1, 0]);
  expect(consequencesOf({}).every(([, count]) => count === 0)).toBe(true);
});
