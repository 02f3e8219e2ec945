import { type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { sourceOf, tiersOf } from './source.ts';
import { hitTiers, limitRate } from './throttle.ts';

let store: Memory;
beforeEach(() => {
  store = memory();
});

describe('a source', () => {
  const of = (address: string, throttles: object = {}) => sourceOf(address, settingsWith({ throttles }));

  test.each<[string, string[]]>([
    ['192.0.2.7', ['192.0.2.7', '192.0.2.0/24']],
    ['::ffff:192.0.2.7', ['192.0.2.7', '192.0.2.0/24']],
    ['2001:db8:1:2ff:3:4:5:6', ['2001:db8:1:2ff::/64', '2001:db8:1:200::/56', '2001:db8:1::/48']],
    ['unknown', ['unknown']],
    ['x'.repeat(100), ['x'.repeat(64)]],
  ])('at %s has the tiers %j (T8)', (address, keys) => {
    expect(of(address)).toMatchObject({ key: keys[0], keys, factor: 1 });
  });

  test('is a subscriber by its IPv4 address, or its IPv6 /56', () => {
    expect(['192.0.2.7', '2001:db8:1:2ff::1', 'unknown'].map((address) => of(address).subscriber)).toEqual([
      '192.0.2.7',
      '2001:db8:1:200::/56',
      'unknown',
    ]);
  });

  test('in an office has limits as many times higher as the setting says', () => {
    const throttles = { officeNetworks: ['198.51.100.0/24', '2001:db8:7::/48'], officeFactor: 7 };
    expect(
      ['198.51.100.9', '2001:db8:7:1::1', '198.51.101.9', 'unknown'].map((one) => of(one, throttles).factor),
    ).toEqual([7, 7, 1, 1]);
    const settings = settingsWith({ throttles });
    const tiers = (address: string, known = false) =>
      tiersOf(of(address, throttles), 'failed-logon', settings, known).map(({ limit }) => limit);
    expect(tiers('198.51.100.9')).toEqual([210, 700]);
    expect(tiers('192.0.2.1')).toEqual([30, 100]);
    expect(tiers('2001:db8::1')).toEqual([30, 30, 60]);
    expect(tiers('unknown')).toEqual([30]);
    expect(tiers('2001:db8::1', true)).toEqual([30]);
  });
});

describe('a limit', () => {
  const tiers = [
    { key: 'narrow', limit: 2 },
    { key: 'wide', limit: 3 },
  ];
  const hit = (now = NOW) => hitTiers(store.ports, 'test', tiers, 60_000, now);

  test('counts in every tier or in none, and says how long to wait', async () => {
    expect([await hit(), await hit()]).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const refused = { code: 'throttle.source', status: 429, facts: { retryAfterSeconds: 50 } };
    await expect(hit()).rejects.toMatchObject(refused);
    expect(await store.ports.hits('test', 'wide', 60_000, NOW)).toBe(2);
    expect(await hit(NOW + 50_000)).toEqual([1, 1]);
  });

  test('of a minute counts steps that fail, and those that are under way', async () => {
    store.settings = settingsWith({ throttles: { logonsPerSourcePerMinute: 2 } });
    const step = <T>(work: () => Promise<T>, counts?: 'all') =>
      limitRate(store.ports, store.settings, { source: '2001:db8::1', now: NOW }, work, counts);
    for (let tries = 0; tries < 5; tries++) expect(await step(async () => tries)).toBe(tries);
    const inside = step(() => step(() => step(async () => 'never')));
    await expect(inside).rejects.toMatchObject({ code: 'throttle.source' });
    await expect(step(async () => 1)).rejects.toMatchObject({ code: 'throttle.source' });
    store = memory();
    for (let tries = 0; tries < 60; tries++) await step(async () => 1, 'all').catch(() => undefined);
    await expect(step(async () => 1)).rejects.toMatchObject({ code: 'throttle.source' });
  });
});
