import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { rsaKey } from '#test/support/rsa.ts';
import { readArchive } from './archive.ts';
import { keyFingerprint } from './fingerprint.ts';
import { manifestId, parseManifest } from './manifest.ts';
import { readSignature, signManifest, verifyManifest } from './signature.ts';

const keys = newPackageKeys();
const NOW = Date.UTC(2026, 10, 23, 9);
const DAY = 86_400_000;
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const envelope = async () =>
  readArchive(rangeReader((await packInMemory(keys, [sampleUser('ada')], { now: NOW })).bytes));
const resigned = (bytes: Buffer) => signManifest(bytes, keys.signingKey);
const changed = (bytes: Buffer, change: Record<string, unknown>) =>
  Buffer.from(JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), ...change }));

test('a signed manifest of a trusted packer is read', async () => {
  const { manifest, signature } = await envelope();
  const read = verifyManifest(manifest, signature, [keys.packer], NOW, 30);
  expect(read.packer.id).toBe('packer-1');
  expect(read.migrationId).toBe(manifestId(manifest));
  expect(read.migrationId).toMatch(/^[0-9a-f]{32}$/u);
  expect(read.manifest.id).not.toBe(read.migrationId);
});

test('a manifest is refused unsigned, by an unknown signer, or by another key under a known name', async () => {
  const { manifest, signature } = await envelope();
  expect(codeOf(() => verifyManifest(manifest, Buffer.alloc(0), [keys.packer], NOW, 30))).toBe('package.unsigned');
  expect(codeOf(() => verifyManifest(manifest, signature, [], NOW, 30))).toBe('package.untrusted');
  const other = generateKeyPairSync('ed25519');
  const otherSpki = other.publicKey.export({ type: 'spki', format: 'der' });
  expect(codeOf(() => verifyManifest(manifest, signManifest(manifest, other.privateKey), [keys.packer], NOW, 30))).toBe(
    'package.untrusted',
  );
  const posing = JSON.parse(signManifest(manifest, other.privateKey).toString()) as Record<string, string>;
  posing['signer'] = keyFingerprint(Buffer.from(keys.packer.publicKey, 'base64'));
  expect(posing['signer']).not.toBe(keyFingerprint(otherSpki));
  expect(codeOf(() => verifyManifest(manifest, Buffer.from(JSON.stringify(posing)), [keys.packer], NOW, 30))).toBe(
    'package.signature_invalid',
  );
});

test('a change of any byte is found', async () => {
  const { manifest, signature } = await envelope();
  fc.assert(
    fc.property(fc.nat(manifest.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const tampered = Buffer.from(manifest);
      tampered[at] = tampered[at]! ^ flip;
      expect(codeOf(() => verifyManifest(tampered, signature, [keys.packer], NOW, 30))).toBe(
        'package.signature_invalid',
      );
    }),
  );
});

test('any signature file that is not ours is one clear error', async () => {
  const { manifest } = await envelope();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (file) => {
        const code = codeOf(() => verifyManifest(manifest, file, [keys.packer], NOW, 30));
        expect(['package.unsigned', 'package.signature_invalid']).toContain(code);
      },
    ),
  );
});

test('a signature is accepted for 30 days, and from a clock that runs a little ahead', async () => {
  const { manifest, signature } = await envelope();
  const at = (now: number) => codeOf(() => verifyManifest(manifest, signature, [keys.packer], now, 30));
  expect(at(NOW + 30 * DAY)).toBeUndefined();
  expect(at(NOW + 30 * DAY + 1)).toBe('package.signature_old');
  expect(at(NOW - 10 * 60_000)).toBeUndefined();
  expect(at(NOW - 11 * 60_000)).toBe('package.signature_invalid');
});

test('a future version is reported neither as an unknown field nor as a defect', async () => {
  const { manifest } = await envelope();
  const read = (change: Record<string, unknown>) => {
    const bytes = changed(manifest, change);
    return codeOf(() => verifyManifest(bytes, resigned(bytes), [keys.packer], NOW, 30));
  };
  expect(read({ formatVersion: 3, shape: 'of the future' })).toBe('package.version_unsupported');
  expect(read({ shape: 'unknown' })).toBe('package.unknown_field');
  expect(read({ formatVersion: 0 })).toBe('package.manifest_invalid');
  expect(read({ parts: 'none' })).toBe('package.manifest_invalid');
  expect(codeOf(() => parseManifest(Buffer.from('null')))).toBe('package.manifest_invalid');
  expect(codeOf(() => parseManifest(Buffer.from([0xff])))).toBe('package.manifest_invalid');
});

test('only an Ed25519 private key signs', () => {
  const ed = generateKeyPairSync('ed25519');
  const rsa = rsaKey('rsa-2048');
  for (const key of [ed.publicKey, rsa.privateKey])
    expect(() => signManifest(Buffer.from('{}'), key)).toThrow('Ed25519');
});

test('a trusted key of another kind verifies nothing', async () => {
  const { manifest } = await envelope();
  const { publicKey, privateKey } = rsaKey('rsa-2048');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const signature = sign(null, manifest, privateKey).toString('base64').slice(0, 100);
  const file = Buffer.from(JSON.stringify({ algorithm: 'Ed25519', signer: keyFingerprint(spki), signature }));
  const packer = { id: 'rsa', publicKey: spki.toString('base64') };
  expect(codeOf(() => verifyManifest(manifest, file, [keys.packer, packer], NOW, 30))).toBe(
    'package.signature_invalid',
  );
});

test('the refusal of a signature file says what is wrong with it', () => {
  const good = { algorithm: 'Ed25519', signer: 'a'.repeat(32), signature: 'AAAA' };
  const problem = (file: unknown) => {
    try {
      return readSignature(Buffer.from(typeof file === 'string' ? file : JSON.stringify(file)));
    } catch (error) {
      return (error as { facts: { problem?: string } }).facts.problem;
    }
  };
  expect(problem(good)).toEqual({ signer: 'a'.repeat(32), signature: Buffer.from('AAAA', 'base64') });
  expect(problem(JSON.stringify(good).padEnd(4096))).toEqual(problem(good));
  expect(problem(JSON.stringify(good).padEnd(4097))).toBe('too long');
  expect(problem('not JSON')).toBe('manifest.sig is not JSON');
  expect(problem({ ...good, extra: 1 })).toBe('manifest.sig has other fields');
  for (const change of [
    { algorithm: 'none' },
    { signer: 'A'.repeat(32) },
    { signer: 'a'.repeat(33) },
    { signature: '!' },
  ])
    expect(problem({ ...good, ...change })).toBe('manifest.sig has other fields');
});

test('limits are named in days', async () => {
  const { manifest, signature } = await envelope();
  const facts = (now: number, days: number) => {
    try {
      return verifyManifest(manifest, signature, [keys.packer], now, days).packer.id;
    } catch (error) {
      return (error as { facts: object }).facts;
    }
  };
  expect(facts(NOW + 2 * DAY, 2)).toBe('packer-1');
  expect(facts(NOW + 2 * DAY + 1, 2)).toEqual({ limitDays: 2 });
  expect(facts(NOW - 10 * 60_000 - 1, 2)).toEqual({ problem: "dated in the future: check the packer's clock" });
  const other = verifyManifest(manifest, signature, [newPackageKeys().packer, keys.packer], NOW, 30);
  expect(other.packer).toEqual(keys.packer);
});

test('an unknown signer is named by the fingerprint of the key', async () => {
  const { manifest, signature } = await envelope();
  const signer = keyFingerprint(Buffer.from(keys.packer.publicKey, 'base64'));
  expect(() => verifyManifest(manifest, signature, [], NOW, 30)).toThrow(
    expect.objectContaining({ code: 'package.untrusted', facts: { signer } }),
  );
});
