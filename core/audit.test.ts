import {
  type Act,
  type AuditEntry,
  auditedAct,
  type EntriesOf,
  eventEntries,
  recordEvent,
  recordFirst,
} from './audit.ts';
import { invalid } from './errors.ts';

const act: Act = { actor: 'ada', action: 'user.edited', object: 'bo', source: '192.0.2.1', now: 5 };
const entries: AuditEntry[] = [];
const ports = { writeAudit: async (entry: AuditEntry) => void entries.push(entry) };
beforeEach(() => void entries.splice(0));

test('an event without a reason is a success, and one with a reason is a failure', async () => {
  await recordEvent(ports, act);
  await recordEvent(ports, act, 'user.locked_out', { console: 'security' });
  await recordEvent(ports, act, undefined, { method: 'link' });
  expect(entries).toEqual([
    { ...act, outcome: 'success' },
    { ...act, outcome: 'failure', facts: { console: 'security', reason: 'user.locked_out' } },
    { ...act, outcome: 'success', facts: { method: 'link' } },
  ]);
});

test('the entries of an event are those of its success', () => {
  expect(eventEntries(act)).toEqual([{ ...act, outcome: 'success' }]);
  expect(eventEntries(act, { method: 'link' })).toEqual([{ ...act, outcome: 'success', facts: { method: 'link' } }]);
});

test('an act gives its result, and an entry for each of its details to the write that does it', async () => {
  const work = async (entriesOf: EntriesOf) => {
    const lost = { action: 'token.lost' as const, object: '7', facts: { serial: '7' } };
    entries.push(...entriesOf({ before: 1, after: 2 }, lost));
    return 'done';
  };
  expect(await auditedAct(ports, act, work, { about: { user: 'bo' } })).toBe('done');
  expect(entries).toEqual([
    { ...act, outcome: 'success', before: 1, after: 2, facts: { user: 'bo' } },
    { ...act, outcome: 'success', action: 'token.lost', object: '7', facts: { user: 'bo', serial: '7' } },
  ]);
});

test('an act that wrote nothing leaves no entry, and one without facts has none', async () => {
  await auditedAct(ports, act, async () => undefined);
  expect(entries).toEqual([]);
  await auditedAct(ports, act, (entriesOf) => recordFirst(ports, entriesOf({})));
  expect(entries).toEqual([{ ...act, outcome: 'success' }]);
});

describe('a refusal leaves the function as it came', () => {
  const refuse = (error: Error, options?: Parameters<typeof auditedAct>[3]) =>
    expect(auditedAct(ports, act, () => Promise.reject(error), options)).rejects.toBe(error);

  test.each([invalid('user.higher_role', 'x'), invalid('token.codes_wrong', 'x'), invalid('token.codes_spent', 'x')])(
    'and is recorded with its code where a reviewer looks for it: $code',
    async (error) => {
      await refuse(error, { about: { user: 'bo' } });
      expect(entries).toEqual([{ ...act, outcome: 'failure', facts: { user: 'bo', code: error.code } }]);
    },
  );

  test('and a mistyped field or a fault on this side is not recorded', async () => {
    await refuse(invalid('user.account_dates', 'x', { field: 'accountEnd' }));
    await refuse(new Error('x'));
    expect(entries).toEqual([]);
  });

  test('and every refusal of a grave act is recorded, a fault on this side as internal', async () => {
    await refuse(invalid('admin.exists', 'x'), { refusals: 'all' });
    await refuse(new Error('x'), { refusals: 'all' });
    expect(entries.map(({ facts }) => facts)).toEqual([{ code: 'admin.exists' }, { code: 'internal' }]);
  });
});
