/** What a run does only after a super-admin's yes, and the button that says it. */
import { at, post } from '../../../shared/http/api.ts';
import type { Run, RunStarted } from '../../../shared/http/api-types.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { recordsOf } from '../../run/plan-table.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';

type Props = {
  readonly of: Run;
  /** Whether this administrator is a super-admin. */
  readonly decides: boolean;
  readonly onDecided: () => void;
};

/** Each reason with the list of whom it is about. */
function Reasons({ of: { id, status, needsYes, totals } }: { of: Run }) {
  const { changed, gone, people = 0 } = needsYes ?? {};
  const told = totals?.waiting ?? 0;
  return (
    <>
      {status === 'waiting' && changed !== undefined && (
        <div>
          <p>{t('confirm.changed', { count: changed, people })}</p>
          <a href={recordsOf(id, { outcome: 'updated' })}>{t('confirm.show.changes')}</a>
        </div>
      )}
      {status === 'waiting' && gone !== undefined && (
        <div>
          <p>{t('confirm.gone', { count: gone, people })}</p>
          <a href={recordsOf(id, { code: 'user.gone' })}>{t('confirm.show.gone')}</a>
        </div>
      )}
      {told > 0 && (
        <div>
          <p>{t('confirm.told', { count: told })}</p>
          <a href={recordsOf(id, { code: 'user.awaits_yes' })}>{t('confirm.show')}</a>
        </div>
      )}
    </>
  );
}

export function ConfirmationSection({ of, decides, onDecided }: Props) {
  async function run() {
    await post<RunStarted>(`admin/${at('runs', of.id, 'confirmation')}`);
    onDecided();
  }
  return (
    <Section title={t('confirm.title')}>
      <Reasons of={of} />
      {decides ? (
        <div class="row">
          <Act label={t('confirm.do')} title={t('confirm.ask')} confirm={t('confirm.do')} small={false} run={run}>
            <p>{t('confirm.ask.text')}</p>
          </Act>
        </div>
      ) : (
        <Alert tone="info">{t('approval.who')}</Alert>
      )}
    </Section>
  );
}
