import { inNetwork, networkOf, parseAddress, parseNetwork } from './network.ts';

test.each([
  ['192.0.2.7', 32, '192.0.2.7'],
  ['192.0.2.7', 24, '192.0.2.0/24'],
  ['255.255.255.255', 24, '255.255.255.0/24'],
  ['::ffff:192.0.2.7', 32, '192.0.2.7'],
  ['::ffff:c000:207', 24, '192.0.2.0/24'],
  ['2001:db8:1:2ff:3:4:5:6', 64, '2001:db8:1:2ff::/64'],
  ['2001:db8:1:2ff:3:4:5:6', 56, '2001:db8:1:200::/56'],
  ['2001:DB8:1:2ff::', 48, '2001:db8:1::/48'],
  ['2001:db8::6', 64, '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 64, 'fe80:0:0:0::/64'],
  ['::1', 64, '0:0:0:0::/64'],
  ['1::ffff:192.0.2.7', 64, '1:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', 96, '64:ff9b:0:0:0:0::/96'],
])('%s is in the /%i network %s', (text, prefix, network) => {
  expect(networkOf(parseAddress(text)!, prefix)).toBe(network);
});

test.each(['unknown', '', '1.2.3', '1.2.3.256', '2001:db8::1::2', '192.0.2.7/24'])('%j is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each(['192.0.2.0/33', '2001:db8::/129', '192.0.2.0/', '/24', 'office', '192.0.2.0/24/24', '192.0.2.0/-1'])(
  '%j is no network',
  (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  },
);

test.each([
  ['192.0.2.7', '192.0.2.0/24', true],
  ['192.0.3.7', '192.0.2.0/24', false],
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.8', '192.0.2.7', false],
  ['::ffff:192.0.2.7', '192.0.2.99/24', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['2001:db8::1', '0.0.0.0/0', false],
  ['192.0.2.7', '::/0', false],
])('whether %s is in %s: %j', (address, network, expected) => {
  expect(inNetwork(parseAddress(address)!, parseNetwork(network)!)).toBe(expected);
});
