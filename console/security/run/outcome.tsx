/** The results of a migration or a preview: users, tokens, report codes, security questions. */
import type { Run } from '../../shared/http/api-types.ts';
import { number } from '../../shared/i18n/language.ts';
import { LinkButton } from '../../shared/ui/button.tsx';
import { Alert } from '../../shared/ui/feedback.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { t } from '../texts/index.ts';
import { Figures } from '../ui/layout.tsx';
import { CountTable } from './count-table.tsx';
import { FieldTable, PlanTable, RollbackTable, recordsOf } from './plan-table.tsx';
import { codeText, fixText } from './report-codes.ts';

type Totals = NonNullable<Run['totals']>;

export function Stat({ name, value, href }: { name: string; value: number; href?: string | undefined }) {
  return (
    <div class="stat">
      <strong>{number(value)}</strong>
      {href !== undefined && value > 0 ? <a href={href}>{name}</a> : <span class="soft">{name}</span>}
    </div>
  );
}

/** All report codes with their counts, the most frequent first. */
function Reasons({ id, totals: { codes } }: { id: string; totals: Totals }) {
  const reasons = Object.entries(codes).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  const rows = reasons.map(([code, count]) => ({
    key: code,
    name: (
      <>
        <a href={recordsOf(id, { code })}>{codeText(code)}</a> <code class="soft">{code}</code>
      </>
    ),
    fix: fixText(code),
    count,
  }));
  return (
    <>
      <h3>{t('migration.outcome.reasons')}</h3>
      <CountTable label={t('migration.outcome.reasons')} head={t('migration.outcome.reason')} fixes rows={rows} />
    </>
  );
}

function titleOf({ kind, preview }: Run): string {
  if (kind === 'rollback') return t(preview ? 'rollback.plan' : 'rollback.done');
  return t(kind === 'preview' ? 'plan.title' : 'migration.outcome.title');
}

export function Outcomes({ of }: { of: Run }) {
  const { id, kind, totals } = of;
  if (!totals) return null;
  const { records, tokens, users } = totals;
  const title = titleOf(of);
  if (kind === 'rollback')
    return (
      <Section title={title}>
        {of.preview && <p>{t('plan.lead')}</p>}
        <RollbackTable id={id} totals={totals} label={title} />
        <FieldTable id={id} totals={totals} />
        <div class="row">
          <LinkButton href={recordsOf(id, {})}>{t('records.all')}</LinkButton>
        </div>
      </Section>
    );
  return (
    <Section title={title}>
      {kind === 'preview' && <p>{t('plan.lead')}</p>}
      {records.rejected > 0 && (
        <Alert tone="warn">
          <p>{t('migration.outcome.rejected.text', { count: records.rejected })}</p>
          <a href={recordsOf(id, { outcome: 'rejected' })}>{t('migration.outcome.rejected.show')}</a>
        </Alert>
      )}
      <PlanTable id={id} totals={totals} label={title} />
      <FieldTable id={id} totals={totals} />
      <ul class="bullets soft">
        <li>{t('migration.outcome.tokens.of', { assigned: tokens.assigned, unassigned: tokens.unassigned })}</li>
        {tokens.newPinMode > 0 && <li>{t('migration.outcome.tokens.new-pin', { count: tokens.newPinMode })}</li>}
        {users.withoutToken > 0 && <li>{t('migration.outcome.users.no-token', { count: users.withoutToken })}</li>}
        {users.withoutAddress > 0 && (
          <li>{t('migration.outcome.users.no-address', { count: users.withoutAddress })}</li>
        )}
        {totals.passwords.imported > 0 && (
          <li>{t('migration.outcome.passwords', { count: totals.passwords.imported })}</li>
        )}
        {records.unreadable > 0 && <li>{t('migration.outcome.unreadable', { count: records.unreadable })}</li>}
      </ul>
      <Reasons id={id} totals={totals} />
      <div class="row">
        <LinkButton href={recordsOf(id, {})}>{t('records.all')}</LinkButton>
      </div>
    </Section>
  );
}

/** Security questions: how many of the package are in the catalogue, and how many answers each user keeps. */
export function Questions({ of: { questions, totals } }: { of: Run }) {
  if (!questions || !totals || totals.users.created === 0) return null;
  // A package without answers has no questions to show.
  if (questions.matched + questions.unmatched === 0) return null;
  const { enrolment, answers } = totals;
  const kept = Object.entries(enrolment.histogram).sort(([a], [b]) => Number(b) - Number(a));
  return (
    <Section title={t('migration.questions.title')}>
      <p>{t('migration.questions.matched', { matched: questions.matched, unmatched: questions.unmatched })}</p>
      {questions.unmatched > 0 && <p class="soft">{t('migration.questions.unmatched.text')}</p>}
      <Figures
        label={t('migration.questions.title')}
        of={[
          { key: 'complete', label: t('migration.questions.complete'), value: number(enrolment.complete) },
          { key: 'partial', label: t('migration.questions.partial'), value: number(enrolment.partial) },
          { key: 'none', label: t('migration.questions.none'), value: number(enrolment.none) },
        ]}
      />
      <p class="soft">{t('migration.questions.answers', { kept: answers.kept, dropped: answers.dropped })}</p>
      <h3>{t('migration.questions.histogram')}</h3>
      <ul class="bars">
        {kept.map(([count, users]) => (
          <li key={count}>
            <span>{t('migration.questions.keep', { count: Number(count) })}</span>
            <progress class="progress" aria-hidden="true" max={totals.users.created} value={users} />
            <span class="figures">{t('migration.questions.users', { count: users })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
