/** The profile of a user: one form and one save, against the version that was read. */
import { useState } from 'preact/hooks';
import { addressOf } from '#core/address.ts';
import { LANGUAGE, USER_FIELDS } from '#core/user-fields.ts';
import { isRefusal } from '../../../shared/http/api.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { useDraft } from '../../state/draft.ts';
import { t } from '../../texts/index.ts';
import { Changes } from '../../ui/changes.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import type { UserContext } from './context.ts';
import { FirstPassword, isAboutPassword, needsPassword } from './first-password.tsx';
import { editOf, type Faults, type ProfileField, type ProfileValues, profileOf } from './profile-edit.ts';
import { ProfileFields } from './profile-fields.tsx';
import { saveUser } from './save.ts';

/** Errors that are found before anything is sent. */
function check({ email, preferredLanguage, accountStart, accountEnd }: ProfileValues): Faults {
  const [address, language] = [email.trim(), preferredLanguage.trim()];
  const ends = accountEnd !== '' && accountStart !== '' && accountEnd <= accountStart;
  return {
    ...(address !== '' && addressOf(address) === undefined ? { email: t('field.email') } : {}),
    ...(language !== '' && !LANGUAGE.test(language) ? { preferredLanguage: t('users.language.wrong') } : {}),
    ...(ends ? { accountEnd: t('problem.user.account_dates') } : {}),
  };
}

const shown = (field: ProfileField, value: unknown): string => {
  if (value === '') return '–';
  if (field === 'role') return t(`users.role.${value as 'admin'}`);
  return USER_FIELDS[field].holds === 'time' ? dateTime(String(value)) : String(value);
};

export function Profile(context: UserContext) {
  const { user, editable } = context;
  return (
    <Section title={t('users.profile')}>
      {editable ? <ProfileForm {...context} /> : <ProfileFacts values={profileOf(user)} />}
    </Section>
  );
}

function ProfileFacts({ values }: { values: ProfileValues }) {
  const fields = Object.entries(values) as [ProfileField, string][];
  return <Facts of={fields.map(([field, value]) => [t(`users.field.${field}`), shown(field, value)])} />;
}

function ProfileForm(context: UserContext) {
  const { user, done } = context;
  const { values, changes, theirs, put, reset, restored } = useDraft(profileOf(user), `profile ${user.userId}`);
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Faults>({});
  const [refused, setRefused] = useState<Faults>();
  const { busy, error, submit, clear } = useSubmit(async () => {
    const saved = await saveUser(context, { ...editOf(changes), ...(password === '' ? {} : { password }) });
    setPassword('');
    reset();
    done(t('users.saved'), saved);
  });
  function save() {
    const wrong = check(values);
    setFaults(wrong);
    if (Object.keys(wrong).length === 0) void submit();
    else setRefused(wrong);
  }
  const dates = isRefusal(error, 'user.account_dates') ? { accountEnd: t('problem.user.account_dates') } : {};
  const nothing = changes.length === 0 && password === '';
  const atField = isAboutPassword(error) || isRefusal(error, 'user.account_dates');
  return (
    <>
      <Form onSubmit={save} error={atField ? undefined : error} name={t('users.profile')}>
        {restored && (
          <Alert live>
            <p>{t('ui.kept')}</p>
          </Alert>
        )}
        {theirs.length > 0 && (
          <Alert tone="warn" live>
            <p>{t('users.overtaken')}</p>
            <Changes
              name={t('ui.overtaken')}
              of={theirs.map(({ field, before, after }) => ({
                name: t(`users.field.${field}`),
                before: shown(field, before),
                after: shown(field, after),
              }))}
            />
          </Alert>
        )}
        <FaultFocus on={atField ? error : refused}>
          <ProfileFields
            {...context}
            values={values}
            faults={{ ...faults, ...dates }}
            onValue={(field, value) => {
              setFaults(({ [field]: _gone, ...others }) => others);
              put(field, value);
            }}
          />
          {(!nothing || isAboutPassword(error) || needsPassword(context)) && (
            <FirstPassword {...context} error={error} value={password} onValue={setPassword} />
          )}
        </FaultFocus>
        <SaveBar
          changes={changes.map(({ field, before, after }) => ({
            name: t(`users.field.${field}`),
            before: shown(field, before),
            after: shown(field, after),
          }))}
          more={password !== ''}
          busy={busy}
          onDiscard={() => {
            clear();
            setFaults({});
            setPassword('');
            reset();
          }}
        />
      </Form>
      <Unsaved dirty={changes.length > 0} />
    </>
  );
}
