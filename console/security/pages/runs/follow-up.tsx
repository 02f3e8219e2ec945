/** What a migration changed beside the users: settings and e-mails, and its details. */
import type { ComponentChildren } from 'preact';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { size } from '../../../shared/i18n/bytes.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { refusalText } from '../../run/report-codes.ts';
import { t } from '../../texts/index.ts';
import { Figures } from '../../ui/layout.tsx';

function Change({ before, after }: { before: string; after: string }) {
  return before === after ? (
    <span>{t('settings-change.same', { value: before })}</span>
  ) : (
    <span>
      <s class="soft">
        <span class="unseen">{t('settings-change.before')} </span>
        {before}
      </s>{' '}
      <span aria-hidden="true">→</span> <span class="unseen">{t('settings-change.after')} </span>
      <strong>{after}</strong>
    </span>
  );
}

export function SettingsChange({ of: { settingsChange, kind, source, status } }: { of: Run }) {
  const external = source?.kind === 'external';
  if (!settingsChange)
    return external && status === 'succeeded' ? (
      <Section title={t('settings-change.title')}>
        <p>{t('settings-change.none')}</p>
      </Section>
    ) : null;
  const { before, after, weakened, status: made } = settingsChange;
  const lead = made === 'awaited' || made === 'refused' ? made : kind === 'preview' ? 'preview' : 'applied';
  const shown = (on: boolean) => t(on ? 'settings-change.shown' : 'settings-change.hidden');
  return (
    <Section title={t('settings-change.title')}>
      <p class="soft">{t(`settings-change.${lead}`)}</p>
      {weakened && (
        <Alert tone="warn">{t(lead === 'applied' ? 'settings-change.weakened' : 'settings-change.waits')}</Alert>
      )}
      <Facts
        of={[
          [t('settings-change.method'), <Change before={before.selfService} after={after.selfService} />],
          [
            t('settings-change.link'),
            <Change before={shown(before.forgotPasswordLink)} after={shown(after.forgotPasswordLink)} />,
          ],
        ]}
      />
    </Section>
  );
}

/** The counts of the e-mails. A number that needs attention links to its users. */
export function Campaign({ of: { id, notices, kind, mailsIn } }: { of: Run }) {
  if (!notices || kind === 'preview') return null;
  const whom = (notice: string) => hrefOf(['runs', id, 'records'], { notice });
  const { sent, bounced, complained, failed, uncertain = 0, notInformed, notNeeded } = notices;
  const { notPossible = 0, notAble = 0 } = notices;
  const open = [
    ['bounced', bounced],
    ['complained', complained],
    ['failed', failed],
    ['claimed', uncertain],
    ['not-informed', notInformed],
    ...(notPossible > 0 ? ([['not-possible', notPossible]] as const) : []),
    ...(notAble > 0 ? ([['not-able', notAble]] as const) : []),
  ] as const;
  const attention = open.filter(([, count]) => count > 0);
  return (
    <Section title={t('campaign.title')}>
      {mailsIn !== undefined && (
        <p>
          {t('campaign.goes-on')} <a href={hrefOf(['campaigns', mailsIn])}>{t('campaign.goes-on.show')}</a>
        </p>
      )}
      <Figures
        label={t('campaign.title')}
        of={[
          { key: 'sent', label: t('campaign.sent'), value: number(sent), ...(sent > 0 ? { href: whom('sent') } : {}) },
          ...open.map(([notice, count]) => ({
            key: notice,
            label: t(`campaign.${notice}`),
            value: number(count),
            ...(count > 0 ? { href: whom(notice), tone: 'warn' as const } : {}),
          })),
          { key: 'not-needed', label: t('campaign.not-needed'), value: number(notNeeded) },
        ]}
      />
      {attention.length > 0 && (
        <Alert tone="warn">
          <ul class="plain-list">
            {attention.map(([notice, count]) => (
              <li key={notice}>
                {t(`campaign.${notice}.text`, { count })} <a href={whom(notice)}>{t(`campaign.${notice}.show`)}</a>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Section>
  );
}

type Fact = readonly [name: string, value: ComponentChildren];
const given = (name: string, value: ComponentChildren): readonly Fact[] => (value ? [[name, value]] : []);

export function Details({ of: migration }: { of: Run }) {
  const { source, parts, finishedAt, counts, refusals = [], enrolment, options } = migration;
  const facts: readonly Fact[] = [
    ...given(
      t('migration.details.source'),
      source && `${source.deployment} (${t(`migration.details.source.${source.kind}`)})`,
    ),
    ...given(t('migration.details.packed'), source && dateTime(source.packedAt)),
    ...given(t('migration.details.packer'), source?.packer),
    [t('migration.details.file'), <span class="wrap">{migration.key}</span>],
    ...given(t('migration.details.size'), migration.size > 0 && size(migration.size)),
    ...given(t('migration.details.parts'), parts !== undefined && number(parts)),
    ...given(t('migration.details.users'), counts?.['users'] !== undefined && number(counts['users'])),
    ...given(t('migration.details.enrolment'), enrolment !== undefined && number(enrolment)),
    [t('migration.details.policy'), t(`migration.policy.${migration.policy}`)],
    ...given(t('options.tell'), options?.tell !== undefined && t('options.tell.later')),
    [
      t('migration.details.requested'),
      migration.requestedBy === 'upload' ? t('migration.details.requested.upload') : migration.requestedBy,
    ],
    [t('migration.details.started'), dateTime(migration.startedAt)],
    ...given(t('migration.details.finished'), finishedAt !== undefined && dateTime(finishedAt)),
    [t('migration.details.attempt'), number(migration.attempt)],
    [t('migration.details.id'), <code>{migration.id}</code>],
  ];
  return (
    <Section title={t('migration.details.title')}>
      <Facts of={facts} />
      {refusals.length > 0 && (
        <>
          <h3>{t('migration.details.left-out')}</h3>
          <p class="soft">{t('migration.details.left-out.text')}</p>
          <ul class="bullets">
            {refusals.map(({ code, count, details }) => (
              <li key={code}>
                {refusalText(code)}: {number(count)}
                {details.length > 0 && <span class="soft wrap"> ({details.join('; ')})</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
