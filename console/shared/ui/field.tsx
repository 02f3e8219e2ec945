/** Labelled fields: label, hint and error belong to the input for screen readers too. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';
import { focusOnce, keepExact } from './control.ts';
import { ErrorIcon } from './icons.tsx';

type Shared = {
  label: string;
  /** The language of the label, where it is not that of the page. */
  labelLang?: string;
  hint?: ComponentChildren;
  /** An error that the page itself has found in the value. */
  error?: string | undefined;
  name?: string;
  required?: boolean;
  disabled?: boolean;
};
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Attributes = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly onInvalid: (event: Event) => void;
  readonly onInput: () => void;
};

function faultOf(control: Control): string {
  const { validity, min, max, minLength } = control as HTMLInputElement;
  if (validity.tooShort) return t('field.too-short', { count: minLength });
  if (validity.typeMismatch) return t('field.email');
  if (validity.rangeOverflow || validity.rangeUnderflow || validity.badInput || validity.stepMismatch)
    return t('field.number', { min, max });
  return t('field.required');
}

function Fieldset({ of, children }: { of: Shared; children: (attributes: Attributes) => ComponentChildren }) {
  const id = useId();
  const [fault, setFault] = useState<string>();
  const wrong = of.error ?? fault;
  const described = [of.hint === undefined ? '' : `${id}-hint`, wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id} lang={of.labelLang}>
        {of.label}
      </label>
      {of.hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {of.hint}
        </div>
      )}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': wrong ? true : undefined,
        onInvalid: (event) => {
          event.preventDefault();
          setFault(faultOf(event.currentTarget as Control));
        },
        onInput: () => setFault(undefined),
      })}
      {wrong && (
        <div class="wrong" id={`${id}-wrong`}>
          <ErrorIcon />
          <span>
            <span class="unseen">{t('say.error')} </span>
            {wrong}
          </span>
        </div>
      )}
    </div>
  );
}

type Valued = Shared & { value: string; onValue: (value: string) => void };
type TextProps = Valued & {
  type?: 'text' | 'email' | 'search' | 'number' | 'date' | 'datetime-local';
  autocomplete?: string;
  inputMode?: 'text' | 'numeric' | 'email';
  minLength?: number;
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  /** For codes and keys: a font in which similar characters differ, without correction or capitalisation. */
  code?: boolean;
  /** For user IDs and addresses: without correction or capitalisation. */
  exact?: boolean;
  autofocus?: boolean;
  readOnly?: boolean;
  placeholder?: string;
  after?: ComponentChildren;
};

export function TextField({ label, hint, error, value, onValue, code, exact, autofocus, after, ...rest }: TextProps) {
  const of = { label, hint, error };
  const input = { type: 'text', ...rest };
  return (
    <Fieldset of={of}>
      {({ onInput, ...attributes }) => (
        <div class="joined">
          <input
            {...attributes}
            {...(input as object)}
            class={code ? 'input code' : 'input'}
            value={value}
            ref={(control) => {
              if (code || exact || input.type === 'email') keepExact(control);
              if (autofocus) focusOnce(control);
            }}
            onInput={(event) => {
              onInput();
              onValue(event.currentTarget.value);
            }}
          />
          {after}
        </div>
      )}
    </Fieldset>
  );
}

/** A field for a secret: hidden until its user wants to see it; pasting and password managers work. */
export function SecretField({
  label,
  labelLang,
  hint,
  error,
  value,
  onValue,
  autocomplete,
  inputMode,
  minLength,
  name,
  required,
  autofocus,
}: Valued & { autocomplete: string; inputMode?: 'text' | 'numeric'; minLength?: number; autofocus?: boolean }) {
  const [shown, setShown] = useState(false);
  return (
    <Fieldset of={{ label, ...(labelLang === undefined ? {} : { labelLang }), hint, error }}>
      {({ onInput, ...attributes }) => (
        <div class="joined">
          <input
            {...attributes}
            ref={(control) => {
              keepExact(control);
              if (autofocus) focusOnce(control);
            }}
            {...({ type: shown ? 'text' : 'password' } as object)}
            class="input"
            name={name}
            required={required ?? false}
            minLength={minLength}
            autocomplete={autocomplete}
            inputMode={inputMode ?? 'text'}
            value={value}
            onInput={(event) => {
              onInput();
              onValue(event.currentTarget.value);
            }}
          />
          <Button
            name={t(shown ? 'do.hide-field' : 'do.show-field', { field: label })}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? 'do.hide' : 'do.show')}
          </Button>
        </div>
      )}
    </Fieldset>
  );
}

export function SelectField({
  label,
  hint,
  error,
  value,
  onValue,
  options,
  ...select
}: Valued & {
  /** `lang`: the language of the label, where it is not that of the page. */
  options: readonly (readonly [value: string, label: string, lang?: string])[];
}) {
  return (
    <Fieldset of={{ label, hint, error }}>
      {({ onInput, ...attributes }) => (
        <select
          {...attributes}
          {...select}
          class="input"
          value={value}
          onChange={(event) => {
            onInput();
            onValue(event.currentTarget.value);
          }}
        >
          {options.map(([option, name, lang]) => (
            <option key={option} value={option} selected={option === value} lang={lang}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Fieldset>
  );
}

export function TextArea({ label, hint, error, value, onValue, rows = 6, ...area }: Valued & { rows?: number }) {
  return (
    <Fieldset of={{ label, hint, error }}>
      {({ onInput, ...attributes }) => (
        <textarea
          {...attributes}
          ref={keepExact}
          {...area}
          rows={rows}
          class="input"
          value={value}
          onInput={(event) => {
            onInput();
            onValue(event.currentTarget.value);
          }}
        />
      )}
    </Fieldset>
  );
}

export function CheckField({
  label,
  hint,
  checked,
  onChecked,
  disabled,
}: {
  label: string;
  hint?: ComponentChildren;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled ?? false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <div class="soft small" id={`${id}-hint`}>
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}

/** A choice of one of a few values, side by side. */
export function Segments<T extends string>({
  legend,
  options,
  value,
  onValue,
}: {
  legend: string;
  options: readonly (readonly [value: T, label: string])[];
  value: T;
  onValue: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset class="field">
      <legend class="small">{legend}</legend>
      <div class="segments">
        {options.map(([option, label]) => (
          <label key={option}>
            <input type="radio" name={id} value={option} checked={option === value} onChange={() => onValue(option)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
