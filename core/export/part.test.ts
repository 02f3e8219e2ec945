import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sampleUser } from '#test/support/package.ts';
import { LIMITS } from './limits.ts';
import {
  checkPartHash,
  openPart,
  type PartContext,
  type PartFacts,
  type PartLine,
  presentIn,
  sealPart,
} from './part.ts';

/** What is refused is refused before the first line. */
async function verifySealedPart(part: PartContext & PartFacts, bytes: Uint8Array): Promise<void> {
  await openPart(part, bytes).next();
}

const context: PartContext = { dataKey: randomBytes(32), packageId: 'a'.repeat(32), name: 'parts/000001.part' };
const codeOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  await work.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? String(error),
  );
async function lines(part: Parameters<typeof openPart>[0], bytes: Uint8Array): Promise<PartLine[]> {
  const read: PartLine[] = [];
  for await (const line of openPart(part, bytes)) read.push(line);
  return read;
}
/** Seals any text, as a hostile exporter with a trusted key could. */
function sealText(text: Uint8Array | string, records: number) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', context.dataKey, nonce);
  cipher.setAAD(Buffer.from(`${context.packageId}/${context.name}`));
  const bytes = Buffer.concat([nonce, cipher.update(gzipSync(text)), cipher.final(), cipher.getAuthTag()]);
  return { bytes, part: { ...context, records, sha256: createHash('sha256').update(bytes).digest('hex') } };
}

test('records are read back as they were written', async () => {
  const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => text.length <= 255);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ userId: name, lastName: name }), { minLength: 1, maxLength: 20 }),
      async (people) => {
        const records = people.map(({ userId, lastName }) => sampleUser(userId, { lastName }));
        const { bytes, facts } = await sealPart(context, records);
        expect(await lines({ ...context, ...facts }, bytes)).toEqual(
          records.map((record, index) => ({ line: index + 1, record })),
        );
        await verifySealedPart({ ...context, ...facts }, bytes);
      },
    ),
    { numRuns: 30 },
  );
});

test('a part is refused with another hash, tag, key, place or count', async () => {
  const { bytes, facts } = await sealPart(context, [sampleUser('ada'), sampleUser('bob')]);
  const part = { ...context, ...facts };
  const tampered = Buffer.from(bytes);
  tampered[20] = tampered[20]! ^ 1;
  const hashOf = (of: Buffer) => createHash('sha256').update(of).digest('hex');
  const bad: [Parameters<typeof openPart>[0], Buffer][] = [
    [part, tampered],
    [{ ...part, sha256: hashOf(tampered) }, tampered],
    [{ ...part, dataKey: randomBytes(32) }, bytes],
    [{ ...part, packageId: 'b'.repeat(32) }, bytes],
    [{ ...part, name: 'parts/000002.part' }, bytes],
    [{ ...part, records: 1 }, bytes],
    [{ ...part, records: 3 }, bytes],
    [{ ...part, sha256: hashOf(Buffer.alloc(5)) }, Buffer.alloc(5)],
  ];
  for (const [wrong, given] of bad) {
    expect(await codeOf(verifySealedPart(wrong, given))).toBe('package.part_tampered');
    expect(await codeOf(lines(wrong, given))).toBe('package.part_tampered');
  }
});

test('a part that inflates beyond its cap is refused without being held', async () => {
  const bomb = sealText(Buffer.alloc(8 * 1024 * 1024, 0x20), 1);
  expect(await codeOf(verifySealedPart(bomb.part, bomb.bytes))).toBe('package.too_large');
  const huge = Buffer.alloc(LIMITS.partBytes + 1);
  expect(await codeOf(verifySealedPart(bomb.part, huge))).toBe('package.too_large');
});

test('a bad record is reported in its place and does not stop the others', async () => {
  const good = JSON.stringify(sampleUser('ada'));
  const bad = [
    'not json',
    '[]',
    JSON.stringify({ ...sampleUser('x'), userPassword: 'hunter2' }),
    JSON.stringify({ ...sampleUser('x'), enabled: 'hunter2' }),
    JSON.stringify({ ...sampleUser('x'), tokens: [{ serial: 'hunter2' }] }),
    JSON.stringify({ ...sampleUser('x'), firstName: 'hunter2'.repeat(20_000) }),
    '',
  ];
  const { bytes, part } = sealText([good, ...bad, good].join('\n'), bad.length + 2);
  const read = await lines(part, bytes);
  expect(read.map((line) => ('error' in line ? line.error.code : 'ok'))).toEqual([
    'ok',
    'record.not_json',
    'record.invalid',
    'record.unknown_field',
    'record.invalid',
    'record.invalid',
    'record.too_long',
    'record.not_json',
    'ok',
  ]);
  expect(read.map((line) => line.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(read.map((line) => ('error' in line ? line.error.hint : ''))).toEqual(
    expect.arrayContaining(['userPassword', 'enabled', expect.stringMatching(/^tokens\.0\./u)]),
  );
  expect(JSON.stringify(read)).not.toContain('hunter2');
});

test('any text in a part is read or refused record by record', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(fc.json(), fc.string()).map((text) => text.replaceAll('\n', ' ')),
        { minLength: 1 },
      ),
      async (texts) => {
        const { bytes, part } = sealText(`${texts.join('\n')}\n`, texts.length);
        expect(await lines(part, bytes)).toHaveLength(texts.length);
      },
    ),
    { numRuns: 50 },
  );
});

test('pack refuses to write what no target would read', async () => {
  await expect(sealPart(context, [sampleUser('x', { firstName: 'y'.repeat(70_000) })])).rejects.toMatchObject({
    code: 'pack.too_large',
  });
  // Lines that shrink too well: reading them back would look like a bomb.
  const dull = Array.from({ length: 30 }, () => sampleUser('x', { firstName: 'y'.repeat(60_000) }));
  await expect(sealPart(context, dull)).rejects.toMatchObject({ code: 'pack.too_large', status: 422 });
  const noise = Array.from({ length: 540 }, () =>
    sampleUser('x', { firstName: randomBytes(32_000).toString('base64') }),
  );
  await expect(sealPart(context, noise)).rejects.toMatchObject({ code: 'pack.too_large' });
});

test('a line may be 64 KiB long with its end, and not a byte longer', async () => {
  const bare = Buffer.byteLength(`${JSON.stringify(sampleUser('x', { firstName: '' }))}\n`);
  const of = (bytes: number) => sampleUser('x', { firstName: 'y'.repeat(bytes - bare) });
  expect((await sealPart(context, [of(LIMITS.lineBytes)])).facts.records).toBe(1);
  await expect(sealPart(context, [of(LIMITS.lineBytes + 1)])).rejects.toMatchObject({ code: 'pack.too_large' });
  const text = (bytes: number) => sealText(JSON.stringify(of(bytes + 1)), 1);
  const code = async ({ part, bytes }: ReturnType<typeof text>) => {
    const [line] = await lines(part, bytes);
    return 'error' in line! ? line.error.code : undefined;
  };
  expect(await code(text(LIMITS.lineBytes))).toBe('record.invalid');
  expect(await code(text(LIMITS.lineBytes + 1))).toBe('record.too_long');
});

test('the refusal of a part names what is wrong', async () => {
  const refusal = async (part: Parameters<typeof openPart>[0], bytes: Uint8Array) =>
    verifySealedPart(part, bytes).catch((error: { facts: object }) => error.facts);
  const { bytes, part } = sealText('{}\n', 1);
  const named = { part: context.name };
  expect(await refusal({ ...part, sha256: 'x' }, bytes)).toEqual({ ...named, problem: 'hash' });
  expect(await refusal({ ...part, records: 2 }, bytes)).toEqual({ ...named, problem: 'number of records' });
  expect(await refusal({ ...part, dataKey: randomBytes(32) }, bytes)).toEqual(named);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', context.dataKey, nonce).setAAD(
    Buffer.from(`${context.packageId}/${context.name}`),
  );
  const plain = Buffer.concat([nonce, cipher.update('not gzip'), cipher.final(), cipher.getAuthTag()]);
  const sha256 = createHash('sha256').update(plain).digest('hex');
  expect(await refusal({ ...part, sha256 }, plain)).toEqual({ ...named, problem: 'not gzip' });
  const bomb = sealText(Buffer.alloc(2 * 1024 * 1024, 0x20), 1);
  expect(await refusal(bomb.part, bomb.bytes)).toEqual({ ...named, limit: LIMITS.ratioFloorBytes });
  const huge = Buffer.alloc(LIMITS.partBytes + 1);
  expect(await refusal(part, huge)).toEqual({ ...named, limit: LIMITS.partBytes });
  const full = Buffer.alloc(LIMITS.partBytes);
  expect(await refusal(part, full)).toEqual({ ...named, problem: 'hash' });
});

test('without the data key the hash can still be checked', () => {
  const { bytes, part } = sealText('{}', 1);
  expect(() => checkPartHash(part, bytes)).not.toThrow();
  expect(() => checkPartHash(part, bytes.subarray(1))).toThrow(
    expect.objectContaining({ code: 'package.part_tampered', facts: { part: context.name, problem: 'hash' } }),
  );
});

test('an empty part has no line, and the last line may end without a line feed', async () => {
  const empty = sealText('', 0);
  expect(await lines(empty.part, empty.bytes)).toEqual([]);
  const json = JSON.stringify(sampleUser('ada'));
  for (const text of [`${json}\n${json}`, `${json}\n${json}\n`]) {
    const { bytes, part } = sealText(text, 2);
    expect((await lines(part, bytes)).map((line) => line.line)).toEqual([1, 2]);
  }
});

test('bytes that are no UTF-8 are no JSON, and a record of another type has no field to name', async () => {
  const { bytes, part } = sealText(Buffer.concat([Buffer.from('"'), Buffer.from([0xff]), Buffer.from('"\n5\n')]), 2);
  const read = await lines(part, bytes);
  expect(read.map((line) => ('error' in line ? [line.error.code, line.error.hint] : 'ok'))).toEqual([
    ['record.not_json', 'not a line of JSON in UTF-8'],
    ['record.invalid', 'record'],
  ]);
  const short = Buffer.alloc(28);
  const sha256 = createHash('sha256').update(short).digest('hex');
  await expect(verifySealedPart({ ...context, records: 0, sha256 }, short)).rejects.toMatchObject({
    code: 'package.part_tampered',
    facts: { part: context.name },
  });
});

describe('lines behind the records', () => {
  const stays = [{ userId: 'Ana', externalId: 'e1' }, { serials: ['1', '2'] }, { externalId: 'e2' }];

  test('are no records, and are read by themselves', async () => {
    const { bytes, facts } = await sealPart(context, [sampleUser('bo')], stays);
    expect(facts).toMatchObject({ records: 1, present: 3 });
    const part = { ...context, ...facts };
    expect(await lines(part, bytes)).toMatchObject([{ line: 1, record: { userId: 'bo' } }]);
    expect(await presentIn(part, bytes)).toEqual(stays.map((one, index) => ({ line: index + 2, stays: one })));
    const { present: _, ...without } = part;
    await expect(lines(without, bytes)).rejects.toMatchObject({ code: 'package.part_tampered' });
  });

  test('are all of a part, or none', async () => {
    const { bytes, facts } = await sealPart(context, [], stays);
    expect(await lines({ ...context, ...facts }, bytes)).toEqual([]);
    expect(await presentIn({ ...context, ...facts }, bytes)).toHaveLength(3);
    const other = await sealPart(context, [sampleUser('bo')]);
    expect(await presentIn({ ...context, ...other.facts }, other.bytes)).toEqual([]);
  });

  test('that can’t be read may name any user', async () => {
    const { bytes, part } = sealText('{"userId":"ana","more":1}\nnot JSON\n{"userId":"bo"}\n', 0);
    expect(await presentIn({ ...part, present: 3 }, bytes)).toEqual([
      { line: 1, stays: undefined },
      { line: 2, stays: undefined },
      { line: 3, stays: { userId: 'bo' } },
    ]);
  });
});
