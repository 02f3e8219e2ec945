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
    );
  },
);
