import fc from 'fast-check';
import { auditKey } from '#test/support/audit.ts';
import {
  EMPTY,
  type Fault,
  hashOf,
  headOf,
  type Link,
  linksBehind,
  NOTHING_VERIFIED,
  placeOf,
  SHARDS,
  shardOf,
  signedText,
  verifyEnd,
  verifyLinks,
  type Waiting,
} from './audit-chain.ts';

const key = auditKey();
const entry = (number: number, more: object = {}): Waiting => ({
  day: 'AUDIT#2026-11-30#3',
  id: `2026-11-30T09:00:00.000Z#${number}`,
  actor: 'ada',
  ...more,
});
const signedBy = async (link: Link): Promise<Link> => ({ ...link, signature: await key.sign(signedText(link)) });
/** A chain of batches of these sizes, as it is appended. */
async function chain(...sizes: number[]): Promise<Link[]> {
  const links: Link[] = [];
  for (const size of sizes) {
    const head = links.length > 0 ? headOf(links.at(-1)!) : EMPTY;
    const entries = Array.from({ length: size }, (_, index) =>
      entry(links.length + index, { n: index, facts: { a: [1] } }),
    );
    const batch = linksBehind(head, 3, entries);
    links.push(...batch.slice(0, -1), await signedBy(batch.at(-1)!));
  }
  return links;
}
function faultsOf(links: readonly Link[], noted = EMPTY): Fault[] {
  const { state, faults } = verifyLinks(3, NOTHING_VERIFIED, links, key.isSigned, noted);
  return [...faults, ...verifyEnd(3, state, noted)];
}
const at = (seq: number, defect: Fault['defect']) => ({ shard: 3, seq, defect });

test('a chain as it was appended has no fault, in one piece or page by page', async () => {
  const links = await chain(2, 1, 3);
  expect(links.map(({ sk }) => Number(sk))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(faultsOf(links)).toEqual([]);
  const first = verifyLinks(3, NOTHING_VERIFIED, links.slice(0, 4), key.isSigned);
  const second = verifyLinks(3, first.state, links.slice(4), key.isSigned);
  expect([first.faults, second.faults]).toEqual([[], []]);
  expect(second.state).toEqual({ ...headOf(links.at(-1)!), signed: 6 });
  expect(faultsOf([])).toEqual([]);
});

test('each fault is found at its place', async () => {
  const links = await chain(2, 1, 3);
  const edited = links.with(1, { ...links[1]!, actor: 'bo' });
  expect(faultsOf(edited)).toEqual([at(2, 'changed')]);
  expect(faultsOf(edited.with(1, { ...edited[1]!, hash: hashOf(edited[1]!) }))).toEqual([
    at(2, 'forged'),
    at(3, 'detached'),
  ]);
  expect(faultsOf(links.toSpliced(3, 1))).toEqual([at(5, 'missing')]);
  expect(faultsOf(links.with(2, { ...links[2]!, signature: await key.sign(Buffer.from('x')) }))).toEqual([
    at(3, 'forged'),
  ]);
  expect(faultsOf(links.slice(0, 5))).toEqual([at(5, 'unsigned')]);
  expect(faultsOf(links.with(3, { ...links[3]!, pk: 'CHAIN#4' }))).toEqual([at(4, 'changed')]);
});

test('a chain that was cut off or written anew is found by a head that was noted before', async () => {
  const links = await chain(2, 1, 3);
  const noted = headOf(links[4]!);
  expect(faultsOf(links, noted)).toEqual([]);
  expect(faultsOf(links.slice(0, 3), noted)).toEqual([at(3, 'cut-off')]);
  const other = await chain(2, 1, 2);
  const rewritten = await Promise.all(
    linksBehind(
      EMPTY,
      3,
      other.map((_, index) => entry(index, { actor: 'bo' })),
    ).map(signedBy),
  );
  expect(faultsOf(rewritten)).toEqual([]);
  expect(faultsOf(rewritten, noted)).toEqual([at(5, 'replaced')]);
});

test('whatever is changed in a chain, left out, put in or exchanged, it has a fault', async () => {
  const links = await chain(3, 2, 4, 1);
  const place = fc.nat(links.length - 1);
  const edits: fc.Arbitrary<Link[]> = fc.oneof(
    fc
      .tuple(place, fc.constantFrom('actor', 'day', 'id', 'n', 'facts', 'extra'), fc.jsonValue())
      .map(([index, name, value]) => links.with(index, { ...links[index]!, [name]: value })),
    place.map((index) => links.toSpliced(index, 1)),
    fc.tuple(place, place).map(([from, to]) => links.toSpliced(to, 0, links[from]!)),
    fc.tuple(place, place).map(([a, b]) => links.with(a, links[b]!).with(b, links[a]!)),
  );
  fc.assert(
    fc.property(edits, (edited) => {
      if (JSON.stringify(edited) === JSON.stringify(links)) return;
      expect(faultsOf(edited, headOf(links.at(-1)!))).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('an entry has one hash, whatever the order of its fields and whichever of them are undefined', () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(value, (content) => {
      const turned = Object.fromEntries(Object.entries(content).reverse());
      const hash = hashOf(content as Partial<Link>);
      expect(hashOf({ ...turned, none: undefined } as Partial<Link>)).toBe(hash);
      expect(hashOf(JSON.parse(JSON.stringify(content)) as Partial<Link>)).toBe(hash);
    }),
  );
});

test('a list has one hash, with nothing or null in it', () => {
  const holding = (one: unknown) => hashOf({ list: [one] } as Partial<Link>);
  expect(holding(undefined)).toBe(holding(null));
  expect(holding([])).not.toBe(holding(null));
});

test('a place is in one of the partitions of its day, and only an entry of that day has a shard', () => {
  fc.assert(
    fc.property(fc.nat(), (random) => {
      const { day } = placeOf('2026-11-30T09:00:00.000Z', random);
      expect(shardOf({ day, id: '2026-11-30T09:00:00.000Z#a-b_c' })).toBe(random % SHARDS);
    }),
  );
  const id = '2026-11-30T09:00:00.000Z#a';
  for (const [day, wrong] of [
    ['AUDIT#2026-11-29#1', id],
    ['AUDIT#2026-11-30', id],
    ['AUDIT#2026-11-30#9', id],
    ['USER#anna', 'USER'],
    ['AUDIT#2026-11-30#1', '2026-11-30 nonsense'],
    ['AUDIT#2026-11-30#1', `${id}${'x'.repeat(64)}`],
  ] as const)
    expect(shardOf({ day, id: wrong })).toBeUndefined();
});
