/** Preview first, then import: the two ways of starting a migration, wherever they stand. */
import { useState } from 'preact/hooks';
import { go, hrefOf } from '../../shared/browser/route.ts';
import { isRefusal, post } from '../../shared/http/api.ts';
import type { MigrationStarted, NewMigration } from '../../shared/http/api-types.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorAlert } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';
import { Radios } from '../ui/radios.tsx';

export type Policy = NonNullable<NewMigration['policy']>;
export const POLICIES = ['skip', 'update', 'fail'] as const;

export function PolicyChoice({ value, onValue }: { value: Policy; onValue: (policy: Policy) => void }) {
  return (
    <Radios
      legend={t('migration.policy.legend')}
      options={POLICIES.map((policy) => ({
        value: policy,
        label: t(`migration.policy.${policy}`),
        hint: t(`migration.policy.${policy}.text`),
      }))}
      value={value}
      onValue={onValue}
    />
  );
}

/** Starts one and opens its page. @param onStarted before the page is opened */
export function useStart(onStarted?: () => void) {
  return useSubmit(async (wanted: NewMigration) => {
    const { id } = await post<MigrationStarted>('admin/migrations', wanted);
    onStarted?.();
    go(hrefOf(['migrations', id]));
  });
}

/** Writes real users: asked for in so many words. */
export function ConfirmImport({
  wanted,
  text,
  onDone,
  onClose,
}: {
  wanted: NewMigration;
  text: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const [again, setAgain] = useState(wanted.again === true);
  const { busy, error, submit } = useStart(onDone);
  // Somebody else imported it since this page was read: that takes a decision of its own.
  const done = isRefusal(error, 'migration.done');
  return (
    <Dialog title={t('migration.import.confirm.title')} onClose={onClose}>
      <p>{text}</p>
      {again && <p>{t('migration.import.again.text')}</p>}
      <ErrorAlert error={error} />
      <div class="row">
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
        <Button onClick={onClose}>{t('do.cancel')}</Button>
      </div>
    </Dialog>
  );
}
