/** What has just been done, in view wherever the page is scrolled to. Where the control that did it is gone, the focus comes here. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../shared/ui/button.tsx';
import { Alert } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

type NoticeProps = {
  /** Undefined until something was done; another one with each act. */
  of: object | undefined;
  /** There is something to know about it. */
  warn?: boolean;
  children: ComponentChildren;
};

export function Notice({ of, warn = false, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  const [closed, close] = useState<object>();
  const shown = of !== undefined && of !== closed;
  // After every rendering: what held the focus may go with the answer, or only once a list has been read anew.
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
