import type { CodeList } from '#core/migration/report/report-lists.ts';
import { differences, differing, languageOf, remarks } from './report.ts';

const token = { serial: '1', outcome: 'created', pin: true } as const;
const user = { part: 1, line: 2, type: 'user', userId: '=cmd', outcome: 'created', tokens: [token] } as const;

test('only records and tokens that were not imported have remarks', () => {
  expect(remarks(user)).toEqual([]);
  const hint = 'Remove one of the two.';
  expect(remarks({ ...user, outcome: 'rejected', code: 'user.duplicate', hint })).toEqual([
    '=cmd (part 1, line 2): rejected user.duplicate. Remove one of the two.',
  ]);
  const skipped = { ...token, outcome: 'skipped', code: 'token.assigned' } as const;
  expect(remarks({ ...user, tokens: [token, skipped] })).toEqual([
    'token 1 of =cmd (part 1, line 2): skipped token.assigned',
  ]);
});

test('who is not in the wave is no one to look at', () => {
  expect(remarks({ ...user, outcome: 'skipped', code: 'user.not_in_wave' })).toEqual([]);
});

test('a conflict names the person who is here', () => {
  const other = { userId: 'ada', name: 'Ada Other', source: 'south' };
  expect(remarks({ ...user, outcome: 'rejected', code: 'user.other_source', other })).toEqual([
    '=cmd (part 1, line 2): rejected user.other_source.  Here: ada (Ada Other) of south.',
  ]);
});

test('what differs is listed by code, and whether there are more', async () => {
  const record = {
    ...user,
    outcome: 'unchanged',
    changes: [{ field: 'email', from: 'a', to: 'b', kept: true }],
  } as const;
  const list: CodeList = { code: 'user.differs', count: 3, records: [record], more: true };
  expect(differences(list)).toEqual([
    '=cmd (part 1, line 2): user.differs. email: a -> b (kept)',
    'and more with user.differs: landfall report --csv',
  ]);
  const { userId: _none, ...token } = { ...user, serial: '7' };
  expect(differences({ code: 'token.gone', count: 3, records: [token], more: false })).toEqual([
    'token 7 (part 1, line 2): token.gone',
  ]);
  const read = async () => ({ records: [record] });
  const found = await differing(read, { 'user.differs': 1, 'user.no_token': 5 }, 20);
  expect(found.map(({ code }) => code)).toEqual(['user.differs']);
});

test.each([
  [{ LANG: 'de_AT.UTF-8' }, 'de'],
  [{ LC_ALL: '', LC_MESSAGES: 'fr', LANG: 'de' }, 'fr'],
  [{ LC_ALL: 'C', LANG: 'de' }, 'en'],
  [{}, 'en'],
])('the language of a printed report follows the environment: %j', (env, language) => {
  expect(languageOf(env)).toBe(language);
});
