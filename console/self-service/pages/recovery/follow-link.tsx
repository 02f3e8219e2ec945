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

type FollowLinkProps = { link: string; onStep: (step: RecoveryStep) => void; onBad: () => void };

export function FollowLink({ link, onStep, onBad }: FollowLinkProps) {
  const { busy, error, submit } = useSubmit(async () => {
    try {
      onStep(await post<RecoveryStep>('forgot-password/verify', { link }));
    } catch (refused) {
      if (isRefusal(refused, 'recovery.failed', 'request.invalid')) onBad();
      else throw refused;
    }
  });
  return (
    <Page title={t('forgot.link.title')} lead={t('forgot.link.lead')}>
      <ErrorAlert error={error} once="step" />
      <Button kind="primary" full busy={busy} onClick={() => void submit()}>
        {t('do.continue')}
      </Button>
    </Page>
  );
}
