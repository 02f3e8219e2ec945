/** What runs now: runs, the queue, campaigns, and the upload of this tab, each with how far it is. */
import type { ComponentChildren } from 'preact';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Campaign, Run } from '../../../shared/http/api-types.ts';
import { Section } from '../../../shared/ui/page.tsx';
import { CampaignBadge, goesOn, nameOf, progressText, shareOf } from '../../run/campaign.tsx';
import { fullNameOf, StatusBadge } from '../../run/labels.tsx';
import { isUnderWay } from '../../run/next-step.ts';
import { t } from '../../texts/index.ts';
import { useCurrent } from '../upload/current.ts';

type LineProps = {
  readonly name: string;
  readonly href: string;
  readonly badge?: ComponentChildren;
  readonly share?: { readonly value: number; readonly max: number } | undefined;
  /** How far it is, in words. */
  readonly said: string;
  readonly moves: boolean;
};

function Line({ name, href, badge, share, said, moves }: LineProps) {
  return (
    <li class="stack tight">
      <a href={href} class="wrap">
        {name}
      </a>
      {moves && <progress class="progress" aria-label={name} {...(share ?? {})} />}
      <p class="figures small">
        {badge} <span class="soft">{said}</span>
      </p>
    </li>
  );
}

function RunLine({ of }: { of: Run }) {
  const state = of.states.find(({ status }) => status === 'running');
  const { done = 0, total } = state && 'total' in state ? state : {};
  const of_ =
    total === undefined
      ? ''
      : t(state?.state === 'NotifyUsers' ? 'migration.users-of' : 'migration.parts-of', { done, total });
  const said = [state ? t(`migration.state.${state.state}`) : '', of_].filter(Boolean).join(' · ');
  return (
    <Line
      name={fullNameOf(of)}
      href={hrefOf(['runs', of.id])}
      badge={<StatusBadge of={of} />}
      share={total === undefined ? undefined : { value: Math.min(done, total), max: Math.max(1, total) }}
      said={said}
      moves={isUnderWay(of)}
    />
  );
}

function UploadLine({ userId }: { userId: string }) {
  const current = useCurrent(userId);
  if (!current) return null;
  const { phase, trouble, sent } = current.state;
  return (
    <Line
      name={current.file.name}
      href="#/upload"
      share={{ value: sent, max: Math.max(1, current.file.size) }}
      said={t(trouble ? 'upload.phase.trouble' : `upload.phase.${phase}`)}
      moves={phase === 'sending'}
    />
  );
}

type Props = { readonly runs: readonly Run[]; readonly campaigns: readonly Campaign[]; readonly userId: string };

export function RunsNow({ runs, campaigns, userId }: Props) {
  const uploading = useCurrent(userId) !== undefined;
  const moving = runs.filter((run) => isUnderWay(run) || run.status === 'queued');
  const sending = campaigns.filter(goesOn);
  return (
    <Section title={t('overview.now')}>
      {moving.length + sending.length === 0 && !uploading && <p class="soft">{t('overview.now.nothing')}</p>}
      <ul class="lines">
        <UploadLine userId={userId} />
        {moving.map((run) => (
          <RunLine key={run.id} of={run} />
        ))}
        {sending.map((campaign) => (
          <Line
            key={campaign.id}
            name={nameOf(campaign)}
            href={hrefOf(['campaigns', campaign.id])}
            badge={<CampaignBadge of={campaign} />}
            share={shareOf(campaign)}
            said={progressText(campaign)}
            moves={campaign.status !== 'scheduled'}
          />
        ))}
      </ul>
    </Section>
  );
}
