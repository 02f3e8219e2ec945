/** Export packages, signed and sealed as they should be, with something wrong at one of their layers. The same for the same seed. */
import { createCipheriv, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { partName } from '#core/export/limits.ts';
import { signManifest, type TrustedPacker } from '#core/export/signature.ts';
import { isoSeconds } from '#core/iso.ts';
import { secretOf } from '../finding.ts';
import { Random } from '../random.ts';
import { mutatedBytes } from './mutate.ts';
import { emailIn, nameIn, serialIn, timeIn, userIdIn } from './texts.ts';
import { mutatedJson, mutatedValue } from './values.ts';
import { type Stored, zipOf } from './zip.ts';

/** PKCS #8 of an Ed25519 key (RFC 8410, 7) of 32 bytes that all are `byte`. */
const keyOf = (byte: number): KeyObject => {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
  return createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
};
const SIGNER = keyOf(7);
export const PACKER: TrustedPacker = {
  id: 'packer',
  publicKey: createPublicKey(SIGNER).export({ type: 'spki', format: 'der' }).toString('base64'),
};
export const DATA_KEY = Buffer.alloc(32, 9);
export const PACKED_AT = Date.parse('2026-12-01T00:00:00Z');
const ID = '0123456789abcdef'.repeat(2);

function token(random: Random): object {
  return {
    serial: serialIn(random),
    algorithm: random.pick(['securid-aes128', 'totp-sha1', 'hotp-sha1', 'totp-sha512']),
    seed: random.bytes(random.pick([16, 20, 9])).toString('base64'),
    digits: random.pick([6, 8, 7]),
    interval: random.pick([0, 30, 60]),
    pinStyle: random.pick(['none', 'fob', 'pinpad']),
    ...(random.once(2) ? { pin: random.once(2) ? '1234' : secretOf(random.hex(7)) } : {}),
    ...(random.once(4) ? { counter: random.below(99), clockOffset: random.between(-1001, 1000) } : {}),
    ...(random.once(4) ? { expiresAt: timeIn(random) } : {}),
    enabled: random.once(2),
  };
}

function record(random: Random): object {
  if (random.once(4))
    return { type: 'token', ...token(random), ...(random.once(2) ? { assignedTo: userIdIn(random) } : {}) };
  return {
    type: 'user',
    userId: userIdIn(random) || 'ana',
    ...(random.once(2) ? { firstName: nameIn(random), email: emailIn(random), externalId: random.hex(16) } : {}),
    ...(random.once(4)
      ? { accountEnd: '2027-01-01T00:00:00Z', preferredLanguage: 'de', password: secretOf(random.hex(7)) }
      : {}),
    enabled: true,
    lockedOut: false,
    tokens: random.list(random.few(3), () => token(random)),
    answers: random.once(3) ? [{ question: random.below(3), hash: secretOf(random.hex(7)) }] : [],
  };
}

let bomb: Buffer | undefined;
/** 80 MB of one record's beginning in some KB. */
const bombOf = (): Buffer => {
  bomb ??= gzipSync(Buffer.alloc(80 * 1024 * 1024, '{"type":'));
  return bomb;
};

/** The lines of a part, sealed. */
function sealed(lines: readonly string[], name: string, random: Random): Buffer {
  const text = lines.map((line) => `${line}${random.once(40) ? '\r\n' : '\n'}`).join('');
  const plain = random.once(60) ? bombOf() : random.once(40) ? random.bytes(50) : gzipSync(Buffer.from(text));
  const nonce = random.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', DATA_KEY, nonce).setAAD(Buffer.from(`${ID}/${name}`));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

const COUNTS = {
  users: 1,
  tokensAssigned: 1,
  tokensUnassigned: 0,
  tokensUserMissing: 0,
  answers: 0,
  usersWithoutEmail: 0,
  usersWithoutToken: 0,
};
const ENCRYPTION = { recipient: ID, wrappedKey: Buffer.alloc(384, 1).toString('base64') };

/** A package with nothing wrong, of the source `old`. @param now Unix milliseconds */
export function goodPackage(now: number): Buffer {
  const data = sealed(
    ['{"type":"user","userId":"ana","enabled":true,"lockedOut":false,"tokens":[],"answers":[]}'],
    partName(1),
    STEADY,
  );
  const sha256 = createHash('sha256').update(data).digest('hex');
  const manifest = {
    formatVersion: 2,
    id: ID,
    createdAt: isoSeconds(now),
    source: { deployment: 'old', kind: 'external', identitySource: 'ldif' },
    counts: COUNTS,
    questions: [],
    refusals: [],
    full: false,
    partial: ['said'],
    encryption: ENCRYPTION,
    parts: [{ name: partName(1), records: 1, sha256, size: data.length }],
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  return zipOf([
    { name: partName(1), data },
    { name: 'manifest.json', data: bytes },
    { name: 'manifest.sig', data: signManifest(bytes, SIGNER) },
  ]);
}
/** Draws the same always. */
const STEADY = Object.assign(new Random('steady'), { once: () => false });

export function drawnPackage(random: Random): Buffer {
  const wrong = random.below(8);
  const parts: (Stored & { readonly facts: object })[] = random.list(random.between(1, 3), (index) => {
    const name = partName(index + 1);
    const records = random.list(random.between(1, 6), () => record(random));
    const present = random.once(3) ? random.list(random.between(1, 3), () => ({ userId: userIdIn(random) })) : [];
    const lines = [...records, ...present].map((one) =>
      wrong === 0 && random.once(2) ? mutatedJson(one, random) : JSON.stringify(one),
    );
    const data = sealed(lines, name, random);
    const count = wrong === 1 && random.once(2) ? random.pick([1, records.length + 1, 5000]) : records.length;
    const sha256 = createHash('sha256').update(data).digest('hex');
    const facts = {
      name,
      records: count,
      ...(present.length > 0 ? { present: present.length } : {}),
      sha256,
      size: data.length,
    };
    return { name, data: wrong === 2 && random.once(2) ? mutatedBytes(data, random) : data, facts };
  });
  const manifest = {
    formatVersion: random.once(10) ? random.pick([1, 3, 0, '2']) : 2,
    id: ID,
    createdAt: random.once(10) ? timeIn(random) : '2026-12-01T00:00:00Z',
    source: {
      deployment: nameIn(random) || 'old',
      kind: random.pick(['external', 'internal']),
      identitySource: 'ldif',
    },
    counts: COUNTS,
    questions: [{ language: 'en', text: 'First pet?' }],
    refusals: [],
    full: random.once(2),
    partial: [],
    encryption: ENCRYPTION,
    parts: parts.map(({ facts }) => facts),
  };
  const text =
    wrong === 3
      ? mutatedJson(manifest, random)
      : JSON.stringify(wrong === 4 ? mutatedValue(manifest, random) : manifest);
  const bytes = Buffer.from(text);
  const signature = signManifest(bytes, random.once(15) ? keyOf(8) : SIGNER);
  const stored: Stored[] = [
    ...parts.filter(() => !random.once(25)),
    { name: 'manifest.json', data: random.once(30) ? mutatedBytes(bytes, random) : bytes },
    { name: 'manifest.sig', data: random.once(15) ? mutatedBytes(signature, random) : signature },
  ];
  const zip = zipOf(stored, wrong === 5 || wrong === 6 ? random : undefined);
  return wrong === 7 ? mutatedBytes(zip, random) : zip;
}
