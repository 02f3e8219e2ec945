/** Asks before a link is followed while typed values are not saved; the browser itself asks before the page is left. */
import { useEffect, useState } from 'preact/hooks';
import { go } from '../../shared/browser/route.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../shared/ui/dialog.tsx';
import { t } from '../texts/index.ts';

export function Unsaved({ dirty }: { dirty: boolean }) {
  const [leaving, setLeaving] = useState<string>();
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
      // A link that opens another tab leaves this page as it is.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      setLeaving(link.getAttribute('href')!);
    };
    document.addEventListener('click', ask, true);
    return () => document.removeEventListener('click', ask, true);
  }, [dirty]);
  if (leaving === undefined) return null;
  const stay = () => setLeaving(undefined);
  return (
    <Dialog title={t('ui.unsaved')} onClose={stay}>
      <p>{t('ui.unsaved.text')}</p>
      <DialogButtons onCancel={stay} cancel={t('ui.unsaved.stay')}>
        <Button
          kind="danger"
          onClick={() => {
            stay();
            go(leaving);
          }}
        >
          {t('ui.unsaved.leave')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
