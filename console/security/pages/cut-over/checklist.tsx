/** What is left before the old deployment may be shut down, and the final report. */

import { download } from '../../../shared/browser/download.ts';
import { get, query } from '../../../shared/http/api.ts';
import type { CloseDown, Consoles, PeopleByDay } from '../../../shared/http/api-types.ts';
import { currentLanguage, date, number } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Badge, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Figures } from '../../ui/layout.tsx';
import { peopleLeft } from './reading.ts';

type Check = CloseDown['checks'][number];

/** Where each is done. */
const WHERE = {
  filled: undefined,
  runs: '#/sources',
  people: '#/people',
  tokens: undefined,
  'source-open': '#/sources',
  packers: '#/packers',
  packages: undefined,
  'before-images': undefined,
  settings: '#/settings',
} as const satisfies Record<Check['check'], string | undefined>;

const columns = (): readonly Column<Check>[] => [
  {
    key: 'check',
    name: t('close-down.check'),
    cell: ({ check, open }) => {
      const href = WHERE[check];
      const words = t(`close-down.check.${check}`);
      return href !== undefined && open > 0 ? <a href={href}>{words}</a> : words;
    },
  },
  {
    key: 'state',
    name: t('close-down.state'),
    short: true,
    cell: ({ check, open }) =>
      open === 0 ? (
        <Badge tone="good">{t('close-down.done')}</Badge>
      ) : check === 'settings' ? (
        <Badge>{t('close-down.advice')}</Badge>
      ) : (
        <Badge tone="warn">{t('close-down.open', { count: open })}</Badge>
      ),
  },
  {
    key: 'how',
    name: t('close-down.how'),
    cell: ({ check, open }) => (open === 0 ? '' : t(`close-down.how.${check}`)),
  },
];

function FinalReport({ of: closeDown }: { of: CloseDown }) {
  const { source } = closeDown;
  const { busy, error, submit } = useSubmit(async () => {
    // Loaded only where it is asked for: its words are in three languages.
    const [{ closeDownHtml }, { days }, { organisation }, notHome] = await Promise.all([
      import('#core/administration/close-down-report.ts'),
      get<PeopleByDay>(`admin/people/days${query({ source })}`),
      get<Consoles>('console'),
      peopleLeft(source),
    ]);
    const page = closeDownHtml({ closeDown, days, notHome, organisation }, currentLanguage());
    download(`final-report-${new Date(closeDown.asOf).toISOString().slice(0, 10)}.html`, 'text/html;charset=utf-8', [
      page,
    ]);
  });
  return (
    <>
      <Button small busy={busy} onClick={() => void submit()}>
        {t('close-down.report')}
      </Button>
      <ErrorAlert error={error} />
    </>
  );
}

export function Checklist({ source }: { source: string }) {
  const found = useResource<CloseDown>(`admin/close-down${query({ source })}`);
  return (
    <Loaded from={found}>
      {(closeDown) => {
        const { people, home, signedOff, checks, done, asOf } = closeDown;
        const left = people - home - signedOff;
        return (
          <Section title={t('close-down.title')} actions={<FinalReport of={closeDown} />}>
            <Alert tone={done ? 'good' : 'info'}>{t(done ? 'close-down.all-done' : 'close-down.not-done')}</Alert>
            <Figures
              label={t('close-down.people')}
              of={[
                { key: 'people', label: t('close-down.people'), value: number(people) },
                { key: 'home', label: t('close-down.home'), value: number(home) },
                { key: 'off', label: t('close-down.signed-off'), value: number(signedOff) },
                {
                  key: 'left',
                  label: t('close-down.left'),
                  value: number(left),
                  href: '#/people',
                  ...(left > 0 ? { tone: 'warn' } : {}),
                },
              ]}
            />
            <DataTable
              label={t('close-down.title')}
              columns={columns()}
              rows={checks}
              keyOf={({ check }) => check}
              count={t('close-down.as-of', { date: date(asOf) })}
            />
          </Section>
        );
      }}
    </Loaded>
  );
}
