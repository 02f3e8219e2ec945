/** The next step of a run: a sentence and the button that takes it. */
import { useState } from 'preact/hooks';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { ErrorCode } from '#core/errors.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { at } from '../../../shared/http/api.ts';
import type { NewRun, Run } from '../../../shared/http/api-types.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { failedWith } from '../../run/failure.ts';
import { failureText } from '../../run/labels.tsx';
import { needsAgain, nextStepOf } from '../../run/next-step.ts';
import { askedFor, requestOf } from '../../run/options.tsx';
import { PolicyChoice, useFollow, useStart } from '../../run/start.tsx';
import { waveOf } from '../../run/waves.ts';
import { t } from '../../texts/index.ts';
import { CarryOut, PreviewAgain } from './carry-out.tsx';
import { RollbackStep } from './rollback.tsx';

type Props = { readonly of: Run; readonly decides: boolean; readonly onStarted: () => void };
const packageOf = ({ key, etag }: Run) => ({ key, etag });

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

/** The failure in words, and where it can be mended. */
function Why({ of: { error } }: { of: Run }) {
  if (!error) return null;
  return (
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
  );
}

/** A failed import goes on as the same run; where another policy is chosen, it begins anew. */
function GoOn({ of: run, onStarted }: Props) {
  const [policy, setPolicy] = useState<DuplicatePolicy>(run.policy);
  const anew = useStart(onStarted);
  const resume = useFollow(onStarted);
  const other = policy !== run.policy;
  const wanted: NewRun = {
    ...packageOf(run),
    kind: 'import',
    ...requestOf({ ...askedFor(run, waveOf(run.id)), policy }),
    ...(needsAgain(run) ? { again: true } : {}),
  };
  return (
    <>
      {failedWith(run, 'run.exists') && <PolicyChoice value={policy} onValue={setPolicy} />}
      <ErrorAlert error={other ? anew.error : resume.error} />
      <div class="row">
        <Button
          kind="primary"
          busy={anew.busy || resume.busy}
          onClick={() => void (other ? anew.submit(wanted) : resume.submit(`admin/${at('runs', run.id, 'resume')}`))}
        >
          {t('migration.failed.go-on')}
        </Button>
      </div>
      <p class="soft small">{t('migration.failed.go-on.text')}</p>
    </>
  );
}

/** After a failure: why, what to do, and how to continue. */
function Failed({ step, ...props }: Props & { step: ReturnType<typeof nextStepOf> }) {
  const { of: run } = props;
  return (
    <Section title={t(run.kind === 'preview' ? 'migration.failed.title.preview' : 'migration.failed.title')}>
      <Why of={run} />
      <Ways of={run} />
      {step === 'new-package' && (
        <div class="row">
          <LinkButton kind="primary" href="#/upload">
            {t('migration.failed.to-upload')}
          </LinkButton>
        </div>
      )}
      {step === 'preview-again' && <PreviewAgain {...props} />}
      {step === 'run-again' && <GoOn {...props} />}
    </Section>
  );
}

/** After a completed import: importing again, which is rare and therefore folded away. */
function Repeat(props: Props) {
  return (
    <details class="card">
      <summary>{t('migration.repeat.title')}</summary>
      <div class="stack">
        <p class="soft">{t('migration.repeat.text')}</p>
        <PreviewAgain {...props} />
      </div>
    </details>
  );
}

export function Next(props: Props) {
  const { kind } = props.of;
  const step = nextStepOf(props.of);
  if (kind === 'rollback')
    return (
      <>
        {step !== 'nothing' && <Why of={props.of} />}
        <RollbackStep {...props} />
      </>
    );
  switch (step) {
    case 'wait':
    case 'decide':
      return null;
    case 'import':
    case 'import-again':
      return <CarryOut {...props} />;
    case 'nothing':
      return <Repeat {...props} />;
    default:
      return <Failed {...props} step={step} />;
  }
}
