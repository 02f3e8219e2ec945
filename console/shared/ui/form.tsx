/** A form that says what is wrong beside each field, in the reader's language, and leads there. */
import type { ComponentChildren } from 'preact';
import type { Once } from '../http/describe-error.ts';
import { ErrorAlert } from './feedback.tsx';

type FormProps = {
  /** Called once every field is as it should be. */
  onSubmit: () => void;
  error?: unknown;
  /** See describeError. */
  once?: Once | undefined;
  /** The form's name for screen readers, where no heading says it. */
  name?: string;
  children: ComponentChildren;
};

export function Form({ onSubmit, error, once, name, children }: FormProps) {
  function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    // Each field that is not as it should be hears of it ("invalid") and says so itself.
    if (form.checkValidity()) return onSubmit();
    const first = [...form.elements].find(
      (field) => field instanceof HTMLElement && 'validity' in field && !(field as HTMLInputElement).validity.valid,
    );
    (first as HTMLElement | undefined)?.focus();
  }
  return (
    <form class="stack" noValidate onSubmit={submit} aria-label={name}>
      <ErrorAlert error={error} once={once} />
      {children}
    </form>
  );
}
