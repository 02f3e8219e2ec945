/** Starts a migration as a preview or as an import, from any page. */
import { useState } from 'preact/hooks';
import { DUPLICATE_POLICIES, type DuplicatePolicy } from '#core/duplicate-policy.ts';
import { go, hrefOf } from '../../shared/browser/route.ts';
import { isRefusal, post } from '../../shared/http/api.ts';
import type { NewRun, RunStarted } from '../../shared/http/api-types.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../shared/ui/dialog.tsx';
import { ErrorAlert } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';
import { Radios } from '../ui/radios.tsx';

export function PolicyChoice({
  value,
  onValue,
}: {
  value: DuplicatePolicy;
  onValue: (policy: DuplicatePolicy) => void;
}) {
  return (
    <Radios
      legend={t('migration.policy.legend')}
      options={DUPLICATE_POLICIES.map((policy) => ({
        value: policy,
        label: t(`migration.policy.${policy}`),
        hint: t(`migration.policy.${policy}.text`),
      }))}
      value={value}
      onValue={onValue}
    />
  );
}

/** Starts a migration and opens its page. @param onStarted called before the page is opened */
export function useStart(onStarted?: () => void) {
  return useSubmit(async (wanted: NewRun) => {
    const { id } = await post<RunStarted>('admin/runs', wanted);
    onStarted?.();
    go(hrefOf(['runs', id]));
  });
}

/** An import writes users, so the administrator has to confirm it. */
export function ConfirmImport({
  wanted,
  text,
  onDone,
  onClose,
}: {
  wanted: NewRun;
  text: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const [again, setAgain] = useState(wanted.again === true);
  const { busy, error, submit } = useStart(onDone);
  // Another administrator has imported the package since this page was read: importing it again needs its own confirmation.
  const done = isRefusal(error, 'run.done');
  return (
    <Dialog title={t('migration.import.confirm.title')} onClose={onClose}>
      <p>{text}</p>
      {again && <p>{t('migration.import.again.text')}</p>}
      <ErrorAlert error={error} />
      <DialogButtons onCancel={onClose} busy={busy}>
        <Button
          kind="primary"
          busy={busy}
          onClick={() => {
            if (done) setAgain(true);
            void submit(again || done ? { ...wanted, again: true } : wanted);
          }}
        >
          {t(again || done ? 'migration.import.again' : 'migration.import.do')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
