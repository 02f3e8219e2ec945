import { bySource } from './grouped.ts';

const run = (id: string, startedAt: number, deployment?: string) => ({
  id,
  startedAt,
  kind: 'import' as const,
  ...(deployment === undefined
    ? {}
    : { source: { deployment, kind: 'external' as const, packedAt: '2026-05-12T09:30:00Z', packer: 'p' } }),
});

test('each source has its runs, the newest first, and the source of the newest run stands first', () => {
  const runs = [run('a', 1, 'west'), run('b', 3, 'east'), run('c', 2, 'west')];
  const { sources, unread } = bySource([{ name: 'west' }, { name: 'east' }], runs);
  expect(sources.map(({ name, source, runs: of }) => [name, source?.name, of.map(({ id }) => id)])).toEqual([
    ['east', 'east', ['b']],
    ['west', 'west', ['c', 'a']],
  ]);
  expect(unread).toEqual([]);
});

test('a preview of a source of which nothing was imported, a source without loaded runs, and a package that was not read', () => {
  const { sources, unread } = bySource([{ name: 'old' }], [run('p', 5, 'new'), run('x', 9)]);
  expect(sources).toEqual([
    { name: 'new', source: undefined, runs: [run('p', 5, 'new')] },
    { name: 'old', source: { name: 'old' }, runs: [] },
  ]);
  expect(unread.map(({ id }) => id)).toEqual(['x']);
});

test('a campaign stands with its source; one to all sources is no package that was not read', () => {
  const campaign = { id: 'c', startedAt: 9, kind: 'campaign' as const };
  const { sources, unread } = bySource([{ name: 'east' }], [{ ...campaign, audience: { source: 'east' } }, campaign]);
  expect(sources[0]!.runs).toHaveLength(1);
  expect(unread).toEqual([]);
});
