/** One of a few, each explained. */
import { useId } from 'preact/hooks';

export function Choices<T extends string>({
  legend,
  options,
  value,
  onValue,
}: {
  legend: string;
  options: readonly (readonly [value: T, label: string, hint: string])[];
  value: T;
  onValue: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      {options.map(([option, label, hint]) => (
        <div class="check" key={option}>
          <input
            id={`${id}-${option}`}
            type="radio"
            name={id}
            checked={option === value}
            aria-describedby={`${id}-${option}-hint`}
            onChange={() => onValue(option)}
          />
          <div>
            <label for={`${id}-${option}`}>{label}</label>
            <div class="soft small" id={`${id}-${option}-hint`}>
              {hint}
            </div>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
