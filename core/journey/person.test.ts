import { aToken, aUser } from '#test/support/memory.ts';
import type { Journey } from './journey.ts';
import { CLOCK_KEYS, clockKey, LIST_NAMES, listKey, personOf, placesOf } from './person.ts';

const journey: Journey = { reached: 'imported', since: 1, times: { imported: 1 } };
const ana = aUser({ userId: 'Ana', firstName: 'Ána', lastName: 'Ødegård', email: 'ana@corp.example', source: 'old' });

test('a person is kept with what lists show, and nothing else of the user', () => {
  const user = { ...ana, externalId: 'e1', role: 'admin' as const, certificateDn: 'cn=x' };
  expect(personOf({ user, tokens: [] }, journey)).toEqual({
    userKey: 'ana',
    userId: 'Ana',
    firstName: 'Ána',
    lastName: 'Ødegård',
    email: 'ana@corp.example',
    source: 'old',
    externalId: 'e1',
    role: 'admin',
    serials: ['000000000001'],
    enabled: true,
    lockedOut: false,
    ...journey,
  });
  const { source: _source, ...here } = aUser();
  expect(personOf({ user: here, tokens: [] }, journey)).toMatchObject({ source: '' });
  expect(personOf({ user: here, tokens: [] }, journey)).not.toHaveProperty('used');
});

test('tokens of a source that have been used here are named', () => {
  const token = aToken({ source: 'old', firstUsedAt: 5, assignee: 'ana' });
  expect(personOf({ user: ana, tokens: [token] }, journey).used).toEqual([token.serial]);
});

test('a person stands in one list, sorted by last name, first name and user ID as people read them', () => {
  const { list, sort, ...rest } = placesOf(personOf({ user: ana, tokens: [] }, journey));
  expect(list).toMatch(/^old#imported#[0-3]$/u);
  expect(sort).toMatch(/^odegard ! ana ! ana\|[0-9a-f]{8}$/u);
  expect(rest).toEqual({});
  const bare = aUser({ userId: 'bo' });
  expect(placesOf(personOf({ user: bare, tokens: [] }, { ...journey, stuck: 'bounced' }))).toMatchObject({
    list: expect.stringMatching(/^#stuck\.bounced#[0-3]$/u),
    sort: expect.stringMatching(/^ ! {2}! bo\|[0-9a-f]{8}$/u),
  });
});

test('names as long as they may be keep the key below its limit', () => {
  const long = '\u{1d4d0}'.repeat(255);
  const { sort } = placesOf(
    personOf({ user: { ...ana, firstName: long, lastName: long, userId: long }, tokens: [] }, journey),
  );
  expect(Buffer.byteLength(sort!, 'utf8')).toBeLessThanOrEqual(1024);
});

test('whose next date is known stands in the list of next dates', () => {
  const { clock, changes } = placesOf(personOf({ user: ana, tokens: [] }, { ...journey, changesAt: 0 }));
  expect(CLOCK_KEYS).toContain(clock);
  expect(changes).toBe('1970-01-01T00:00:00.000Z');
});

test('each stage and each reason has a list, and stuck alone has none', () => {
  expect(LIST_NAMES).toContain('stuck.bounced');
  expect(LIST_NAMES).not.toContain('stuck');
  expect([listKey('old', 'told', 1), clockKey(2)]).toEqual(['old#told#1', 'CLOCK#2']);
});
