import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { type HmacHash, hmacUnder } from './hmac.ts';

test.each<HmacHash>(['sha1', 'sha256', 'sha512'])(
  'HMAC under %s is what Node gives, for any key and message',
  (algorithm) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 50 })), {
          minLength: 1,
        }),
        (key, messages) => {
          const mac = hmacUnder(algorithm, key);
          for (const message of messages)
            expect(mac(message)).toBe(createHmac(algorithm, key).update(message).digest('hex'));
        },
      ),
      // RFC 4231, test case 6: a key longer than any block is hashed first.
      { examples: [[new Uint8Array(131).fill(0xaa), ['Test Using Larger Than Block-Size Key - Hash Key First']]] },
    );
  },
);
