import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sampleUser } from '#test/support/package.ts';
import { LIMITS } from './limits.ts';
import { openPart, type PartContext, type PartLine, sealPart, verifyPart } from './part.ts';

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

test('records come back as they were', async () => {
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
        await verifyPart({ ...context, ...facts }, bytes);
      },
    ),
    { numRuns: 30 },
  );
});

test('the hash, the tag, the key, the place and the count are all checked', async () => {
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
    expect(await codeOf(verifyPart(wrong, given))).toBe('package.part_tampered');
    expect(await codeOf(lines(wrong, given))).toBe('package.part_tampered');
  }
});

test('a part that inflates beyond its cap is refused without being held', async () => {
  const bomb = sealText(Buffer.alloc(8 * 1024 * 1024, 0x20), 1);
  expect(await codeOf(verifyPart(bomb.part, bomb.bytes))).toBe('package.too_large');
  const huge = Buffer.alloc(LIMITS.partBytes + 1);
  expect(await codeOf(verifyPart(bomb.part, huge))).toBe('package.too_large');
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
});
