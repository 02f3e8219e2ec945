import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import type { KeyRing } from '#core/keys.ts';
import { anyText } from '#test/support/any-text.ts';
import { unboundHash } from '#test/support/earlier-hashes.ts';
import { answerOf, type HashOwner, hashSecret, isSealOf, passwordOf, sealPhc, verifySecret } from './hash.ts';
import { argon2id, type Cost, formatPhc, parsePhc, phcOf, STANDARD_COST } from './phc.ts';

const key = (text: string) => Buffer.from(text.padEnd(32, '.'));
const ring: KeyRing = { current: 'k2', keys: { k1: key('one'), k2: key('two') } };
const older: KeyRing = { current: 'k1', keys: { k1: key('one') } };
const OWNER = passwordOf('anna', {});
const PHC = formatPhc({ cost: STANDARD_COST, salt: Buffer.alloc(16, 7), tag: Buffer.alloc(32, 8) });
const salt = Buffer.alloc(16, 7);

const phcWith = async (text: string, m: number, t: number) =>
  formatPhc({ cost: { m, t, p: 1 }, salt, tag: await argon2id(text, salt, { m, t, p: 1 }) });

test('a password verifies, another does not, and neither the text nor its tag is stored', async () => {
  const phc = await phcOf('correct horse battery');
  const stored = sealPhc(phc, ring, OWNER);
  expect(stored).not.toContain(phc.split('$').at(-1)!);
  expect(await verifySecret('correct horse battery', stored, ring, OWNER)).toEqual({ ok: true, stale: false });
  expect(await verifySecret('correct horse batterz', stored, ring, OWNER)).toEqual({ ok: false, stale: false });
});

test('the stored hash is keyed: the same text under another key does not verify', async () => {
  const stored = await hashSecret('a long passphrase', ring, OWNER);
  const other: KeyRing = { current: 'k2', keys: { k2: key('other') } };
  expect((await verifySecret('a long passphrase', stored, other, OWNER)).ok).toBe(false);
  expect((await verifySecret('a long passphrase', stored, older, OWNER)).ok).toBe(false);
});

test('P2: two spellings of one character verify alike (NFC), and no text is cut', async () => {
  const stored = await hashSecret('Zo\u00eb was here first', ring, OWNER);
  expect((await verifySecret('Zoe\u0308 was here first', stored, ring, OWNER)).ok).toBe(true);
  const long = 'x'.repeat(256);
  expect((await verifySecret(`${long}y`, await hashSecret(long, ring, OWNER), ring, OWNER)).ok).toBe(false);
});

test('H4: an older key or another cost is right but stale', async () => {
  const old = await hashSecret('a long passphrase', older, OWNER);
  expect(await verifySecret('a long passphrase', old, ring, OWNER)).toEqual({ ok: true, stale: true });
  const dear = sealPhc(await phcWith('a long passphrase', 20_000, 3), ring, OWNER);
  expect(await verifySecret('a long passphrase', dear, ring, OWNER)).toEqual({ ok: true, stale: true });
});

test('H4: each parameter of the cost makes a hash stale', async () => {
  for (const [m, t] of [
    [20_000, 2],
    [19_456, 3],
  ] as const)
    expect(await verifySecret('a text', sealPhc(await phcWith('a text', m, t), ring, OWNER), ring, OWNER)).toEqual({
      ok: true,
      stale: true,
    });
});

test.each(['__proto__', 'constructor', 'k9'])(
  'a key named %s that the ring does not hold itself is none',
  async (kid) => {
    const stored = (await hashSecret('a text', ring, OWNER)).replace('$k2$', `$${kid}$`);
    expect(await verifySecret('a text', stored, ring, OWNER)).toEqual({ ok: false, stale: false });
  },
);

test('no text verifies against a missing or unreadable hash', async () => {
  for (const stored of [undefined, '', 'secret', '$keyed$k9$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$32$AAAA']) {
    expect(await verifySecret('secret', stored, ring, OWNER)).toEqual({ ok: false, stale: false });
  }
});

test('H5: exactly one argon2id of the standard cost, whatever the user has', async () => {
  const stored = await hashSecret('a long passphrase', ring, OWNER);
  for (const hash of [stored, undefined, '', 'nonsense', stored.replace('$k2$', '$gone$')]) {
    const runs: [Cost, number | undefined][] = [];
    const derive: typeof argon2id = (text, salt, cost, tagLength) => {
      runs.push([cost, tagLength]);
      return argon2id(text, salt, cost, tagLength);
    };
    await verifySecret('guess', hash, ring, OWNER, derive);
    expect(runs).toEqual([[STANDARD_COST, 32]]);
  }
});

const b64 = (bytes: number, fill = 1) => Buffer.alloc(bytes, fill).toString('base64').replaceAll('=', '');
/** A hash that may be imported; the tests change one part of it at a time. */
const PARTS = { m: 19_456, t: 2, p: 1, salt: 16, tag: 32 };
const phcText = (part: object = {}) => {
  const { kind, v, m, t, p, salt: s, tag } = { kind: 'argon2id', v: 19, ...PARTS, ...part };
  return `$${kind}$v=${v}$m=${m},t=${t},p=${p}$${b64(s)}$${b64(tag)}`;
};

describe('H1: the bounds of an imported hash, on both sides', () => {
  test.each([
    ['m', 19_456, 65_536],
    ['t', 2, 4],
    ['p', 1, 1],
    ['salt', 16, 64],
    ['tag', 32, 64],
  ])('%s: %i to %i', (name, low, high) => {
    for (const value of [low, high]) {
      const phc = phcText({ [name]: value });
      expect(formatPhc(parsePhc(phc))).toBe(phc);
      expect(sealPhc(phc, ring, OWNER)).toMatch(/^\$bound\$k2\$argon2id/u);
    }
    for (const value of [low - 1, high + 1]) {
      const phc = phcText({ [name]: value });
      expect(() => sealPhc(phc, ring, OWNER)).toThrow(
        expect.objectContaining({
          code: 'password.hash_unusable',
          status: 422,
          message: `The hash has ${name} outside ${low} to ${high}. Accepted: argon2id, m 19456 to 65536 KiB, t 2 to 4, p 1, salt of 16 to 64 bytes, tag of 32 to 64.`,
        }),
      );
    }
  });

  test.each([
    ['argon2i', phcText({ kind: 'argon2i' })],
    ['argon2d', phcText({ kind: 'argon2d' })],
    ['an old version', phcText({ v: 16 })],
    ['another order', '$argon2id$v=19$t=2,m=19456,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA'],
    ['a key id', phcText().replace(',p=1', ',p=1,keyid=AA')],
    ['something before', `x${phcText()}`],
    ['something behind', `${phcText()}x$`],
    ['no tag', phcText().slice(0, phcText().lastIndexOf('$'))],
    ['nothing', ''],
    ['bcrypt', '$2b$12$abcdefghijklmnopqrstuv'],
  ])('%s is no PHC string of argon2id', (_what, phc) => {
    expect(() => parsePhc(phc)).toThrow(
      expect.objectContaining({
        code: 'password.hash_unusable',
        message: expect.stringContaining('The hash is not an argon2id PHC string of version 19.'),
      }),
    );
  });

  test.each([
    ['leading zeros', phcText().replace('m=19456', 'm=019456')],
    // The last character of 16 bytes in base64 has four spare bits.
    ['spare bits', phcText().replace(b64(16), `${b64(16).slice(0, -1)}R`)],
  ])('%s are a second spelling, whose keyed hash would never verify', (_what, phc) => {
    expect(() => parsePhc(phc)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('The hash is not written canonically.') }),
    );
  });

  test('no refusal quotes the hash', () => {
    for (const phc of [phcText({ m: 1 }), phcText({ kind: 'argon2i' }), `${phcText()}$`])
      expect(() => parsePhc(phc)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(b64(16)) }));
  });
});

test('a PHC string within the bounds is read and written the same', () => {
  const bytes = (low: number, high: number) =>
    fc.uint8Array({ minLength: low, maxLength: high }).map((array) => Buffer.from(array));
  const cost = fc.record({
    m: fc.integer({ min: 19_456, max: 65_536 }),
    t: fc.integer({ min: 2, max: 4 }),
    p: fc.constant(1),
  });
  fc.assert(
    fc.property(fc.record({ cost, salt: bytes(16, 64), tag: bytes(32, 64) }), (phc) => {
      expect(parsePhc(formatPhc(phc))).toEqual(phc);
    }),
  );
});

test('a stored hash outside the bounds costs one argon2id of the standard cost, and no text verifies', async () => {
  const stored = (part: object) => {
    const { m, t, p, salt: s, tag } = { ...PARTS, ...part };
    return `$bound$k2$argon2id$v=19$m=${m},t=${t},p=${p}$${b64(s)}$${tag}$${b64(32)}`;
  };
  const costOf = async (part: object) => {
    const runs: unknown[] = [];
    const derive: typeof argon2id = async (_text, salt_, cost, tagLength) => {
      runs.push({ ...cost, salt: salt_.length, tag: tagLength });
      return Buffer.alloc(32);
    };
    expect(await verifySecret('a guess', stored(part), ring, OWNER, derive)).toEqual({ ok: false, stale: false });
    expect(runs).toHaveLength(1);
    return runs[0];
  };
  const standard = { ...STANDARD_COST, salt: 16, tag: 32 };
  const within = [{ m: 65_536 }, { t: 4 }, { salt: 64 }, { tag: 64 }];
  for (const part of within) expect(await costOf(part)).toEqual({ ...standard, ...part });
  const outside = [
    { m: 19_455 },
    { m: 65_537 },
    { t: 1 },
    { t: 5 },
    { p: 0 },
    { p: 2 },
    { salt: 15 },
    { salt: 65 },
    { tag: 31 },
    { tag: 65 },
  ];
  for (const part of outside) expect(await costOf(part)).toEqual(standard);
});

test('no text that is stored makes verifying throw, or cost more than H1 allows', async () => {
  const free: typeof argon2id = async (_text, salt_, cost, tagLength) => {
    expect(cost.m).toBeGreaterThanOrEqual(19_456);
    expect(cost.m).toBeLessThanOrEqual(65_536);
    expect(cost.t).toBeLessThanOrEqual(4);
    expect(salt_.length).toBeGreaterThanOrEqual(16);
    return Buffer.alloc(tagLength ?? 0);
  };
  const number = fc.oneof(fc.nat(), fc.constantFrom(19_455, 19_456, 65_536, 65_537, 1, 2, 4, 5, 32, 64, 65));
  const base64 = fc
    .uint8Array({ maxLength: 80 })
    .map((array) => Buffer.from(array).toString('base64').replaceAll('=', ''));
  const shaped = fc
    .tuple(
      fc.constantFrom('k1', 'k2', 'k9', '__proto__', 'constructor', ''),
      number,
      number,
      number,
      base64,
      number,
      fc.oneof(base64, fc.constant(b64(32))),
    )
    .map(([kid, m, t, p, s, tag, mac]) => `$keyed$${kid}$argon2id$v=19$m=${m},t=${t},p=${p}$${s}$${tag}$${mac}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText(), shaped), async (stored) => {
      expect(await verifySecret('a guess', stored, ring, OWNER, free)).toEqual({ ok: false, stale: false });
    }),
    { numRuns: 500 },
  );
});

test('H2: after a rotation older keys still verify while they are in the ring, and new hashes take the current one', async () => {
  const old = await hashSecret('a long passphrase', older, OWNER);
  expect(old).toMatch(/^\$bound\$k1\$/u);
  expect(await hashSecret('a long passphrase', ring, OWNER)).toMatch(/^\$bound\$k2\$/u);
  expect((await verifySecret('a long passphrase', old, { current: 'k2', keys: { k2: key('two') } }, OWNER)).ok).toBe(
    false,
  );
  expect(await verifySecret('a wrong passphrase', old, ring, OWNER)).toEqual({ ok: false, stale: false });
});

test.each(['a b', 'a$b', '', 'x'.repeat(65), 'ä'])(
  'a key named %j seals nothing: its hashes could not be read back',
  (kid) => {
    expect(() => sealPhc(phcText(), { current: kid, keys: { [kid]: key('x') } }, OWNER)).toThrow(
      expect.objectContaining({
        code: 'keys.unusable',
        status: 500,
        message: 'A key id may hold up to 64 letters, digits, dots, hyphens and underscores.',
      }),
    );
  },
);

test.each(['k', '2026-11.a_B', 'x'.repeat(64)])('a key named %j seals what can be read back', async (kid) => {
  const named = { current: kid, keys: { [kid]: key('x') } };
  expect(await verifySecret('a text', await hashSecret('a text', named, OWNER), named, OWNER)).toEqual({
    ok: true,
    stale: false,
  });
});

test('H1: each new hash has a salt of 16 bytes of its own, at the standard cost', async () => {
  const [one, two] = await Promise.all([phcOf('the same'), phcOf('the same')]);
  expect(one).not.toBe(two);
  for (const phc of [one, two])
    expect(parsePhc(phc)).toMatchObject({ cost: { m: 19_456, t: 2, p: 1 }, salt: { length: 16 }, tag: { length: 32 } });
});

test('a text in any normal form is one password, another text is another', async () => {
  const salt_ = Buffer.alloc(16, 3);
  const cheap = { m: 8, t: 1, p: 1 };
  const text = fc.string({
    unit: fc.oneof(
      { withCrossShrink: true },
      fc.constantFrom('e\u0301', 'ﬁ', 'Å', '한', '\u0323\u0301', '😀', 'ς'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(text, async (one) => {
      const tag = await argon2id(one, salt_, cheap);
      expect(await argon2id(one.normalize('NFD'), salt_, cheap)).toEqual(tag);
      expect(await argon2id(one.normalize('NFC'), salt_, cheap)).toEqual(tag);
      expect(await argon2id(`${one}x`, salt_, cheap)).not.toEqual(tag);
    }),
  );
  // Compatibility forms stay apart: only NFC is folded, so nothing of a password is lost.
  expect(await argon2id('ﬁ', salt_, cheap)).not.toEqual(await argon2id('fi', salt_, cheap));
  expect(await argon2id('Zoë', salt_, cheap)).not.toEqual(await argon2id('zoë', salt_, cheap));
  expect(await argon2id(' Zoë', salt_, cheap)).not.toEqual(await argon2id('Zoë', salt_, cheap));
});

test('parameters that argon2 refuses are an error, not a hash', async () => {
  await expect(argon2id('x', Buffer.alloc(4), STANDARD_COST)).rejects.toThrow();
});

test('a stored hash is the seal of the PHC string that it was made of, of no other, and for its owner alone', () => {
  const other = formatPhc({ cost: STANDARD_COST, salt, tag: Buffer.alloc(32, 9) });
  const stored = sealPhc(PHC, ring, OWNER);
  const is = (phc: string, by = ring, owner = OWNER, held = stored) => isSealOf(held, phc, by, owner);
  expect([is(PHC), is(other)]).toEqual([true, false]);
  expect(is(PHC, ring, answerOf('anna', {}))).toBe(false);
  expect(is(PHC, ring, passwordOf('anna', { sealId: 'k2$AAAAAAAAAAAAAAAAAAAAAA$x' }))).toBe(false);
  // A key that the ring has lost, and what is no hash at all.
  expect([is(PHC, older), is(PHC, ring, OWNER, 'nothing')]).toEqual([false, false]);
  // Of a release before the owner was bound: over the PHC string alone.
  const mac = createHmac('sha256', ring.keys['k2']!).update(PHC).digest('base64').replaceAll('=', '');
  const unbound = stored.replace('$bound$', '$keyed$').replace(/[^$]+$/u, mac);
  expect([is(PHC, ring, OWNER, unbound), is(other, ring, OWNER, unbound)]).toEqual([true, false]);
});

test('the stored form can be computed from its description', async () => {
  const phc = await phcWith('Rex', 19_456, 2);
  const mac = createHmac('sha256', key('two')).update(`password anna\0${phc}`).digest('base64').replaceAll('=', '');
  expect(sealPhc(phc, ring, OWNER)).toBe(`$bound$k2$argon2id$v=19$m=19456,t=2,p=1$${phc.split('$')[4]}$32$${mac}`);
});

describe('K1: a hash belongs to its user', () => {
  test('copied to another user, or from an answer to a password, it fits nothing', async () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom(passwordOf, answerOf),
        fc.constantFrom(passwordOf, answerOf),
        (a, b, of, as) => {
          const sealed = (owner: HashOwner) => sealPhc(PHC, ring, owner);
          expect(sealed(of(a, {})) === sealed(as(b, {}))).toBe(a === b && of === as);
        },
      ),
    );
    const stored = await hashSecret('a long passphrase', ring, passwordOf('anna', {}));
    expect((await verifySecret('a long passphrase', stored, ring, passwordOf('anna', {}))).ok).toBe(true);
    for (const owner of [passwordOf('bert', {}), answerOf('anna', {}), passwordOf('', {})])
      expect(await verifySecret('a long passphrase', stored, ring, owner)).toEqual({ ok: false, stale: false });
  });

  test('one of a release before is right and stale, and does not become another by its name', async () => {
    const old = await unboundHash('a long passphrase', ring);
    expect(await verifySecret('a long passphrase', old, ring, OWNER)).toEqual({ ok: true, stale: true });
    expect(await verifySecret('a wrong passphrase', old, ring, OWNER)).toEqual({ ok: false, stale: false });
    const renamed = old.replace('$keyed$', '$bound$');
    expect((await verifySecret('a long passphrase', renamed, ring, OWNER)).ok).toBe(false);
    const now = await hashSecret('a long passphrase', ring, OWNER);
    const lessened = now.replace('$bound$', '$keyed$');
    expect((await verifySecret('a long passphrase', lessened, ring, OWNER)).ok).toBe(false);
  });
});
