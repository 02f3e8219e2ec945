/** One setting in a form, by its kind. */
import { FIELDS, type SettingPath } from '#core/settings/model.ts';
import { CheckField, TextArea, TextField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';
import { Radios } from '../../ui/radios.tsx';
import { adviceOf, defaultText, hintOf, optionOf, rangeOf } from './labels.ts';

type SettingFieldProps = {
  path: SettingPath;
  value: unknown;
  error?: string | undefined;
  onValue: (value: unknown) => void;
};

export function SettingField({ path, value, error, onValue }: SettingFieldProps) {
  const field = FIELDS[path];
  const label = t(`settings.field.${path}`);
  const hint =
    [hintOf(path), field.kind === 'number' && rangeOf(field), defaultText(path)].filter(Boolean).join(' ') || undefined;
  switch (field.kind) {
    case 'switch':
      return <CheckField label={label} hint={hint} checked={value === true} onChecked={onValue} />;
    case 'number':
      return (
        <TextField
          label={label}
          hint={hint}
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
            const advice = adviceOf(path, option);
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
          rows={3}
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
          exact={'format' in field}
          value={String(value)}
          onValue={onValue}
        />
      );
  }
}
