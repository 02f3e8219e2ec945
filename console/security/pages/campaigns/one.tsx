/** One campaign: how far it is, when it will be done, who was not told and why, and what can be done with it. */
import { hrefOf } from '../../../shared/browser/route.ts';
import { at, post } from '../../../shared/http/api.ts';
import type { Campaign } from '../../../shared/http/api-types.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Facts, Page, Section } from '../../../shared/ui/page.tsx';
import { listHref } from '../../people/funnel.tsx';
import { TodoTable } from '../../people/todo-table.tsx';
import {
  CampaignBadge,
  errorText,
  goesOn,
  isOver,
  nameOf,
  progressText,
  rateText,
  shareOf,
} from '../../run/campaign.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { type Figure, Figures } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';

const LOOK_AGAIN_MS = 2_000;
type Doing = 'hold' | 'resume' | 'end';

function Acts({ of, onDone }: { of: Campaign; onDone: (now: Campaign) => void }) {
  const act = useSubmit(async (what: Doing) => {
    onDone(await post<Campaign>(`admin/${at('campaigns', of.id, what)}`));
    showOutcome(t(`campaigns.${what}.done`));
  });
  const over = of.status === 'succeeded' || of.status === 'ended';
  if (over) return null;
  const rests = of.status === 'held' || of.status === 'stopped' || of.status === 'failed';
  return (
    <>
      <ErrorAlert error={act.error} />
      <Act
        label={t('campaigns.end')}
        title={t('campaigns.end.title')}
        confirm={t('campaigns.end')}
        kind="danger"
        run={async () => {
          onDone(await post<Campaign>(`admin/${at('campaigns', of.id, 'end')}`));
          showOutcome(t('campaigns.end.done'));
        }}
      >
        <p>{t('campaigns.end.text')}</p>
      </Act>
      {rests ? (
        <Button small kind="primary" busy={act.busy} onClick={() => void act.submit('resume')}>
          {t('campaigns.resume')}
        </Button>
      ) : (
        <Button small busy={act.busy} onClick={() => void act.submit('hold')}>
          {t('campaigns.hold')}
        </Button>
      )}
    </>
  );
}

/** Who was not told, and why: with the list of those people as they are now. */
function NotTold({ of: { counts, audience } }: { of: Campaign }) {
  const rows = (
    [
      ['notInformed', { stuck: 'no-address' }],
      ['notAble', { stage: 'stuck' }],
      ['notPossible', { stuck: 'not-possible' }],
      ['refused', { stuck: 'refused' }],
      ['uncertain', { stuck: 'uncertain' }],
      ['bounced', { stuck: 'bounced' }],
    ] as const
  ).filter(([key]) => counts[key] > 0);
  return (
    <Section title={t('campaigns.not-told')}>
      {rows.length === 0 ? (
        <p class="soft">{t('campaigns.not-told.none')}</p>
      ) : (
        <TodoTable
          label={t('campaigns.not-told')}
          rows={rows.map(([key, list]) => ({
            key,
            name: t(`campaigns.count.${key}`),
            href: listHref(list, audience.source),
            count: counts[key],
            todo: t(`campaigns.count.${key}.do`),
          }))}
        />
      )}
      {counts.notNeeded > 0 && <p class="soft">{t('campaigns.not-needed', { count: counts.notNeeded })}</p>}
    </Section>
  );
}

const figuresOf = (of: Campaign): readonly Figure[] => [
  { key: 'sent', label: t('campaigns.figure.sent'), value: number(of.counts.sent) },
  ...(isOver(of)
    ? []
    : [{ key: 'left', label: t('campaigns.figure.left'), value: of.left === undefined ? '–' : number(of.left) }]),
  {
    key: 'returned',
    label: t('campaigns.figure.returned'),
    value: number(of.counts.bounced + of.counts.complained),
    ...(of.counts.bounced > 0
      ? { tone: 'warn' as const, href: listHref({ stuck: 'bounced' }, of.audience.source) }
      : {}),
  },
  {
    key: 'uncertain',
    label: t('campaigns.figure.uncertain'),
    value: number(of.counts.uncertain),
    ...(of.counts.uncertain > 0
      ? { tone: 'warn' as const, href: listHref({ stuck: 'uncertain' }, of.audience.source) }
      : {}),
  },
];

function audienceText({ source, listed, userId, again }: Campaign['audience']): string {
  const whom =
    userId ??
    (listed === undefined ? (source ?? t('campaigns.all-sources')) : t('campaigns.listed', { count: listed }));
  return again ? t('campaigns.audience.again', { whom }) : whom;
}

function Known({ of }: { of: Campaign }) {
  const share = shareOf(of);
  const { pace, quota } = of;
  return (
    <>
      {of.error && (
        <Alert tone="bad">
          {errorText(of.error)} {t('campaigns.stopped.then')}
        </Alert>
      )}
      <div class="stack tight">
        <progress
          class="progress thick"
          aria-label={t('campaigns.progress')}
          {...(share ?? (goesOn(of) ? {} : { value: 0, max: 1 }))}
        />
        <p class="figures">{progressText(of)}</p>
      </div>
      <Figures label={t('campaigns.figures')} of={figuresOf(of)} />
      <NotTold of={of} />
      <Section title={t('campaigns.details')}>
        <Facts
          of={[
            [t('campaigns.details.mail'), t(`campaigns.mail.${of.mail}`)],
            [t('campaigns.details.audience'), audienceText(of.audience)],
            ...(of.people === undefined ? [] : [[t('campaigns.details.people'), number(of.people)] as const]),
            [t('campaigns.details.looked-at'), number(of.lookedAt)],
            [
              t('campaigns.details.pace'),
              t('campaigns.details.pace.of', { now: rateText(pace.now), most: rateText(pace.asked ?? pace.allowed) }),
            ],
            ...(quota?.day === undefined
              ? []
              : [
                  [
                    t('campaigns.account.quota'),
                    t('campaigns.quota', {
                      sent: number(quota.sentLast24Hours),
                      day: number(quota.day),
                      left: number(quota.left ?? 0),
                    }),
                  ] as const,
                ]),
            [
              t('campaigns.details.requested'),
              of.requestedBy === 'system' ? t('campaigns.details.system') : of.requestedBy,
            ],
            [t('campaigns.details.created'), dateTime(of.createdAt)],
            ...(of.at === undefined ? [] : [[t('campaigns.details.at'), dateTime(of.at)] as const]),
            ...(of.finishedAt === undefined
              ? []
              : [[t('campaigns.details.finished'), dateTime(of.finishedAt)] as const]),
            ...(of.from === undefined
              ? []
              : [
                  [
                    t('campaigns.details.from'),
                    <a href={hrefOf(['runs', of.from])}>{t('campaigns.details.from.open')}</a>,
                  ] as const,
                ]),
            [t('campaigns.details.id'), <code>{of.id}</code>],
          ]}
        />
      </Section>
    </>
  );
}

export function OneCampaign({ id }: { id: string }) {
  const campaign = useResource<Campaign>(`admin/${at('campaigns', id)}`, (of) => (goesOn(of) ? LOOK_AGAIN_MS : 10_000));
  const { data } = campaign;
  return (
    <Page
      title={data ? nameOf(data) : t('campaigns.one')}
      status={data && <CampaignBadge of={data} />}
      back={{ href: '#/campaigns', label: t('campaigns.title') }}
      actions={data && <Acts of={data} onDone={campaign.set} />}
    >
      <Loaded from={campaign}>{(of) => <Known of={of} />}</Loaded>
    </Page>
  );
}
