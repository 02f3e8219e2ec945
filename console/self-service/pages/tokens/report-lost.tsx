import { post, query } from '../../../shared/http/api.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import type { TokenDialogProps } from './dialog-props.ts';

export function ReportLost({ token, onDone, onClose }: TokenDialogProps) {
  const { busy, error, submit } = useSubmit(async () => {
    await post(`me/token/lost${query({ serial: token.serial })}`);
    onDone('tokens.lost.done');
  });
  return (
    <Dialog title={t('tokens.lost.title')} onClose={onClose}>
      <p class="mono">{token.serial}</p>
      <p>{t('tokens.lost.text')}</p>
      <ErrorAlert error={error} />
      <DialogButtons onCancel={onClose} busy={busy}>
        <Button kind="danger" busy={busy} onClick={() => void submit()}>
          {t('tokens.lost.do')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
