import type { AuditEntry } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { type Find, type FindKind, findPartition, flagPartition, searchItemsOf } from '#core/journey/finds.ts';
import { bucketOf, type Person, placesOf } from '#core/journey/person.ts';
import type { RecountState } from '#core/journey/recount.ts';
import type { Known, Place, Places } from '#core/journey/search.ts';
import { byUtf8, userKey } from '#core/text.ts';
import { aUser } from '#test/support/memory.ts';
import { type FindPeoplePorts, findPeople, type PeopleSearch } from './find-people.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
type Kept = { readonly user: User; readonly person?: Person | undefined; readonly items: readonly Find[] };

function kept(more: Partial<User> = {}, of: Partial<Person> = {}): Kept {
  const user = aUser({ tokens: [], ...more });
  const { firstName, lastName, email, userId, source = '', tokens, enabled, lockedOut } = user;
  const person: Person = {
    userKey: userKey(userId),
    userId,
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email }),
    source,
    serials: tokens,
    enabled,
    lockedOut,
    reached: 'imported',
    since: 0,
    times: { imported: 0 },
    ...of,
  };
  return { user, person, items: searchItemsOf(person) };
}

/** Tables in memory, which hold what follow-people would put there. */
function deployment(people: readonly Kept[], filled = true) {
  const audit: AuditEntry[] = [];
  const cut = (places: Place[], limit: number, after = ''): Places => {
    const behind = places.filter(({ at }) => byUtf8(at, after) > 0).toSorted((one, other) => byUtf8(one.at, other.at));
    return { places: behind.slice(0, limit), more: behind.length > limit };
  };
  const items = people.flatMap((one) => one.items);
  const placesIn = (prefix: string): Place[] =>
    items.filter(({ pk }) => pk.startsWith(prefix)).map(({ sk, userKey: key }) => ({ at: sk, userKey: key }));
  const byKey = new Map(people.map((one) => [userKey(one.user.userId), one]));
  const ports: FindPeoplePorts = {
    writeAudit: async (entry) => void audit.push(entry),
    peopleSources: async () => ['', 'old'],
    readState: async () => (filled ? ({ filledAt: 1 } as RecountState) : undefined),
    readUser: async (key) => byKey.get(key)?.user,
    findBySerial: async (serial) => people.find(({ user }) => user.tokens.includes(serial))?.user,
    readKnown: async (keys) =>
      new Map(
        keys.flatMap((key): [string, Known][] => (byKey.has(key) && key !== 'erased' ? [[key, byKey.get(key)!]] : [])),
      ),
    findBeginning: async (kind: FindKind, text, limit, after) =>
      cut(
        placesIn(findPartition(kind, text, 0).slice(0, -1)).filter(({ at }) => at.startsWith(text)),
        limit,
        after,
      ),
    findFlagged: async (flag, limit, after) => cut(placesIn(flagPartition(flag, 0).slice(0, -1)), limit, after),
    placesByUserId: async (sources, limit, after) =>
      cut(
        people
          .filter(({ user }) => sources.includes(user.source ?? ''))
          .map(({ user }) => ({ at: `user#${userKey(user.userId)}`, userKey: userKey(user.userId) })),
        limit,
        after,
      ),
    listPeople: async (sources, lists, limit, after) =>
      people
        .flatMap(({ person }) => (person ? [{ person, sort: placesOf(person)['sort']! }] : []))
        .filter(
          ({ person, sort }) =>
            sources.includes(person.source) && lists.includes(bucketOf(person)) && sort > (after ?? ''),
        )
        .toSorted((one, other) => (one.sort < other.sort ? -1 : 1))
        .slice(0, limit),
  };
  const asked = (role: 'admin' | 'help-desk') => ({
    actor: { id: 'helen', role, operator: false, fresh: true, methods: [], source: '192.0.2.1' },
    now: NOW,
  });
  const page = async (search: Partial<PeopleSearch>, role: 'admin' | 'help-desk' = 'admin') => {
    const found = await findPeople(ports, { flags: [], limit: 50, ...search }, asked(role));
    return { ...found, people: found.people.map(({ user }) => user.userId) };
  };
  /** All pages, with how many there were. */
  const all = async (search: Partial<PeopleSearch>) => {
    const [found, pages]: [string[], number[]] = [[], []];
    let next: string | undefined;
    do {
      const one = await page({ ...search, next });
      found.push(...one.people);
      pages.push(one.people.length);
      next = one.next;
    } while (next !== undefined);
    return { found, pages };
  };
  return { audit, page, all };
}

const ANNA = kept({ userId: 'anna', firstName: 'Anna', lastName: 'Kim', email: 'anna@corp.example', source: 'old' });
const KIM = kept({ userId: 'kim', lastName: 'Zander', tokens: ['000185615234'] }, { reached: 'told' });
const KIMBALL = kept({ userId: 'x1', firstName: 'Kim', lastName: 'Kimball', enabled: false }, { stuck: 'disabled' });

test('a whole user ID and a whole serial number come first, then whole words, then longer ones, each person once', async () => {
  const { page } = deployment([KIMBALL, ANNA, KIM]);
  expect(await page({ text: 'KIM' })).toEqual({ asOf: NOW, people: ['kim', 'anna', 'x1'] });
  expect((await page({ text: '000-185 615234' })).people).toEqual(['kim']);
  expect((await page({ text: '1856' })).people).toEqual(['kim']);
  expect((await page({ text: 'kim kimb' })).people).toEqual(['x1']);
  expect((await page({ text: 'kim, anna' })).people).toEqual(['anna']);
  expect((await page({ text: 'nora' })).people).toEqual([]);
});

test('too little is refused, unless it is a whole user ID', async () => {
  const { page } = deployment([kept({ userId: 'y' }), ANNA]);
  expect(await page({ text: ' Y ' })).toEqual({ asOf: NOW, people: ['y'] });
  for (const text of ['a', '0', ' ', '-', '\ud800'])
    await expect(page({ text })).rejects.toMatchObject({ code: 'user.search_short', facts: { least: 2 } });
});

test('what an index says and the user does not any more is left out', async () => {
  const gone = kept({ userId: 'gone', lastName: 'Kimura' });
  const renamed = { ...ANNA, user: { ...ANNA.user, lastName: 'Lee' } };
  const fresh = {
    user: aUser({ userId: 'fresh', lastName: 'Kimono', tokens: [] }),
    items: kept({ userId: 'fresh', lastName: 'Kimono' }).items,
  };
  const { page } = deployment([renamed, fresh, { ...gone, user: aUser({ userId: 'other' }) }]);
  expect((await page({ text: 'kim' })).people).toEqual(['fresh']);
  expect((await page({ text: 'kim', stage: 'imported' })).people).toEqual([]);
  expect((await deployment([kept({ userId: 'erased' })]).page({ text: 'erased' })).people).toEqual([]);
  expect((await page({ text: 'kim', stuck: 'disabled' })).people).toEqual([]);
});

test('pages of any size go through what a text finds, and through all, without one twice or left out', async () => {
  const many = Array.from({ length: 130 }, (_, at) =>
    kept({
      userId: `kim${String(at).padStart(3, '0')}`,
      lastName: at % 2 === 0 ? 'Kimura' : 'Lee',
      firstName: 'Kim',
      email: `kim${at}@corp.example`,
      ...(at % 3 === 0 ? { source: 'old' } : {}),
      ...(at % 10 === 0 ? { enabled: false } : {}),
    }),
  );
  const { all } = deployment([...many, KIM]);
  const ids = [...many.map(({ user }) => user.userId), 'kim'];
  for (const limit of [1, 7, 50, 131, 500]) {
    const { found, pages } = await all({ text: 'kim', limit });
    expect(found.toSorted()).toEqual(ids.toSorted());
    expect(found[0]).toBe('kim');
    expect(pages.every((count) => count <= limit)).toBe(true);
    expect((await all({ limit })).found).toEqual(ids.toSorted());
  }
  expect((await all({ text: 'kim', flags: ['disabled'], limit: 4 })).found).toHaveLength(13);
  expect((await all({ flags: ['disabled'], limit: 4 })).found).toHaveLength(13);
  expect((await all({ source: 'old', limit: 4 })).found).toHaveLength(44);
  expect((await all({ sort: 'name', limit: 4 })).found[0]).toBe('kim000');
  expect((await all({ stage: 'told', limit: 4 })).found).toEqual(['kim']);
});

test('a filter that leaves out many ends the page early and says where to go on', async () => {
  const many = Array.from({ length: 700 }, (_, at) => kept({ userId: `kim${at}`, enabled: at !== 650 }));
  const { page, all } = deployment(many);
  const first = await page({ text: 'kim', flags: ['disabled'] });
  expect(first).toMatchObject({ people: [], next: expect.any(String) });
  expect(await all({ text: 'kim', flags: ['disabled'] })).toEqual({ found: ['kim650'], pages: [0, 1] });
});

test('each filter is asked of the user as it is now', async () => {
  const locked = kept({ userId: 'l1', lockedOut: true, tokens: ['1'], email: 'l1@corp.example' });
  const tried = kept({ userId: 'l2', tokens: ['2'], email: 'l2@corp.example' }, { stuck: 'locked-out' });
  const { page } = deployment([locked, tried, KIMBALL, ANNA]);
  const listed = async (search: Partial<PeopleSearch>) => (await page(search)).people;
  expect(await listed({ flags: ['locked'] })).toEqual(['l1', 'l2']);
  expect(await listed({ flags: ['disabled', 'no-token'] })).toEqual(['x1']);
  expect(await listed({ flags: ['no-address'] })).toEqual(['x1']);
  expect(await listed({ text: 'kim', flags: ['no-address'] })).toEqual(['x1']);
  expect(await listed({ flags: ['no-token'], sort: 'name' })).toEqual(['anna', 'x1']);
  expect(await listed({ stuck: 'disabled' })).toEqual(['x1']);
  expect(await listed({ stage: 'stuck', sort: 'user-id' })).toEqual(['l2', 'x1']);
  expect(await listed({ source: '' })).toEqual(['l1', 'l2', 'x1']);
  expect(await listed({ text: 'l1', source: 'old' })).toEqual([]);
  await expect(listed({ source: 'nowhere' })).rejects.toMatchObject({ code: 'source.not_found' });
  await expect(listed({ stage: 'told', stuck: 'bounced' })).rejects.toMatchObject({ code: 'request.invalid' });
});

test('a `next` of another search is refused', async () => {
  const { page } = deployment(Array.from({ length: 9 }, (_, at) => kept({ userId: `kim${at}` })));
  const { next } = await page({ limit: 4 });
  for (const other of ['x', Buffer.from('[1]').toString('base64url')])
    await expect(page({ next: other })).rejects.toMatchObject({ code: 'request.next' });
  await expect(page({ text: 'kim', next })).rejects.toMatchObject({ code: 'request.next' });
  const more = await page({ text: 'kim', limit: 4 });
  expect((await page({ text: 'kim', limit: 4, next: more.next })).people).toEqual(['kim4', 'kim5', 'kim6', 'kim7']);
});

test('help desk is given at most 50 and no next page, and its look-ups are recorded without what was typed', async () => {
  const many = Array.from({ length: 60 }, (_, at) => kept({ userId: `kim${at}` }));
  const { page, audit } = deployment([...many, ANNA], false);
  const found = await page({ text: 'kim', limit: 1000 }, 'help-desk');
  expect(found).toMatchObject({ more: true, filling: true });
  expect([found.people.length, found.next]).toEqual([50, undefined]);
  await page({ text: 'anna@corp.example', stage: 'imported', source: 'old' }, 'help-desk');
  expect((await page({ text: 'ANNA@corp', email: 'ANNA@corp' }, 'help-desk')).people).toEqual([]);
  expect((await page({ text: 'anna@Corp.example', email: 'anna@Corp.example' }, 'help-desk')).people).toEqual(['anna']);
  await page({ stuck: 'bounced', flags: ['disabled'] }, 'help-desk');
  const entry = { actor: 'helen', action: 'people.found', outcome: 'success', source: '192.0.2.1', now: NOW };
  expect(audit).toEqual([
    { ...entry, object: 'people', facts: { text: 'k***', found: 50 } },
    {
      ...entry,
      object: 'anna',
      facts: { text: 'a***@corp.example', stage: 'imported', source: 'old', found: 1, people: ['anna'] },
    },
    { ...entry, object: 'people', facts: { email: 'A***@corp', found: 0 } },
    { ...entry, object: 'anna', facts: { email: 'a***@Corp.example', found: 1, people: ['anna'] } },
    { ...entry, object: 'people', facts: { stuck: 'bounced', flags: ['disabled'], found: 0 } },
  ]);
  await expect(page({ text: 'kim', next: 'x' }, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
  await page({ text: 'kim' });
  expect(audit).toHaveLength(5);
});
