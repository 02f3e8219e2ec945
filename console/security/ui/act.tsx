/** A button for something that is asked about first: what it does, what it needs to know, what came of it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useSubmit } from '../../shared/state/resource.ts';
import { Button, type Kind } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../shared/ui/fault-focus.tsx';
import { Form } from '../../shared/ui/form.tsx';
import { t } from '../texts/index.ts';

type ActProps = {
  /** On the button. */
  label: string;
  /** The button's whole name, where several look the same. */
  name?: string;
  title: string;
  /** On the button that does it. */
  confirm: string;
  /** Of the button in the dialog; the first one only asks. */
  kind?: Kind;
  small?: boolean;
  /** Does it; the dialog closes when it is done. @throws whatever is to be shown */
  run: () => Promise<void>;
  /** Whether the fields show this error themselves. */
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
            <div class="row end">
              <Button disabled={busy} onClick={() => setOpen(false)}>
                {t('do.cancel')}
              </Button>
              <Button type="submit" kind={kind === 'danger' ? 'danger' : 'primary'} busy={busy}>
                {confirm}
              </Button>
            </div>
          </Form>
        </Dialog>
      )}
    </>
  );
}
