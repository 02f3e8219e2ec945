import { jpeg, png, webp } from '#test/support/images.ts';
import { LOGO_LIMITS, readLogo } from './logo.ts';

function refusal(bytes: Buffer): unknown {
  try {
    return readLogo(bytes);
  } catch (error) {
    return (error as { facts: { reason: string } }).facts.reason;
  }
}

test.each([
  ['image/png', png(200, 60)],
  ['image/jpeg', jpeg(200, 60)],
  ['image/webp', webp('VP8X', 200, 60)],
  ['image/webp', webp('VP8L', 200, 60)],
  ['image/webp', webp('VP8 ', 200, 60)],
] as const)('%s: a logo is known by its bytes, with its size', (type, bytes) => {
  expect(readLogo(bytes)).toEqual({ type, width: 200, height: 60 });
});

test.each<[string, Buffer]>([
  ['type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['type', Buffer.from('GIF89a')],
  ['type', Buffer.alloc(0)],
  ['type', Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(40)])],
  ['size', Buffer.alloc(LOGO_LIMITS.bytes + 1)],
  ['dimensions', png(15, 60)],
  ['dimensions', png(2001, 200)],
  ['dimensions', png(1000, 80)],
  ['broken', Buffer.concat([png(200, 60), Buffer.from('<script>alert(1)</script>')])],
  ['broken', png(200, 60).subarray(0, 60)],
  ['broken', png(200, 60).subarray(0, 20)],
  ['broken', Buffer.from(png(200, 60).toString('latin1').replace('IHDR', 'tEXt'), 'latin1')],
  ['broken', Buffer.concat([jpeg(200, 60), Buffer.from('PK')])],
  ['broken', Buffer.of(0xff, 0xd8, 0xff)],
  ['broken', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xd9)],
  ['broken', Buffer.concat([Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 2), Buffer.alloc(12), Buffer.of(0xff, 0xd9)])],
  ['broken', Buffer.concat([webp('VP8X', 200, 60), Buffer.of(0)])],
  ['broken', webp('ALPH', 200, 60)],
  ['broken', Buffer.from('RIFF....WEBPVP8X')],
])('%s: refused', (reason, bytes) => {
  expect(refusal(bytes)).toBe(reason);
});
