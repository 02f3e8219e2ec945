import { defaultSettings } from '#core/settings/model.ts';
import { aToken, aUser, NOW } from '#test/support/memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import { eventsOf, runEndedEvent } from './events.ts';
import { journeyOf } from './journey.ts';
import { type Person, personOf } from './person.ts';
import { usesOf } from './uses.ts';

const user = aUser({ source: 'old', tokens: ['1', '2'], firstTokenLogonAt: NOW - 5, updatedAt: NOW - 1 });
const token = (more: object = {}) => aToken({ serial: '1', source: 'old', lastInterval: -1, ...more });

test.each([
  ['one whose passcode was accepted here', { firstUsedAt: 7, lastInterval: 9 }, 7],
  ['one that a release before has accepted', { lastInterval: 9 }, NOW - 5],
  ['one that was not used', {}, undefined],
  ['an imported counter', { algorithm: 'hotp-sha1', lastInterval: 9 }, undefined],
  ['one that was made here', { source: undefined, firstUsedAt: 7 }, undefined],
] as const)('%s', (_what, more, firstUsedAt) => {
  const use = { serial: '1', source: 'old', userId: user.userId, firstUsedAt };
  expect(usesOf({ user, tokens: [token(more)] })).toEqual(firstUsedAt === undefined ? [] : [use]);
});

test('of a release before, where the first logon is not known, the time is that of the token', () => {
  const { firstTokenLogonAt: _none, ...other } = user;
  expect(usesOf({ user: other, tokens: [token({ lastInterval: 9, updatedAt: 3 })] })).toMatchObject([
    { firstUsedAt: 3 },
  ]);
});

describe('events', () => {
  const at = (facts: Partial<typeof user>, tokens = [token()]): Person => {
    const found = { user: { ...user, ...facts }, tokens };
    return personOf(found, journeyOf(found, defaultSettings(), NOW));
  };
  const own = { hash: 'h', changedAt: NOW - 1000, mustChange: false, history: [] };
  const typesOf = (...args: Parameters<typeof eventsOf>) => eventsOf(...args).map(({ type }) => type);

  test('a person comes home once, and of one whom nothing was known of only a moment ago', () => {
    const home = at({ password: own });
    expect(eventsOf(at({}), home, [], NOW)).toMatchObject([
      { type: 'user.home', detail: { userId: 'anna', source: 'old', at: new Date(NOW - 1000).toISOString() } },
    ]);
    expect(typesOf(home, home, [], NOW)).toEqual([]);
    expect(typesOf(undefined, home, [], NOW)).toEqual(['user.home']);
    expect(typesOf(undefined, home, [], NOW + 3_600_000)).toEqual([]);
    expect(typesOf(at({}), at({}), [], NOW)).toEqual([]);
    const { source: _source, ...madeHere } = home;
    expect(typesOf(at({}), { ...madeHere, source: '' }, [], NOW)).toEqual([]);
  });

  test('the same event has the same id whenever it is told', () => {
    const home = at({ password: own });
    const [one, other] = [eventsOf(at({}), home, [], NOW), eventsOf(undefined, home, [], NOW + 5)];
    expect(one[0]?.detail.id).toBe(other[0]?.detail.id);
    expect(one[0]?.detail.id).toMatch(/^[0-9a-f]{32}$/u);
  });

  test('a token that is used for the first time is told with its serial', () => {
    const uses = [{ serial: '1', source: 'old', userId: 'anna', firstUsedAt: NOW - 10 }];
    expect(eventsOf(at({}), at({}), uses, NOW)).toMatchObject([
      { type: 'token.first-used', detail: { serial: '1', userId: 'anna', source: 'old' } },
    ]);
    expect(typesOf(undefined, at({}), uses, NOW + 3_600_000)).toEqual([]);
  });
});

test('the end of a run is told with its source and its failure, and each attempt once', () => {
  const source = { kind: 'external', deployment: 'old', packedAt: '2026-11-01T00:00:00Z', packer: 'p' } as const;
  const failed = runRecord({
    id: 'r',
    kind: 'import',
    status: 'failed',
    source,
    error: { code: 'run.failed', hint: 'x' },
  });
  const event = runEndedEvent(failed, NOW);
  expect(event).toMatchObject({
    type: 'run.ended',
    detail: {
      run: 'r',
      kind: 'import',
      status: 'failed',
      source: 'old',
      code: 'run.failed',
      at: new Date(NOW).toISOString(),
    },
  });
  expect(runEndedEvent(failed, NOW + 5).detail.id).toBe(event.detail.id);
  expect(runEndedEvent({ ...failed, attempt: failed.attempt + 1 }, NOW).detail.id).not.toBe(event.detail.id);
  const { source: _source, error: _error, ...bare } = failed;
  expect(runEndedEvent(bare, NOW).detail).not.toHaveProperty('source');
  expect(runEndedEvent(bare, NOW).detail).not.toHaveProperty('code');
});
