import { memory, NOW } from '#test/support/memory.ts';
import { sourceKey, throttleSource } from './throttle.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
  ['x'.repeat(100), 'x'.repeat(64)],
])('the source of %s is %s', (address, key) => {
  expect(sourceKey(address)).toBe(key);
});

test('past its limit a source waits until the window ends; one network is one source', async () => {
  const { ports } = memory();
  const hit = (source: string, now = NOW) => throttleSource(ports, 'logon', source, 2, 60_000, now);
  await hit('2001:db8::1');
  await hit('2001:db8::2');
  await expect(hit('2001:db8::3')).rejects.toMatchObject({
    code: 'throttle.source',
    status: 429,
    facts: { retryAfterSeconds: 50 },
  });
  await hit('2001:db9::3');
  await hit('2001:db8::3', NOW + 50_000);
});

test.each([
  ['::ffff:192.168.100.200', '192.168.100.200'],
  ['1::ffff:192.0.2.7', '1:0:0:0::/64'],
  ['2001::1:2:3:4:5', '2001:0:0:1::/64'],
  ['1:2:3:4:5::8', '1:2:3:4::/64'],
])('the source of %s is %s', (address, key) => {
  expect(sourceKey(address)).toBe(key);
});
