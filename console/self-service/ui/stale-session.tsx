import { post } from '../../shared/http/api.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import type { Visit } from '../../shared/state/visit.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

/** Shown where the logon is too long ago: after a new one the user comes back to this page. */
export function StaleSession({ visit }: { visit: Visit }) {
  const { busy, error, submit } = useSubmit(async () => {
    await post('logoff');
    visit.leave();
  });
  return (
    <section class="card stack">
      <Alert tone="warn">{t('questions.stale')}</Alert>
      <ErrorAlert error={error} />
      <div>
        <Button kind="primary" busy={busy} onClick={() => void submit()}>
          {t('questions.again')}
        </Button>
      </div>
    </section>
  );
}
