import type { DirectoryEntry } from './entry.ts';
import { mappingFor } from './mapping.ts';
import { Survey } from './survey.ts';

const entry = (values: Record<string, string>): DirectoryEntry => ({
  line: 1,
  values: new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
});

test.each([
  [['03/04/2026', '23/11/2026'], 'dmy'],
  [['03/04/2026', '11/23/2026'], 'mdy'],
  [['23/11/2026', '11/23/2026'], undefined],
  [['03/04/2026', '2026-01-01'], undefined],
])('the order of day and month in %j is %s', (dates, order) => {
  const survey = new Survey(mappingFor('csv', 'external', []));
  for (const accountend of dates) survey.take(entry({ accountend, userid: 'x' }));
  expect(survey.dateOrder).toBe(order);
});

test('a policy behind the users is found, and only what is needed is asked for', () => {
  const survey = new Survey(mappingFor('ldif', 'external', ['accountEnd=leaves']));
  survey.take(entry({ uid: 'x' }));
  survey.take(entry({ pwdlockoutduration: '60' }));
  expect(survey.policies.lockoutMs).toBe(60_000);
  expect(['leaves', 'lockouttime', 'pwdlockoutduration'].every((name) => survey.wanted.has(name))).toBe(true);
  expect(survey.wanted.has('uid')).toBe(false);
  expect(survey.interests).toContain('leaves');
  expect(survey.interests).not.toContain('objectclass');
});
