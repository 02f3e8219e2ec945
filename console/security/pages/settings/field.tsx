/** One setting in a form, by its kind. */
import { CheckField, TextArea, TextField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';
import { Radios } from '../../ui/radios.tsx';
import { FIELDS, type Field, type FieldPath } from './fields.ts';
import { optionOf, rangeOf } from './labels.ts';

/** Hints where a name alone is not enough. */
const HINTS: Readonly<Partial<Record<FieldPath, () => string>>> = {
  'selfServiceFeatures.forgotPasswordLink': () => t('settings.hint.forgot-password-link'),
  'internalDatabase.passwordRequired': () => t('settings.hint.password-required'),
  'securityQuestions.enrolment': () => t('settings.hint.enrolment'),
  'securityQuestions.authentication': () => t('settings.hint.authentication'),
  'recovery.wrongSetsPerDay': () => t('settings.hint.wrong-sets'),
  'recovery.mailsPerMailboxPerHour': () => t('settings.hint.mails-per-mailbox'),
  'lockout.windowHours': () => t('settings.hint.window'),
  'throttles.failedLogonsPerSourcePerDay': () => t('settings.hint.failed-per-source'),
  'tokenPolicy.pinHistory': () => t('settings.hint.pin-history'),
  'passwordPolicy.minLength': () => t('settings.hint.min-length'),
  'passwordPolicy.minLengthWithToken': () => t('settings.hint.min-with-token'),
  'passwordPolicy.history': () => t('settings.hint.password-history'),
  'passwordPolicy.words': () => t('settings.hint.words'),
  'passwordPolicy.breachedPasswords': () => t('settings.hint.breached'),
  'passwordPolicy.breachedPasswordsUrl': () => t('settings.hint.breached-url'),
  'administratorReset.allowTypedPassword': () => t('settings.hint.typed'),
  'organisation.name': () => t('settings.hint.organisation'),
  'organisation.helpDesk': () => t('settings.hint.help-desk'),
  'mail.from': () => t('settings.hint.from'),
  'mail.defaultLanguage': () => t('settings.hint.mail-language'),
  'mail.linkDays': () => t('settings.hint.link-days'),
  'mail.toleratedReturnsPercent': () => t('settings.hint.returns'),
  'migration.toleratedRejects': () => t('settings.hint.rejects'),
  'migration.packageDays': () => t('settings.hint.package-days'),
  'migration.signatureDays': () => t('settings.hint.signature-days'),
};

/** What some of the choices mean. */
const OPTION_HINTS: Readonly<Record<string, () => string>> = {
  'recovery.mode.email-link+questions': () => t('settings.advice.link-questions'),
  'recovery.mode.email-link+token': () => t('settings.advice.link-token'),
  'recovery.mode.questions': () => t('settings.advice.questions'),
  'tokenPolicy.newPinProof.mail': () => t('settings.advice.proof-mail'),
  'migration.policy.skip': () => t('settings.advice.skip'),
  'migration.policy.update': () => t('settings.advice.update'),
  'migration.policy.fail': () => t('settings.advice.fail'),
};

type SettingFieldProps = {
  path: FieldPath;
  value: unknown;
  error?: string | undefined;
  onValue: (value: unknown) => void;
};

export function SettingField({ path, value, error, onValue }: SettingFieldProps) {
  const field: Field = FIELDS[path];
  const label = t(`settings.field.${path}`);
  const hint = HINTS[path]?.();
  switch (field.kind) {
    case 'switch':
      return <CheckField label={label} hint={hint} checked={value === true} onChecked={onValue} />;
    case 'number':
      return (
        <TextField
          label={label}
          hint={[hint, rangeOf(field)].filter(Boolean).join(' ')}
          error={error}
          type="number"
          inputMode="numeric"
          autocomplete="off"
          min={field.min}
          max={field.max}
          required
          value={String(value)}
          onValue={(text) => onValue(text === '' ? '' : Number(text))}
        />
      );
    case 'choice':
      return (
        <Radios
          legend={label}
          hint={hint}
          value={String(value)}
          onValue={onValue}
          options={field.options.map((option) => {
            const advice = OPTION_HINTS[`${path}.${option}`]?.();
            return { value: option, label: optionOf(path, option), ...(advice === undefined ? {} : { hint: advice }) };
          })}
        />
      );
    case 'words':
      return (
        <TextArea
          label={label}
          hint={hint}
          error={error}
          value={(value as readonly string[]).join('\n')}
          onValue={(text) => onValue(text.split('\n'))}
        />
      );
    default:
      return (
        <TextField
          label={label}
          hint={hint}
          error={error}
          autocomplete="off"
          minLength={'min' in field ? field.min : 1}
          maxLength={field.max}
          required={'min' in field && field.min > 0}
          exact={path === 'mail.from' || path === 'passwordPolicy.breachedPasswordsUrl'}
          value={String(value)}
          onValue={onValue}
        />
      );
  }
}
