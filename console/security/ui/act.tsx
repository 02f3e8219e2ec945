/** A button with a dialog that confirms an action and asks for what the action needs. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useSubmit } from '../../shared/state/resource.ts';
import { Button, type Kind } from '../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../shared/ui/fault-focus.tsx';
import { Form } from '../../shared/ui/form.tsx';

type ActProps = {
  /** The words on the button. */
  label: string;
  /** The button's accessible name, where several have the same words. */
  name?: string;
  title: string;
  /** The words on the button of the dialog. */
  confirm: string;
  /** The look of the button in the dialog. */
  kind?: Kind;
  small?: boolean;
  /** Takes the action; the dialog closes afterwards. @throws an error that the dialog shows */
  run: () => Promise<void>;
  /** Whether a field shows this error itself. */
  atField?: (error: unknown) => boolean;
  children: ComponentChildren | ((error: unknown) => ComponentChildren);
};

export function Act({ label, name, title, confirm, kind = 'usual', small = true, run, atField, children }: ActProps) {
  const [open, setOpen] = useState(false);
  const { busy, error, submit, clear } = useSubmit(async () => {
    await run();
    setOpen(false);
  });
  return (
    <>
      <Button
        small={small}
        {...(name === undefined ? {} : { name })}
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      {open && (
        <Dialog title={title} onClose={() => !busy && setOpen(false)}>
          <Form onSubmit={() => void submit()} error={atField?.(error) ? undefined : error} name={title}>
            <FaultFocus on={error}>{typeof children === 'function' ? children(error) : children}</FaultFocus>
            <DialogButtons onCancel={() => setOpen(false)} busy={busy}>
              <Button type="submit" kind={kind === 'danger' ? 'danger' : 'primary'} busy={busy}>
                {confirm}
              </Button>
            </DialogButtons>
          </Form>
        </Dialog>
      )}
    </>
  );
}
