import { aUser, NOW } from '#test/support/memory.ts';
import { filledIn, issueLinks, referenceHash } from './short-link.ts';

const DAY = 86_400_000;
const origin = 'https://logon.example.com';
const ana = aUser({ userId: 'Ana', source: 'north', externalId: 'a-1' });
const issue = () => {
  const { links, urls } = issueLinks([ana, aUser({ userId: 'bo' })], { origin, days: 30, now: NOW });
  return { links, urls, reference: urls.get('ana')!.slice(-12) };
};

test('a link is short, has no look-alikes and names no user', () => {
  const { urls } = issue();
  expect([...urls.keys()]).toEqual(['ana', 'bo']);
  for (const url of urls.values())
    expect(url).toMatch(/^https:\/\/logon\.example\.com\/#\/w\/[0-9A-HJKMNP-TV-Z]{12}$/u);
  expect(urls.get('ana')).not.toBe(urls.get('bo'));
  expect(issue().reference).not.toBe(issue().reference);
});

test('only a hash of it is kept, with its end and whom it is about', () => {
  const { links, reference } = issue();
  expect(links[0]).toEqual({
    hash: referenceHash(reference),
    link: { user: 'ana', source: 'north', externalId: 'a-1', endsAt: NOW + 30 * DAY },
  });
  expect(links[1]!.link).toEqual({ user: 'bo', endsAt: NOW + 30 * DAY });
  expect(JSON.stringify(links)).not.toContain(reference);
});

test('a reference is read as people type it', () => {
  expect(referenceHash('o1i l-7k3m q2xw')).toBe(referenceHash('01117K3MQ2XW'));
  expect(referenceHash('')).not.toBe(referenceHash('0'));
});

test('it fills in the user ID until its end, of the same person alone', () => {
  const { link } = issue().links[0]!;
  expect(filledIn(link, ana, NOW + 30 * DAY - 1)).toBe('Ana');
  expect(filledIn(link, ana, NOW + 30 * DAY)).toBeUndefined();
  expect(filledIn(link, undefined, NOW)).toBeUndefined();
  expect(filledIn(undefined, ana, NOW)).toBeUndefined();
  expect(filledIn(link, { ...ana, externalId: 'b-2' }, NOW)).toBeUndefined();
});
