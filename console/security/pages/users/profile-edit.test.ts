import { userEdit } from '#core/administration/users/edit.ts';
import { EDITABLE_FIELDS, LANGUAGE, USER_FIELDS } from '#core/user-fields.ts';
import type { User } from '../../../shared/http/api-types.ts';
import { changesOf } from '../../state/draft.ts';
import { editOf, type ProfileValues, profileOf } from './profile-edit.ts';

const user = { userId: 'ada', firstName: 'Ada', enabled: true, accountEnd: '2027-01-01T10:00:00.000Z' } as User;
const edit = (typed: Partial<ProfileValues>) => editOf(changesOf(profileOf(user), typed));

test('only changed fields are sent, and an emptied field is removed', () => {
  expect(edit({})).toEqual({});
  expect(edit({ firstName: ' ', lastName: ' Lovelace ' })).toEqual({ firstName: null, lastName: 'Lovelace' });
  expect(edit({ accountEnd: '' })).toEqual({ accountEnd: null });
});

test('an unchanged time is not sent, and a typed time is sent in UTC', () => {
  expect(edit({ accountEnd: profileOf(user).accountEnd })).toEqual({});
  expect(edit({ accountStart: '2026-11-25T14:30' })).toEqual({
    accountStart: new Date('2026-11-25T14:30').toISOString(),
  });
});

test('the form allows the same lengths and language tags as the API', () => {
  const takes = (fields: object) => userEdit.safeParse({ version: 1, ...fields }).success;
  const fields = EDITABLE_FIELDS.flatMap((field) => {
    const { holds } = USER_FIELDS[field];
    return holds === 'text' ? [[field, USER_FIELDS[field]] as const] : [];
  });
  expect(fields.length).toBeGreaterThan(3);
  for (const [field, definition] of fields) {
    const { maxLength } = definition as { maxLength: number };
    expect(takes({ [field]: 'x'.repeat(maxLength) })).toBe(true);
    expect(takes({ [field]: 'x'.repeat(maxLength + 1) })).toBe(false);
  }
  for (const language of ['en', 'de_DE', 'pt-BR', 'english', 'e', 'de_DE!'])
    expect(LANGUAGE.test(language)).toBe(takes({ preferredLanguage: language }));
});
