import { createHmac } from 'node:crypto';
import type { KeyRing } from '#core/keys.ts';
import { hashSecret, phcOf, sealPhc, verifySecret } from './hash.ts';
import { argon2id, type Cost, formatPhc, parsePhc, STANDARD_COST } from './phc.ts';

const key = (text: string) => Buffer.from(text.padEnd(32, '.'));
const ring: KeyRing = { current: 'k2', keys: { k1: key('one'), k2: key('two') } };
const older: KeyRing = { current: 'k1', keys: { k1: key('one') } };
const salt = Buffer.alloc(16, 7);

const phcWith = async (text: string, m: number, t: number) =>
  formatPhc({ cost: { m, t, p: 1 }, salt, tag: await argon2id(text, salt, { m, t, p: 1 }) });

test('a password verifies, another does not, and neither the text nor its tag is stored', async () => {
  const phc = await phcOf('correct horse battery');
  const stored = sealPhc(phc, ring);
  expect(stored).not.toContain(phc.split('$').at(-1)!);
  expect(await verifySecret('correct horse battery', stored, ring)).toEqual({ ok: true, stale: false });
  expect(await verifySecret('correct horse batterz', stored, ring)).toEqual({ ok: false, stale: false });
});

test('the stored hash is keyed: the same text under another key does not verify', async () => {
  const stored = await hashSecret('a long passphrase', ring);
  const other: KeyRing = { current: 'k2', keys: { k2: key('other') } };
  expect((await verifySecret('a long passphrase', stored, other)).ok).toBe(false);
  expect((await verifySecret('a long passphrase', stored, older)).ok).toBe(false);
});

test('P2: two spellings of one character meet (NFC), and nothing is cut off', async () => {
  const stored = await hashSecret('Zo\u00eb was here first', ring);
  expect((await verifySecret('Zoe\u0308 was here first', stored, ring)).ok).toBe(true);
  const long = 'x'.repeat(256);
  expect((await verifySecret(`${long}y`, await hashSecret(long, ring), ring)).ok).toBe(false);
});

test('H4: an older key or another cost is right but stale', async () => {
  const old = await hashSecret('a long passphrase', older);
  expect(await verifySecret('a long passphrase', old, ring)).toEqual({ ok: true, stale: true });
  const dear = sealPhc(await phcWith('a long passphrase', 20_000, 3), ring);
  expect(await verifySecret('a long passphrase', dear, ring)).toEqual({ ok: true, stale: true });
});

test('nothing stored, or nonsense, verifies nothing', async () => {
  for (const stored of [undefined, '', 'secret', '$keyed$k9$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$32$AAAA']) {
    expect(await verifySecret('secret', stored, ring)).toEqual({ ok: false, stale: false });
  }
});

test('H5: exactly one argon2id of the standard cost, whatever the user has', async () => {
  const stored = await hashSecret('a long passphrase', ring);
  for (const hash of [stored, undefined, '', 'nonsense', stored.replace('$k2$', '$gone$')]) {
    const runs: [Cost, number | undefined][] = [];
    const derive: typeof argon2id = (text, salt, cost, tagLength) => {
      runs.push([cost, tagLength]);
      return argon2id(text, salt, cost, tagLength);
    };
    await verifySecret('guess', hash, ring, derive);
    expect(runs).toEqual([[STANDARD_COST, 32]]);
  }
});

test.each([
  ['too little memory', '$argon2id$v=19$m=19455,t=2,p=1$'],
  ['too much memory', '$argon2id$v=19$m=65537,t=2,p=1$'],
  ['too few passes', '$argon2id$v=19$m=19456,t=1,p=1$'],
  ['too many passes', '$argon2id$v=19$m=19456,t=5,p=1$'],
  ['two lanes', '$argon2id$v=19$m=19456,t=2,p=2$'],
  ['argon2i', '$argon2i$v=19$m=19456,t=2,p=1$'],
  ['an old version', '$argon2id$v=16$m=19456,t=2,p=1$'],
])('H1: an imported hash with %s is refused and not quoted', (_why, head) => {
  const tail = `${salt.toString('base64').replaceAll('=', '')}$${Buffer.alloc(32, 1).toString('base64').replaceAll('=', '')}`;
  expect(() => sealPhc(head + tail, ring)).toThrow(expect.objectContaining({ code: 'password.hash_unusable' }));
  expect(() => sealPhc(head + tail, ring)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(tail) }),
  );
});

test('H1: short salts, short tags and second spellings of base64 are refused; the bounds themselves pass', () => {
  const phc = (saltText: string, tagText: string) => `$argon2id$v=19$m=65536,t=4,p=1$${saltText}$${tagText}`;
  const b64 = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64').replaceAll('=', '');
  expect(() => parsePhc(phc(b64(16), b64(32)))).not.toThrow();
  expect(() => parsePhc(phc(b64(8), b64(32)))).toThrow(/salt/u);
  expect(() => parsePhc(phc(b64(16), b64(16)))).toThrow(/tag/u);
  // The last character of 16 bytes in base64 has four spare bits.
  expect(() => parsePhc(phc(`${b64(16).slice(0, -1)}R`, b64(32)))).toThrow(/canonical/u);
});

test('the stored form can be worked out from its description', async () => {
  const phc = await phcWith('Rex', 19_456, 2);
  const mac = createHmac('sha256', key('two')).update(phc).digest('base64').replaceAll('=', '');
  expect(sealPhc(phc, ring)).toBe(`$keyed$k2$argon2id$v=19$m=19456,t=2,p=1$${phc.split('$')[4]}$32$${mac}`);
});
