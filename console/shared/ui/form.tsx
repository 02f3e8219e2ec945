/** A form that shows each field's error beside it, in the reader's language, and moves the focus to the first one. */
import type { ComponentChildren } from 'preact';
import type { Once } from '../http/describe-error.ts';
import { ErrorAlert } from './feedback.tsx';

type FormProps = {
  /** Called when every field is valid. */
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
    // Each invalid field receives the event "invalid" and shows its own error.
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
