import { createHmac } from 'node:crypto';
import { pinMatcher } from '#core/tokens/pin.ts';
import { openSeed } from '#core/tokens/seal.ts';
import { directoryMemory } from '#test/support/directory-memory.ts';
import { PHC, RING, SEED, stageOn, user } from '#test/support/staging.ts';
import { ingestPart } from './ingest-part.ts';
import { mappingName } from './read-manifest.ts';

const SERIAL = '000000000001';
const answers = [
  { question: 0, hash: PHC },
  { question: 1, hash: PHC },
];

test('seeds are sealed under a key of the part, PINs and answers hashed under the pepper', async () => {
  const store = directoryMemory();
  const staged = await stageOn(store, [user('Ana', [SERIAL], { answers })]);
  const contexts: unknown[] = [];
  const { migration } = staged.input(1).run;
  const newSeedDataKey = async (context: object) => {
    contexts.push(context);
    return { key: Buffer.alloc(32, 1), wrapped: Buffer.alloc(32, 1) };
  };
  const unwrapUnderSeedKey = async (wrapped: Uint8Array, context: object) => {
    contexts.push(context);
    return Buffer.from(wrapped);
  };
  await ingestPart({ ...staged.ports, newSeedDataKey, unwrapUnderSeedKey }, staged.input(1));
  expect(contexts).toEqual([{ run: migration }, { migration }]);
  const token = store.tokens.get(SERIAL)!;
  expect(token.seed).toMatchObject({ wrappedKey: Buffer.alloc(32, 1), context: { migration } });
  expect(openSeed(Buffer.alloc(32, 1), SERIAL, token.seed.box)).toEqual(SEED);
  expect(pinMatcher(RING, token, token.pinHash!)('1234')).toBe(true);
  expect(store.users.get('ana')!.answers).toEqual([
    { language: 'en_US', question: 'In what city were you born?', hash: expect.stringMatching(/^\$bound\$p1\$/u) },
  ]);
});

test('the report names each user by a pseudonym that only the pepper gives', async () => {
  const staged = await stageOn(directoryMemory(), [user('Ana', [SERIAL], { answers })]);
  await ingestPart(staged.ports, staged.input(1));
  const wanted = createHmac('sha256', RING.keys.p1).update('pseudonym\0ana').digest('hex').slice(0, 24);
  expect(staged.reports.get('false/1')).toMatchObject([
    { part: 1, line: 1, userId: 'Ana', pseudonym: wanted, answers: { kept: 1, dropped: 1 } },
  ]);
});

test('a finished part is not opened again under the same generation, but under the next one', async () => {
  const store = directoryMemory();
  const staged = await stageOn(store, [user('ana'), user('ANA')]);
  const done = await ingestPart(staged.ports, staged.input(1));
  expect(done).toEqual({ part: 1, records: 2, rejected: 1 });
  const { migration } = staged.input(1).run;
  expect(store.finished.get(`${migration}/false/1`)).toMatchObject({
    part: 1,
    generation: 1,
    totals: { users: { created: 1, rejected: 1 }, enrolment: { none: 1 } },
  });
  const readRange = () => Promise.reject(new Error('was read'));
  expect(await ingestPart({ ...staged.ports, readRange }, staged.input(1))).toEqual(done);
  await expect(ingestPart({ ...staged.ports, readRange }, staged.input(1, { generation: 2 }))).rejects.toThrow(
    'was read',
  );
});

test('a dry run makes no data key', async () => {
  const staged = await stageOn(directoryMemory(), [user('ana', [SERIAL])]);
  const newSeedDataKey = () => Promise.reject(new Error('was made'));
  expect(await ingestPart({ ...staged.ports, newSeedDataKey }, staged.input(1, { dryRun: true }))).toMatchObject({
    records: 1,
  });
  expect([...staged.reports.keys()]).toEqual(['true/1']);
});

test('the bytes are read where the plan says, of the object with the same ETag', async () => {
  const staged = await stageOn(directoryMemory(), [user('ana'), user('bo')], { partSize: 1 });
  const reads: unknown[][] = [];
  const readRange: typeof staged.ports.readRange = (...range) => {
    reads.push(range);
    return staged.ports.readRange(...range);
  };
  await ingestPart({ ...staged.ports, readRange }, staged.input(2));
  const { name, header, size } = staged.parts[1]!;
  expect(reads).toEqual([['staged/x', 'e', header, expect.any(Number)]]);
  // A plan that a release before made says where the bytes themselves are.
  const { header: _header, ...part } = staged.parts[1]!;
  const offset = staged.bytes.indexOf(name) + name.length + staged.bytes.readUInt16LE(header! + 28);
  reads.length = 0;
  const again = { ...staged.input(2, { generation: 2 }), part: { ...part, offset } };
  expect(await ingestPart({ ...staged.ports, readRange }, again)).toMatchObject({ part: 2, records: 1 });
  expect(reads).toEqual([['staged/x', 'e', offset, size]]);
});

test('without the mapping of questions nothing is written', async () => {
  const store = directoryMemory();
  const staged = await stageOn(store, [user('ana')]);
  staged.plans.delete(mappingName(staged.input(1).run.migration));
  await expect(ingestPart(staged.ports, staged.input(1))).rejects.toMatchObject({
    code: 'run.mapping_missing',
    status: 500,
  });
  expect(store.users.size).toBe(0);
});

test('the data key of a run that a release before has begun is bound as the seeds are', async () => {
  const staged = await stageOn(directoryMemory(), [user('Ana')]);
  const contexts: unknown[] = [];
  const unwrapUnderSeedKey = async (wrapped: Uint8Array, context: object) => {
    contexts.push(context);
    return Buffer.from(wrapped);
  };
  const { run, part } = staged.input(1);
  const { keyContext: _newer, ...before } = run;
  await ingestPart({ ...staged.ports, unwrapUnderSeedKey }, { run: before, part });
  expect(contexts).toEqual([{ migration: run.migration }]);
});
