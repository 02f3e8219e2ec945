import { useState } from 'preact/hooks';
import { post, query } from '../../../shared/http/api.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { t } from '../../texts/index.ts';
import type { TokenDialogProps } from './dialog-props.ts';

const digits = (text: string) => text.replace(/\s/gu, '');

export function Resynchronise({ token, onDone, onClose }: TokenDialogProps) {
  const [tokencode, setTokencode] = useState('');
  const [next, setNext] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const codes = { tokencode: digits(tokencode), nextTokencode: digits(next) };
    await post(`me/token/resynchronise${query({ serial: token.serial })}`, codes);
    onDone('tokens.resync.done');
  });
  const code = { code: true, required: true, autocomplete: 'one-time-code', inputMode: 'numeric' } as const;
  return (
    <Dialog title={t('tokens.resync.title')} onClose={onClose}>
      <p>{t('tokens.resync.lead')}</p>
      <Form onSubmit={() => void submit()} error={error} once="code">
        <TextField label={t('tokens.resync.code')} {...code} value={tokencode} onValue={setTokencode} />
        <TextField
          label={t('tokens.resync.next')}
          hint={t('tokens.resync.hint')}
          {...code}
          value={next}
          onValue={setNext}
        />
        <DialogButtons onCancel={onClose} busy={busy}>
          <Button type="submit" kind="primary" busy={busy}>
            {t('tokens.resync.do')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
