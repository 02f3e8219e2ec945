import type { AuditEntry } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { aUser, NOW } from '#test/support/memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import { type CloseDownPorts, closeDown, type SignOffPorts, signOff } from './close-down.ts';
import type { Asked } from './users/administer.ts';

const source = { kind: 'external', deployment: 'old', packedAt: '2026-11-01T00:00:00Z', packer: 'p' } as const;
const packer = { id: 'p', name: 'p', publicKey: 'x', addedAt: 1, addedBy: 'ada' };

/** Of a source of which nothing is left. */
function finished(): CloseDownPorts & { runs: RunRecord[]; sums: Record<string, number> } {
  const sums: Record<string, number> = { people: 10, 'reached.home': 8, 'signed-off': 2 };
  const runs: RunRecord[] = [];
  return {
    sums,
    runs,
    peopleSources: async () => ['', 'old'],
    readTotals: async () => new Map(Object.entries(sums)),
    readState: async () => ({ settings: '', startedAt: 0, filledAt: 1, differed: 0, corrected: 0 }),
    readSource: async () => ({ name: 'old', kind: 'external', firstRun: 'r', closed: true }),
    queuedRuns: async () => [],
    trustedPackers: async () => [],
    countPackages: async () => 0,
    hasBeforeImages: async () => false,
    listRuns: async (_limit, next) => (next ? { records: runs.slice(1) } : { records: runs.slice(0, 1), next: '1' }),
    readSettings: async () => ({ settings: { consoleAuthentication: { selfService: 'RSA_Password' } } }),
  };
}
const openOf = async (ports: CloseDownPorts) => {
  const { checks, done } = await closeDown(ports, 'old', NOW);
  return { done, ...Object.fromEntries(checks.filter(({ open }) => open > 0).map(({ check, open }) => [check, open])) };
};

test('where nothing is left, it says so', async () => {
  expect(await closeDown(finished(), 'old', NOW)).toMatchObject({
    source: 'old',
    people: 10,
    home: 8,
    signedOff: 2,
    tokensUsed: 0,
    tokensDisabledThere: 0,
    done: true,
    asOf: NOW,
  });
  expect(await openOf(finished())).toEqual({ done: true });
});

const imported = (more: Partial<RunRecord> = {}) => runRecord({ kind: 'import', status: 'succeeded', source, ...more });
const cases: readonly (readonly [string, Partial<CloseDownPorts>, object])[] = [
  ['lists that are being filled', { readState: async () => undefined }, { filled: 1 }],
  ['a source that takes packages', { readSource: async () => undefined }, { 'source-open': 1 }],
  ['a run that waits in the queue', { queuedRuns: async () => ['q'] }, { runs: 1 }],
  [
    'packers of all sources and of this one',
    { trustedPackers: async () => [packer, { ...packer, sources: ['old'] }] },
    { packers: 2 },
  ],
  ['a packer of another source', { trustedPackers: async () => [{ ...packer, sources: ['other'] }] }, {}],
  ['packages', { countPackages: async () => 3 }, { packages: 3 }],
];
test.each(cases)('%s', async (_what, more, open) => {
  const left = Object.keys(open).length > 0;
  expect(await openOf({ ...finished(), ...more })).toEqual({ done: !left, ...open });
});

test('people who are neither home nor signed off, and tokens that are in use and not disabled there', async () => {
  const ports = finished();
  Object.assign(ports.sums, { 'signed-off': 1, 'tokens.used': 7, 'tokens.disabled-there': 5 });
  expect(await openOf(ports)).toEqual({ done: false, people: 1, tokens: 2 });
});

test('a source of which no person is known', async () => {
  const ports = finished();
  ports.readTotals = async () => new Map();
  expect(await closeDown(ports, 'old', NOW)).toMatchObject({ people: 0, home: 0, signedOff: 0, done: true });
});

test('runs of the source that are under way or wait for a yes, and none of another source', async () => {
  const ports = finished();
  ports.runs.push(
    imported({ id: 'a', status: 'running' }),
    imported({ id: 'b', waitsFor: ['confirmation'] }),
    imported({ id: 'c', status: 'waiting' }),
    imported({ id: 'd', waitsFor: [] }),
    imported({ id: 'e', status: 'running', source: { ...source, deployment: 'other' } }),
  );
  expect(await openOf(ports)).toEqual({ done: false, runs: 3 });
});

test('imports of which it is kept what they changed', async () => {
  const ports = finished();
  ports.runs.push(imported({ id: 'a' }), imported({ id: 'b', kind: 'preview' }), imported({ id: 'c' }));
  ports.hasBeforeImages = async (run) => run !== 'c';
  expect(await openOf(ports)).toEqual({ done: false, 'before-images': 1 });
});

test('a logon of the console that an import made is advice, as long as it stands', async () => {
  const change = {
    status: 'applied',
    before: { selfService: 'LDAP_Password', forgotPasswordLink: false },
    after: { selfService: 'RSA_Password', forgotPasswordLink: true },
    weakened: false,
    version: 3,
  } as const;
  const ports = finished();
  ports.runs.push(imported({ id: 'a' }), imported({ id: 'b', settingsChange: change }));
  expect(await openOf(ports)).toEqual({ done: true, settings: 1 });
  ports.runs[1] = imported({ settingsChange: { ...change, before: { ...change.after } } });
  expect(await openOf(ports)).toEqual({ done: true });
  ports.runs[1] = imported({ settingsChange: { ...change, status: 'refused' } });
  expect(await openOf(ports)).toEqual({ done: true });
});

test('a source that there is not is refused', async () => {
  await expect(closeDown(finished(), 'new', NOW)).rejects.toMatchObject({ code: 'source.not_found' });
});

describe('signing off', () => {
  const asked: Asked = {
    actor: { id: 'ada', role: 'admin', operator: false, fresh: true, methods: [], source: '192.0.2.9' },
    now: NOW,
  };
  let users: Map<string, User>;
  let audit: AuditEntry[];
  let conflicts: number;
  beforeEach(() => {
    users = new Map([
      ['anna', aUser()],
      ['bert', aUser({ userId: 'bert', signedOffAt: 5 })],
    ]);
    audit = [];
    conflicts = 0;
  });
  const ports: SignOffPorts = {
    readUser: async (key) => users.get(key),
    saveUser: async (seen, { set, remove, touchedAt, endSessions }, _by, entries) => {
      expect([touchedAt, endSessions]).toEqual([undefined, false]);
      if (conflicts-- > 0) throw invalid('user.conflict', 'x');
      audit.push(...entries);
      const next = { ...seen, ...set } as User;
      for (const field of remove) delete (next as Record<string, unknown>)[field];
      users.set(seen.userId, next);
      return next;
    },
    writeAudit: async (entry) => void audit.push(entry),
  };

  test('each person once, in the audit; who is unknown is said', async () => {
    expect(await signOff(ports, ['Anna', 'Anna', 'bert', 'carl'], true, asked)).toEqual({
      changed: 1,
      unchanged: 1,
      unknown: ['carl'],
    });
    expect(users.get('anna')).toMatchObject({ signedOffAt: NOW, updatedAt: NOW });
    expect(audit).toMatchObject([{ action: 'close-down.signed_off', object: 'anna', actor: 'ada' }]);
  });

  test('and is waited for again', async () => {
    expect(await signOff(ports, ['anna', 'bert'], false, asked)).toEqual({ changed: 1, unchanged: 1, unknown: [] });
    expect(users.get('bert')).not.toHaveProperty('signedOffAt');
    expect(audit).toMatchObject([{ action: 'close-down.signed_on', object: 'bert' }]);
  });

  test('a user who changes in that moment is looked at again, for so many times', async () => {
    conflicts = 4;
    expect(await signOff(ports, ['anna'], true, asked)).toMatchObject({ changed: 1 });
    conflicts = 5;
    await expect(signOff(ports, ['bert'], false, asked)).rejects.toMatchObject({ code: 'user.conflict' });
    ports.readUser = async () => {
      throw invalid('request.invalid', 'x');
    };
    await expect(signOff(ports, ['bert'], false, asked)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
