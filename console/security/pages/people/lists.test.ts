import { isMeant, listOf, pages, partsOf } from './lists.ts';

test('an address asks for a stage, a reason, all from a milestone on, or all', () => {
  expect(listOf({ stage: 'told' })).toEqual({ stage: 'told' });
  expect(listOf({ stage: 'stuck', stuck: 'bounced' })).toEqual({ stuck: 'bounced' });
  expect(listOf({ stage: 'stuck', at: 'told' })).toEqual({ stage: 'stuck', at: 'told' });
  expect(listOf({ from: 'told' })).toEqual({ from: 'told' });
  expect(listOf({ from: 'imported' })).toEqual({});
  expect(listOf({ stage: 'nonsense', from: 'elsewhere' })).toEqual({});
});

test('those who came to a milestone or further are the lists from it on, and of the stuck those who came as far', () => {
  expect(partsOf({ from: 'questions' }).map(({ stage }) => stage)).toEqual([
    'questions',
    'temporary-password',
    'home',
    'stuck',
  ]);
  const from = { from: 'questions' } as const;
  expect(isMeant(from, undefined, { stage: 'stuck', reached: 'told' })).toBe(false);
  expect(isMeant(from, undefined, { stage: 'stuck', reached: 'questions' })).toBe(true);
  expect(isMeant({ stage: 'stuck', at: 'told' }, undefined, { stage: 'stuck', reached: 'imported' })).toBe(false);
  expect(isMeant({ stage: 'stuck', at: 'told' }, undefined, { stage: 'stuck', reached: 'told' })).toBe(true);
  expect(isMeant({}, undefined, { stage: 'home', reached: 'home' })).toBe(true);
});

test('without a source those who were made here are left out, as the overview counts', () => {
  const here = { stage: 'home', reached: 'home', madeHere: true } as const;
  expect(isMeant({}, undefined, here)).toBe(false);
  expect(isMeant({}, '', here)).toBe(true);
});

test('the pages of one list are read to its end before the next one begins', () => {
  const { path, page } = pages({ from: 'temporary-password' }, 'corp', 50);
  const people = [
    { userId: 'ana', source: 'corp', stage: 'home', reached: 'home', since: 1, times: { imported: 1 } },
  ] as const;
  expect(path()).toBe('admin/people?stage=temporary-password&limit=50&source=corp');
  const second = page({ asOf: 1, people, next: 'abc' }, undefined);
  expect(second).toMatchObject({ next: '0 abc' });
  expect(path(second.next)).toBe('admin/people?stage=temporary-password&limit=50&next=abc&source=corp');
  const third = page({ asOf: 1, people }, second.next);
  expect(path(third.next)).toBe('admin/people?stage=home&limit=50&source=corp');
  const last = page({ asOf: 1, people: [] }, '2 ');
  expect(last).toEqual({ items: [], next: undefined, more: false });
});

test('a list that is cut off for the help desk has no next page', () => {
  const { page } = pages({ from: 'told' }, undefined, 50);
  expect(page({ asOf: 1, people: [], more: true }, undefined)).toEqual({ items: [], more: true });
});

test('those who were made here are asked for by an empty source', () => {
  expect(pages({ stage: 'home' }, '', 50).path()).toBe('admin/people?stage=home&limit=50&source=');
  expect(pages({}, undefined, 50).path()).toBe('admin/people?limit=50');
});
