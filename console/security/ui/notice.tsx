/** Says what has just been done, visible at any scroll position. It takes the focus where the control that had it is gone. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../shared/ui/button.tsx';
import { Alert } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

type NoticeProps = {
  /** Undefined until something was done; a new object for each action. */
  of: object | undefined;
  /** Whether it contains a warning. */
  warn?: boolean;
  children: ComponentChildren;
};

export function Notice({ of, warn = false, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  const [closed, close] = useState<object>();
  const shown = of !== undefined && of !== closed;
  // Checked after every rendering: the control that has the focus may be removed with the answer, or later, when a list has been read again.
  useEffect(() => {
    if (shown && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  });
  return (
    <div ref={box} role="status" tabIndex={-1} class="notice">
      {shown && (
        <Alert tone={warn ? 'warn' : 'good'}>
          <div class="row apart">
            <div>{children}</div>
            <Button kind="plain" small onClick={() => close(of)}>
              {t('do.close')}
            </Button>
          </div>
        </Alert>
      )}
    </div>
  );
}
