/** The next step of a migration: a sentence and the button that takes it. */
import { useState } from 'preact/hooks';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { ErrorCode } from '#core/errors.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { NewRun, Run } from '../../../shared/http/api-types.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { failedWith } from '../../run/failure.ts';
import { failureText } from '../../run/labels.tsx';
import { needsAgain, nextStepOf } from '../../run/next-step.ts';
import { ConfirmImport, PolicyChoice, useStart } from '../../run/start.tsx';
import { t } from '../../texts/index.ts';

type Props = { of: Run; onStarted: () => void };
const packageOf = ({ key, etag }: Run) => ({ key, etag });

/** How many users an import would write and mail, from the counts of the preview. */
function consequence({ totals, source }: Run): string {
  const users = totals?.users.created ?? 0;
  if (users === 0) return t('migration.import.confirm.no-user');
  const mails = users - (totals?.users.withoutAddress ?? 0);
  return source?.kind === 'internal'
    ? t('migration.import.confirm.internal', { count: users })
    : `${t('migration.import.confirm.users', { count: users })} ${t('migration.import.confirm.mails', { count: mails })}`;
}

function Import({ of: migration, onStarted, again }: Props & { again: boolean }) {
  const [policy, setPolicy] = useState<DuplicatePolicy>(migration.policy);
  const [asked, setAsked] = useState(false);
  const preview = useStart(onStarted);
  const other = policy !== migration.policy;
  const wanted: NewRun = { ...packageOf(migration), kind: 'import', policy, ...(again ? { again } : {}) };
  return (
    <Section title={t('migration.import.title')}>
      <p>{t(again ? 'migration.import.lead.again' : 'migration.import.lead')}</p>
      <PolicyChoice value={policy} onValue={setPolicy} />
      {other && (
        <Alert tone="info">
          {t('migration.import.other-policy', { policy: t(`migration.policy.${migration.policy}`) })}
        </Alert>
      )}
      <ErrorAlert error={preview.error} />
      <div class="row">
        <Button kind={other ? 'usual' : 'primary'} onClick={() => setAsked(true)}>
          {t(again ? 'migration.import.again' : 'migration.import.do')}
        </Button>
        <Button
          kind={other ? 'primary' : 'usual'}
          busy={preview.busy}
          onClick={() => void preview.submit({ ...packageOf(migration), kind: 'preview', policy })}
        >
          {t('migration.preview.again')}
        </Button>
      </div>
      {asked && (
        <ConfirmImport
          wanted={wanted}
          text={other ? t('migration.import.confirm.other') : consequence(migration)}
          onDone={() => {
            setAsked(false);
            onStarted();
          }}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  );
}

/** The page where the cause can be mended. */
const WAYS = {
  'package.untrusted': ['#/packers', 'migration.failed.to-packers'],
  'package.wrong_key': ['#/export-key', 'migration.failed.to-key'],
  'run.too_many_rejects': ['#/settings/migration-defaults', 'migration.failed.to-settings'],
  'campaign.stopped': ['#/settings/mail', 'migration.failed.to-settings'],
  'sender.unset': ['#/settings/mail', 'migration.failed.to-settings'],
  'sender.not_verified': ['#/settings/mail', 'migration.failed.to-settings'],
  'sender.sandbox': ['#/settings/mail', 'migration.failed.to-settings'],
  'sender.content': ['#/settings/mail', 'migration.failed.to-settings'],
} as const satisfies Partial<Record<ErrorCode, readonly [string, string]>>;

function Ways({ of: migration }: { of: Run }) {
  const { id, error, totals } = migration;
  const way = WAYS[error?.code as keyof typeof WAYS] as (typeof WAYS)[keyof typeof WAYS] | undefined;
  const records = (filter: Record<string, string>) => hrefOf(['runs', id, 'records'], filter);
  const rejected = failedWith(migration, 'run.too_many_rejects') || (totals?.records.rejected ?? 0) > 0;
  return (
    <>
      {rejected && <a href={records({ outcome: 'rejected' })}>{t('migration.outcome.rejected.show')}</a>}
      {failedWith(migration, 'campaign.stopped') && (
        <a href={records({ notice: 'bounced' })}>{t('campaign.bounced.show')}</a>
      )}
      {way && <a href={way[0]}>{t(way[1])}</a>}
    </>
  );
}

/** After a failure: why, what to do, and how to continue. */
function Failed({ of: migration, onStarted, step }: Props & { step: ReturnType<typeof nextStepOf> }) {
  const { error, kind } = migration;
  const [policy, setPolicy] = useState<DuplicatePolicy>(migration.policy);
  const start = useStart(onStarted);
  const previews = step === 'preview-again';
  const wanted: NewRun = {
    ...packageOf(migration),
    kind: previews ? 'preview' : 'import',
    policy,
    ...(!previews && needsAgain(migration) ? { again: true } : {}),
  };
  return (
    <Section title={t(kind === 'preview' ? 'migration.failed.title.preview' : 'migration.failed.title')}>
      {error && (
        <Alert tone="bad">
          <p>{failureText(error)}</p>
          <p class="small soft">
            {error.state ? t('migration.failed.state', { state: t(`migration.state.${error.state}`) }) : null}{' '}
            <code>{error.code}</code>
          </p>
          <details class="small">
            <summary>{t('migration.failed.words')}</summary>
            <p lang="en">{error.hint}</p>
          </details>
        </Alert>
      )}
      <Ways of={migration} />
      {step === 'new-package' ? (
        <div class="row">
          <LinkButton kind="primary" href="#/upload">
            {t('migration.failed.to-upload')}
          </LinkButton>
        </div>
      ) : (
        <>
          {failedWith(migration, 'run.exists') && <PolicyChoice value={policy} onValue={setPolicy} />}
          <ErrorAlert error={start.error} />
          <div class="row">
            <Button kind="primary" busy={start.busy} onClick={() => void start.submit(wanted)}>
              {t(previews ? 'migration.preview.again' : 'migration.failed.go-on')}
            </Button>
          </div>
          {!previews && <p class="soft small">{t('migration.failed.go-on.text')}</p>}
        </>
      )}
    </Section>
  );
}

/** After a completed run: importing again, which is rare and therefore folded away. */
function Repeat({ of: migration, onStarted }: Props) {
  const preview = useStart(onStarted);
  const [policy, setPolicy] = useState<DuplicatePolicy>(migration.policy);
  return (
    <details class="card">
      <summary>{t('migration.repeat.title')}</summary>
      <div class="stack">
        <p class="soft">{t('migration.repeat.text')}</p>
        <PolicyChoice value={policy} onValue={setPolicy} />
        <ErrorAlert error={preview.error} />
        <div class="row">
          <Button
            busy={preview.busy}
            onClick={() => void preview.submit({ ...packageOf(migration), kind: 'preview', policy })}
          >
            {t('migration.preview.again')}
          </Button>
        </div>
      </div>
    </details>
  );
}

export function Next(props: Props) {
  const step = nextStepOf(props.of);
  switch (step) {
    case 'wait':
      return null;
    case 'import':
    case 'import-again':
      return <Import {...props} again={step === 'import-again'} />;
    case 'nothing':
      return <Repeat {...props} />;
    default:
      return <Failed {...props} step={step} />;
  }
}
