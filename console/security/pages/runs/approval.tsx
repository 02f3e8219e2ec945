/** What a run may not change by itself: a super-admin approves or refuses it. */
import { at, post } from '../../../shared/http/api.ts';
import type { Run, RunDecision, RunStarted } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';

type Props = {
  readonly of: Run;
  /** Whether this administrator is a super-admin. */
  readonly decides: boolean;
  readonly onDecided: () => void;
};

export function ApprovalSection({ of: { id }, decides, onDecided }: Props) {
  const decision = useSubmit(async (wanted: RunDecision) => {
    await post<RunStarted>(`admin/${at('runs', id, 'approval')}`, wanted);
    onDecided();
  });
  return (
    <Section title={t('approval.title')}>
      <p>{t('approval.text')}</p>
      <ErrorAlert error={decision.error} />
      {decides ? (
        <div class="row">
          <Button kind="primary" busy={decision.busy} onClick={() => void decision.submit({ decision: 'approved' })}>
            {t('approval.do')}
          </Button>
          <Button busy={decision.busy} onClick={() => void decision.submit({ decision: 'refused' })}>
            {t('approval.refuse')}
          </Button>
        </div>
      ) : (
        <Alert tone="info">{t('approval.who')}</Alert>
      )}
    </Section>
  );
}
