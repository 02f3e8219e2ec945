/**
 * The mailed link works once, so opening the page does not use it: the user presses a button. Mail scanners open links, and some
 * run the scripts they find there.
 */
import { isRefusal, post } from '../../../shared/http/api.ts';
import type { RecoveryStep } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { RestartButton } from './restart-button.tsx';

type FollowLinkProps = { link: string; onStep: (step: RecoveryStep) => void; onRestart: () => void };

export function FollowLink({ link, onStep, onRestart }: FollowLinkProps) {
  const { busy, error, submit } = useSubmit(async () => {
    onStep(await post<RecoveryStep>('forgot-password/verify', { link }));
  });
  if (isRefusal(error, 'recovery.failed', 'request.invalid'))
    return (
      <Page title={t('forgot.bad.title')} lead={t('forgot.bad.text')}>
        <RestartButton onRestart={onRestart} />
      </Page>
    );
  return (
    <Page title={t('forgot.link.title')} lead={t('forgot.link.lead')}>
      <ErrorAlert error={error} once="step" />
      <Button kind="primary" full busy={busy} onClick={() => void submit()}>
        {t('do.continue')}
      </Button>
    </Page>
  );
}
