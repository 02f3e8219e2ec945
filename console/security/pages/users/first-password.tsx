/**
 * The password field that saving a user without a password may need: where the internal database requires a password, nothing is
 * saved without one. Its error names both remedies.
 */
import { isRefusal } from '../../../shared/http/api.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { SecretField } from '../../../shared/ui/field.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import type { UserContext } from './context.ts';

const isPasswords = (error: unknown): boolean =>
  isRefusal(error) && (error.code.startsWith('password.') || error.code === 'user.typed_password_forbidden');

/** Whether an error of a save is shown at this field. */
export const isAboutPassword = (error: unknown): boolean =>
  isRefusal(error, 'user.password_required') || isPasswords(error);

/** Whether the field is shown at once, since a save without a password would be refused. */
export const needsPassword = ({ user, settings }: Pick<UserContext, 'user' | 'settings'>): boolean =>
  !user.hasPassword && settings?.internalDatabase.passwordRequired === true;

type FirstPasswordProps = Pick<UserContext, 'user' | 'settings' | 'visit'> & {
  error: unknown;
  value: string;
  onValue: (password: string) => void;
};

export function FirstPassword({ user, settings, visit, error, value, onValue }: FirstPasswordProps) {
  const asked = isAboutPassword(error);
  if (user.hasPassword || !(asked || needsPassword({ user, settings }))) return null;
  const typing = settings?.administratorReset.allowTypedPassword ?? true;
  const waysOut = (
    <ul class="bullets">
      <li>{t(typing ? 'users.required.type' : 'users.required.reset')}</li>
      <li>
        {reaches(visit.me?.role, 'super-admin') ? (
          <a href="#/settings/internal-database">{t('users.required.optional')}</a>
        ) : (
          t('users.required.ask')
        )}
      </li>
    </ul>
  );
  return (
    <SecretField
      label={t('users.required.label')}
      hint={
        <>
          <p>{t('users.required.hint')}</p>
          {waysOut}
        </>
      }
      error={
        isRefusal(error, 'user.password_required')
          ? t('problem.user.password_required')
          : asked
            ? describeError(error)
            : undefined
      }
      name="new-password"
      autocomplete="new-password"
      value={value}
      onValue={onValue}
    />
  );
}
