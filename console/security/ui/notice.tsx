/** Says what has just been done, visible at any scroll position. It gets the focus where the control that had it is gone (`catchFocus`). */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
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
  const [closed, close] = useState<object>();
  const shown = of !== undefined && of !== closed;
  return (
    <div role="status" tabIndex={-1} class="notice">
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
