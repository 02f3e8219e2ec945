/**
 * Packs a directory of as many users as the first argument says, every hundredth with a token, out of a stream: run under a
 * small heap, it shows that memory does not grow with the directory. Prints the counts and the largest resident size.
 */

import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import { readRecipient } from '#core/export/recipient.ts';
import { writePackage } from '#core/export/writer.ts';
import { joinHoldings } from '#core/pack/joiner.ts';
import { packUsers } from '#core/pack/pack-users.ts';
import { Refusals } from '#core/pack/refusals.ts';
import { Selection } from '#core/pack/selection.ts';
import { SharedIds } from '#core/pack/shared-ids.ts';
import { readLdif } from '#core/sources/ldif.ts';
import { mappingFor, wantedAttributes } from '#core/sources/mapping.ts';
import type { FileToken } from '#core/token-files/files.ts';
import { stateRules } from '#test/support/state-rules.ts';
import { rsaKey } from './rsa.ts';

const users = Number(process.argv[2] ?? 100_000);
const EVERY = 100;
const PHOTO = Buffer.alloc(1500, 7).toString('base64');

async function* ldif() {
  for (let n = 0; n < users; n += 1)
    yield Buffer.from(
      `dn: uid=user${n},dc=corp,dc=example\nobjectClass: inetOrgPerson\nentryUUID: ${n}\nuid: user${n}\nsn: Name ${n}\nmail: user${n}@corp.example\nuserPassword:: e1NTSEF9eA==\njpegPhoto:: ${PHOTO}\n\n`,
    );
}
const tokens = Array.from({ length: users / EVERY }, (_, n): FileToken => {
  const serial = String(n).padStart(12, '0');
  const seed = Buffer.alloc(16, serial).toString('base64');
  return {
    serial,
    algorithm: 'securid-aes128',
    seed,
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    enabled: true,
    userLogin: `user${n * EVERY}`,
  };
});
const refusals = new Refusals();
const mapping = mappingFor('ldif', 'external', []);
const wanted = wantedAttributes(mapping);
let bytes = 0;
const output = new Writable({
  write(chunk: Buffer, _encoding, done) {
    bytes += chunk.length;
    done();
  },
});
const { publicKey } = rsaKey('rsa-3072');
const writer = writePackage(output, {
  recipient: readRecipient(publicKey.export({ type: 'spki', format: 'pem' })),
  signingKey: generateKeyPairSync('ed25519').privateKey,
  partSize: 1000,
  now: Date.now(),
});
const sharedIds = new SharedIds(mapping, () => true);
for await (const entry of readLdif(ldif(), { wanted: (name) => wanted.has(name) })) sharedIds.take(entry);
const { counts, questions } = await packUsers({
  entries: readLdif(ldif(), { wanted: (name) => wanted.has(name) }),
  mapping,
  rules: stateRules(),
  holdings: joinHoldings([{ tokens, refused: [] }], undefined, refusals),
  refusals,
  sharedIds,
  selection: new Selection(),
  alone: { assigned: true, unassigned: true },
  includeTokenless: true,
  inFlight: 8,
  hash: () => Promise.reject(new Error('no answers here')),
  add: (record) => writer.add(record),
  addPresent: (record) => writer.addPresent(record),
});
const { manifest } = await writer.finish({
  source: { deployment: 'large', kind: 'external', identitySource: 'ldif' },
  counts,
  questions,
  refusals: refusals.list(),
  full: true,
  partial: [],
});
console.log(
  JSON.stringify({
    ...counts,
    parts: manifest.parts.length,
    bytes,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
