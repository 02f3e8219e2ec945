/** A choice of one of a few values, each with a line that explains it. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export type RadioOption<T extends string> = {
  readonly value: T;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
};
type RadiosProps<T extends string> = {
  legend: string;
  hint?: ComponentChildren;
  options: readonly RadioOption<T>[];
  value: T | undefined;
  onValue: (value: T) => void;
  disabled?: boolean;
};

export function Radios<T extends string>({ legend, hint, options, value, onValue, disabled = false }: RadiosProps<T>) {
  const id = useId();
  return (
    <fieldset class="field" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {options.map((option) => (
        <div key={option.value} class="check">
          <input
            id={`${id}-${option.value}`}
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            disabled={disabled || (option.disabled ?? false)}
            aria-describedby={option.hint === undefined ? undefined : `${id}-${option.value}-hint`}
            onChange={() => onValue(option.value)}
          />
          <div>
            <label for={`${id}-${option.value}`}>{option.label}</label>
            {option.hint !== undefined && (
              <div class="soft small" id={`${id}-${option.value}-hint`}>
                {option.hint}
              </div>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
