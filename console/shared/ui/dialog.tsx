/** A modal dialog: the browser keeps the focus inside and returns it afterwards. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';

export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  // Not an effect, which would end only after the dialog is gone from the page: the focus would go to the page's heading in between.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = box.current!;
    dialog.showModal();
    return () => {
      // While the dialog is open, nothing outside it can take the focus.
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // Another step in the same dialog: its heading is read out.
  useEffect(() => {
    if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="stack">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

type DialogButtonsProps = {
  onCancel: () => void;
  /** Its words, where "Cancel" could be misread. */
  cancel?: string;
  busy?: boolean;
  /** The button that acts. */
  children: ComponentChildren;
};

/** The buttons of every dialog in one order: the way out first, what acts last, at the end of the line. */
export function DialogButtons({ onCancel, cancel, busy, children }: DialogButtonsProps) {
  return (
    <div class="row end">
      <Button disabled={busy ?? false} onClick={onCancel}>
        {cancel ?? t('do.cancel')}
      </Button>
      {children}
    </div>
  );
}
