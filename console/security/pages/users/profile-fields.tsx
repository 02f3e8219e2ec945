/** The fields of a profile; those that the role may not change are read-only. */

import { checkMayChangeCredentials, checkMayGiveRole, checkNotOwnAccess } from '#core/administration/users/rights.ts';
import { ROLES } from '#core/directory/model.ts';
import { USER_FIELDS } from '#core/user-fields.ts';
import { SelectField, TextField } from '../../../shared/ui/field.tsx';
import { actorOf, may } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import type { UserContext } from './context.ts';
import type { Faults, ProfileField, ProfileValues } from './profile-edit.ts';

type TextFieldName = 'firstName' | 'middleName' | 'lastName' | 'email' | 'certificateDn' | 'preferredLanguage';
type ProfileFieldsProps = UserContext & {
  values: ProfileValues;
  faults: Faults;
  onValue: <Field extends ProfileField>(field: Field, value: ProfileValues[Field]) => void;
};

export function ProfileFields({ user, visit, values, faults, onValue }: ProfileFieldsProps) {
  const actor = actorOf(visit.me!);
  const own = !may(() => checkNotOwnAccess(actor, user, true));
  const credentials = may(() => checkMayChangeCredentials(actor, user));
  const roles = credentials
    ? [undefined, ...ROLES].filter((role) => may(() => checkMayGiveRole(actor, user, role ?? null)))
    : [];
  const field = (name: ProfileField) => ({
    label: t(`users.field.${name}`),
    error: faults[name],
    value: values[name],
    onValue: (value: string) => onValue(name, value),
  });
  const text = (name: TextFieldName) => ({
    ...field(name),
    maxLength: USER_FIELDS[name].maxLength,
    autocomplete: 'off',
  });
  const ownHint = own ? { disabled: true, hint: t('problem.user.own_account') } : {};
  const addressHint = own || credentials ? ownHint : { disabled: true, hint: t('problem.user.role_holder') };
  return (
    <>
      <div class="columns fields">
        <TextField {...text('firstName')} />
        <TextField {...text('middleName')} />
        <TextField {...text('lastName')} />
      </div>
      <div class="columns fields">
        <TextField {...text('email')} inputMode="email" exact {...addressHint} />
        <TextField {...text('preferredLanguage')} hint={t('users.language.hint')} />
      </div>
      <TextField {...text('certificateDn')} />
      <div class="columns fields">
        <TextField {...field('accountStart')} type="datetime-local" {...ownHint} />
        <TextField {...field('accountEnd')} type="datetime-local" {...ownHint} />
      </div>
      {roles.length > 1 && (
        <SelectField
          {...field('role')}
          hint={t('users.role.hint')}
          options={roles.map((role) => [role ?? '', t(`users.role.${role ?? 'none'}`)])}
        />
      )}
    </>
  );
}
