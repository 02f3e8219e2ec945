import { LIST_NAMES, type Person } from '#core/journey/person.ts';
import type { RecountState } from '#core/journey/recount.ts';
import type { AuditEntry } from '../audit.ts';
import { journeyShown, listOfPeople, type PeoplePorts, type PeopleQuery, peopleDays, peopleTotals } from './people.ts';

const NOW = Date.parse('2026-11-30T10:00:00Z');
const filled: RecountState = { settings: '', startedAt: 0, endedAt: 1, filledAt: 1, differed: 0, corrected: 0 };
const person = (userId: string, more: Partial<Person> = {}): Person => ({
  userKey: userId,
  userId,
  source: 'old',
  serials: [],
  enabled: true,
  lockedOut: false,
  reached: 'imported',
  since: 5,
  times: { imported: 5 },
  ...more,
});

type Sums = Record<string, number>;
/** Ports over people who are listed as they stand here; `asked` is what listPeople was called with. */
function given(
  people: readonly Person[] = [],
  totals: Record<string, Sums> = { '': {}, old: {} },
  days: Record<string, Record<string, Sums>> = {},
  state: RecountState | undefined = filled,
) {
  const asked: unknown[] = [];
  const audit: AuditEntry[] = [];
  const sums = (of: Sums = {}) => new Map(Object.entries(of));
  const ports: PeoplePorts = {
    peopleSources: async () => Object.keys(totals),
    readTotals: async (source) => sums(totals[source]),
    readDays: async (source) => new Map(Object.entries(days[source] ?? {}).map(([day, of]) => [day, sums(of)])),
    readState: async () => state,
    listPeople: async (...by) => {
      asked.push(by);
      return people.slice(0, by[2]).map((one) => ({ person: one, sort: `|${one.userId}` }));
    },
    writeAudit: async (entry) => void audit.push(entry),
  };
  return { ports, asked, audit };
}
const actor = (role: 'help-desk' | 'admin') =>
  ({ id: 'ann', role, operator: false, fresh: false, methods: [], source: '192.0.2.1' }) as const;
const list = (
  with_: ReturnType<typeof given>,
  query: Partial<PeopleQuery> = {},
  role: 'help-desk' | 'admin' = 'admin',
) => listOfPeople(with_.ports, { limit: 50, ...query }, { actor: actor(role), now: NOW });

test('each source is counted, one without people too, and those made here are named so', async () => {
  const sums = { people: 3, 'stage.told': 2, 'stage.stuck': 1, 'stuck.bounced': 1, 'reached.told': 3 };
  const { ports } = given([], { old: sums, '': {}, gone: {} });
  const { asOf, filling, sources } = await peopleTotals(ports, undefined, NOW);
  expect({ asOf, filling }).toEqual({ asOf: NOW, filling: undefined });
  expect(sources.map(({ source, madeHere, people }) => [source, madeHere, people])).toEqual([
    ['', true, 0],
    ['gone', undefined, 0],
    ['old', undefined, 3],
  ]);
  expect(sources[2]).toMatchObject({
    stages: { imported: 0, told: 2, stuck: 1, home: 0 },
    stuck: { bounced: 1, disabled: 0 },
    reached: { told: 3, home: 0 },
  });
});

test('a source is counted alone, and one that there is not is refused', async () => {
  const { ports } = given();
  expect((await peopleTotals(ports, '', NOW)).sources).toMatchObject([{ source: '', madeHere: true }]);
  await expect(peopleTotals(ports, 'nowhere', NOW)).rejects.toMatchObject({ code: 'source.not_found' });
  await expect(peopleDays(ports, 'nowhere', NOW)).rejects.toMatchObject({ code: 'source.not_found' });
  await expect(list(given(), { source: 'nowhere' })).rejects.toMatchObject({ code: 'source.not_found' });
});

test('until the first recount has ended, the answers say so', async () => {
  const { filledAt: _none, ...begun } = filled;
  for (const state of [undefined, begun]) {
    const with_ = given([], { '': {} }, {}, state);
    const ports = { ...with_.ports, readState: async () => state };
    expect(await peopleTotals(ports, undefined, NOW)).toMatchObject({ filling: true });
    expect(await peopleDays(ports, undefined, NOW)).toMatchObject({ filling: true });
    expect(await list({ ...with_, ports })).toMatchObject({ filling: true });
  }
});

test('days of all sources are added up in their order, and one on which nothing is left is not listed', async () => {
  const { ports } = given(
    [],
    { '': {}, old: {} },
    {
      old: { '2026-11-30': { imported: 2, home: 1 }, '2026-11-29': { told: 4 }, '2026-11-28': { told: 0 } },
      '': { '2026-11-30': { imported: 1 }, '2026-12-01': { home: 1 } },
    },
  );
  const none = { imported: 0, told: 0, tokenLogon: 0, home: 0 };
  expect((await peopleDays(ports, undefined, NOW)).days).toEqual([
    { ...none, day: '2026-11-29', told: 4 },
    { ...none, day: '2026-11-30', imported: 3, home: 1 },
    { ...none, day: '2026-12-01', home: 1 },
  ]);
  expect((await peopleDays(ports, 'old', NOW)).days).toHaveLength(2);
});

test('a listed person has what is known, the stage and why', async () => {
  const ada = person('Ada', {
    firstName: 'Ada',
    lastName: 'L',
    email: 'ada@corp.example',
    stuck: 'bounced',
    reached: 'told',
  });
  const here = person('bo', { source: '' });
  expect((await list(given([ada, here]))).people).toEqual([
    {
      userId: 'Ada',
      firstName: 'Ada',
      lastName: 'L',
      email: 'ada@corp.example',
      source: 'old',
      stage: 'stuck',
      stuck: 'bounced',
      reached: 'told',
      since: 5,
      times: { imported: 5 },
    },
    {
      userId: 'bo',
      source: '',
      madeHere: true,
      stage: 'imported',
      reached: 'imported',
      since: 5,
      times: { imported: 5 },
    },
  ]);
});

test.each([
  [{}, LIST_NAMES],
  [{ stage: 'told' }, ['told']],
  [{ stage: 'stuck' }, LIST_NAMES.filter((name) => name.startsWith('stuck.'))],
  [{ stuck: 'bounced' }, ['stuck.bounced']],
  [{ stage: 'stuck', stuck: 'bounced' }, ['stuck.bounced']],
] as const)('%j asks for these lists', async (query, lists) => {
  const with_ = given();
  await list(with_, query);
  expect(with_.asked).toEqual([[['', 'old'], lists, 51, undefined]]);
});

test('a stage and a reason that no person can be in together are refused', async () => {
  await expect(list(given(), { stage: 'told', stuck: 'bounced' })).rejects.toMatchObject({ code: 'request.invalid' });
});

test('an administrator pages with what the answer gave, and nothing else', async () => {
  const with_ = given([person('a'), person('b')]);
  const { next, more, people } = await list(with_, { limit: 1, source: 'old' });
  expect([people.length, more]).toEqual([1, undefined]);
  await list(with_, { limit: 1, next: next!, source: 'old' });
  expect(with_.asked.at(-1)).toEqual([['old'], LIST_NAMES, 2, '|a']);
  expect((await list(with_, { limit: 2 })).next).toBeUndefined();
  for (const wrong of ['!', Buffer.from('none').toString('base64url')])
    await expect(list(with_, { next: wrong })).rejects.toMatchObject({ code: 'request.next' });
});

test('help desk is given 50 people at most, is told that there are more, and can’t page', async () => {
  const with_ = given(Array.from({ length: 60 }, (_, at) => person(`p${at}`)));
  const { people, next, more } = await list(with_, { limit: 1000 }, 'help-desk');
  expect([people.length, next, more]).toEqual([50, undefined, true]);
  expect(await list(given([person('a')]), {}, 'help-desk')).not.toHaveProperty('more');
  await expect(list(with_, { next: 'fGE' }, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
});

test('that a list was opened is recorded before it is read, with who and which, once for all its pages', async () => {
  const with_ = given([person('a')]);
  await list(with_, { stage: 'stuck', stuck: 'bounced', source: 'old' }, 'help-desk');
  await list(with_, { next: 'fGE' });
  expect(with_.audit).toEqual([
    {
      actor: 'ann',
      action: 'people.listed',
      object: 'people',
      source: '192.0.2.1',
      now: NOW,
      outcome: 'success',
      facts: { stage: 'stuck', stuck: 'bounced', source: 'old' },
    },
  ]);
  const broken = given();
  const ports = { ...broken.ports, writeAudit: () => Promise.reject(new Error('down')) };
  await expect(list({ ...broken, ports })).rejects.toThrow('down');
  expect(broken.asked).toEqual([]);
});

test('a journey is shown with its stage, and with the reason where there is one', () => {
  expect(journeyShown(person('ana'))).toEqual({
    source: 'old',
    stage: 'imported',
    reached: 'imported',
    since: 5,
    times: { imported: 5 },
  });
  expect(journeyShown(person('ana', { source: '', stuck: 'locked' }))).toMatchObject({
    source: '',
    madeHere: true,
    stage: 'stuck',
    stuck: 'locked',
  });
});
