/** `#/people`: the people of a stage, or stuck for a reason, sorted by name; and what to do about them. */
import { useMemo } from 'preact/hooks';
import { MILESTONES, STUCK } from '#core/journey/stages.ts';
import { go, hrefOf } from '../../../shared/browser/route.ts';
import type { People } from '../../../shared/http/api-types.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { Alert, Badge } from '../../../shared/ui/feedback.tsx';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { AsOf } from '../../people/home.tsx';
import { useFreshness, useTotals } from '../../people/read.ts';
import type { ListedPerson } from '../../people/shapes.ts';
import { type ChosenSource, sourceName, sourceOf, sourceValues } from '../../people/source.ts';
import { MADE_HERE, ofSource, type Summed } from '../../people/totals.ts';
import { usePages } from '../../state/paging.ts';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Toolbar } from '../../ui/layout.tsx';
import { CsvDownload } from './download.tsx';
import { type ListOf, listOf, pages } from './lists.ts';

const LIMIT = 50;

/** The list in words: "Told, not yet logged on". */
function titleOf({ stage, stuck, from, at }: ListOf): string {
  if (stuck) return t(`stuck.${stuck}`);
  if (at) return t('people.list.stuck-at', { step: t(`people.step.${at}`) });
  if (stage) return t(`people.list.${stage}`);
  return from ? t('people.list.from', { step: t(`people.step.${from}`) }) : t('people.list.all');
}

/** One sentence: what this list asks of a person. */
type TodoProps = {
  readonly of: ListOf;
  readonly source: ChosenSource;
  readonly administers: boolean;
  /** Those who are shown. */
  readonly people: readonly ListedPerson[];
};

/** A campaign to exactly those who are shown: to send again to a whole source would reach those who had the mail long ago. */
const againHref = (people: readonly ListedPerson[]): string =>
  hrefOf(['campaigns', 'new'], { again: 'yes', users: people.map(({ userId }) => userId).join('\n') });

function Todo({ of, source, administers, people }: TodoProps) {
  const tells = of.stage === 'imported' || of.stuck === 'bounced' || of.stuck === 'refused';
  const todo = of.stuck
    ? t(`need.${of.stuck}.do`)
    : of.stage === 'imported'
      ? t('need.tell.do')
      : of.stage && of.stage !== 'stuck'
        ? t(`people.list.${of.stage}.do`)
        : t(of.from ? 'people.list.from.do' : 'people.list.all.do');
  return (
    <>
      {todo}{' '}
      {administers && tells && (
        <a href={hrefOf(['campaigns', 'new'], source ? { source } : {})}>{t('need.tell.act')}</a>
      )}
      {administers && of.stuck === 'uncertain' && people.length > 0 && (
        <a href={againHref(people)}>{t('need.uncertain.act', { count: people.length })}</a>
      )}
      {administers && of.stuck === 'not-possible' && <a href="#/settings">{t('need.not-possible.act')}</a>}
    </>
  );
}

const nameOf = ({ firstName = '', lastName = '' }: ListedPerson): string =>
  lastName && firstName ? `${lastName}, ${firstName}` : lastName || firstName;

function StageBadge({ of: { stage, stuck } }: { of: ListedPerson }) {
  if (stuck) return <Badge tone="warn">{t(`stuck.${stuck}`)}</Badge>;
  if (stage === 'stuck') return null;
  return <Badge {...(stage === 'home' ? { tone: 'good' as const } : {})}>{t(`people.stage.${stage}`)}</Badge>;
}

function columnsOf(source: ChosenSource, { stage, stuck }: ListOf): readonly Column<ListedPerson>[] {
  const mixed = !stuck && (!stage || stage === 'stuck');
  return [
    {
      key: 'name',
      name: t('users.name'),
      cell: (one) => (
        <a href={hrefOf(['users', one.userId])} class="wrap">
          {nameOf(one) || one.userId}
        </a>
      ),
    },
    { key: 'id', name: t('users.id'), cell: ({ userId }) => <span class="wrap">{userId}</span> },
    { key: 'email', name: t('people.column.address'), cell: ({ email }) => email ?? '–' },
    ...(mixed
      ? [{ key: 'stage', name: t('people.column.stage'), cell: (one: ListedPerson) => <StageBadge of={one} /> }]
      : []),
    ...(stuck || stage === 'stuck'
      ? [
          {
            key: 'reached',
            name: t('people.column.reached'),
            cell: ({ reached }: ListedPerson) => t(`people.stage.${reached}`),
          },
        ]
      : []),
    { key: 'since', name: t('people.column.since'), short: true, cell: ({ since }) => dateTime(since) },
    ...(source === undefined
      ? [{ key: 'source', name: t('people.source'), cell: (one: ListedPerson) => sourceName(one.source) }]
      : []),
  ];
}

/** Of the list that is shown, where the totals know it. */
function countOf({ stage, stuck, from, at }: ListOf, of: Summed): number | undefined {
  if (stuck) return of.stuck[stuck];
  if (at) return of.reached[at] - of.stages[at];
  if (stage) return of.stages[stage];
  if (from) return MILESTONES.slice(MILESTONES.indexOf(from)).reduce((sum, one) => sum + of.reached[one], 0);
  return of.people;
}

function Filters({
  of,
  source,
  known,
}: {
  of: ListOf;
  source: ChosenSource;
  known: { sums: Summed; sources: readonly string[] } | undefined;
}) {
  const counted = (name: string, count: number | undefined) =>
    known && count !== undefined ? t('people.option', { name, count: number(count) }) : name;
  const value = of.stuck
    ? `stuck:${of.stuck}`
    : of.at
      ? `at:${of.at}`
      : of.from
        ? `from:${of.from}`
        : of.stage
          ? `stage:${of.stage}`
          : '';
  const option = (asked: ListOf, key: string): readonly [string, string] => [
    key,
    counted(titleOf(asked), known && countOf(asked, known.sums)),
  ];
  const options = [
    option({}, ''),
    ...MILESTONES.map((stage) => option({ stage }, `stage:${stage}`)),
    option({ stage: 'stuck' }, 'stage:stuck'),
    ...STUCK.filter((stuck) => !known || known.sums.stuck[stuck] > 0 || of.stuck === stuck).map((stuck) =>
      option({ stuck }, `stuck:${stuck}`),
    ),
    ...(of.from || of.at ? [option(of, value)] : []),
  ];
  const names = known?.sources ?? [];
  return (
    <Toolbar label={t('people.filter')}>
      <SelectField
        label={t('people.list')}
        value={value}
        options={options}
        onValue={(chosen) => {
          const [kind = '', what = ''] = chosen.split(':');
          go(hrefOf(['people'], { ...(kind === '' ? {} : { [kind]: what }), ...sourceValues(source) }), {
            replace: true,
          });
        }}
      />
      {(names.length > 1 || source !== undefined) && (
        <SelectField
          label={t('people.source')}
          value={source === undefined ? ' all' : source === MADE_HERE ? ' here' : source}
          options={[
            [' all', t('people.source.all')],
            ...names.map((one): readonly [string, string] => [one === MADE_HERE ? ' here' : one, sourceName(one)]),
          ]}
          onValue={(chosen) => {
            const next = chosen === ' all' ? undefined : chosen === ' here' ? MADE_HERE : chosen;
            go(hrefOf(['people'], { ...of, ...sourceValues(next) } as Record<string, string>), { replace: true });
          }}
        />
      )}
    </Toolbar>
  );
}

export function PeoplePage({ route: { values }, visit: { me } }: PageProps) {
  const administers = reaches(me?.role, 'admin');
  const source = sourceOf(values);
  const of = listOf(values);
  const key = JSON.stringify([of, source]);
  const reading = useMemo(() => pages(of, source, LIMIT), [key]);
  const list = useList(reading, key);
  const totals = useTotals();
  const known = useMemo(() => {
    const { data } = totals;
    if (!data) return undefined;
    return { sums: ofSource(data.sources, source), sources: data.sources.map((one) => one.source) };
  }, [totals.data, source]);
  const count = known && countOf(of, known.sums);
  const fresh = useFreshness(totals);
  const columns = useMemo(() => columnsOf(source, of), [key]);
  const cut = list.items.length > 0 && list.cut;
  return (
    <Page
      title={titleOf(of)}
      lead={<Todo of={of} source={source} administers={administers} people={list.items} />}
      back={{ href: hrefOf([], sourceValues(source)), label: t('frame.home') }}
    >
      {totals.data?.filling && <Alert tone="info">{t('people.filling')}</Alert>}
      <Filters of={of} source={source} known={known} />
      <DataTable
        label={titleOf(of)}
        columns={columns}
        rows={list.items}
        keyOf={({ userId }) => userId}
        loading={!list.begun && list.busy}
        error={list.error}
        onRetry={list.reload}
        count={
          list.begun &&
          (count === undefined || count <= list.items.length
            ? t('people.count', { count: list.items.length })
            : t('people.count.of', { count, shown: number(list.items.length), people: number(count) }))
        }
        tools={
          <>
            <AsOf of={fresh} />
            {administers && list.items.length > 0 && (
              <CsvDownload of={of} source={source} name={`people-${of.stuck ?? of.stage ?? of.from ?? 'all'}`} />
            )}
          </>
        }
        empty={list.begun && !list.busy ? t('people.empty') : undefined}
        onMore={list.next === undefined || (list.busy && !list.begun) ? undefined : list.more}
        busy={list.busy}
        version={key}
      />
      {cut && (
        <Alert tone="info">
          {t('people.cut', { count: list.items.length })} <a href="#/users">{t('overview.to-users')}</a>
        </Alert>
      )}
    </Page>
  );
}

type Reading = ReturnType<typeof pages>;
function useList(reading: Reading, key: string) {
  // The answer does not say which page it is: pages are read one after another.
  const asked = useMemo(() => ({ next: undefined as string | undefined, cut: false }), [key]);
  const found = usePages<People, ListedPerson>(
    (next) => {
      asked.next = next;
      return reading.path(next);
    },
    key,
    (answer) => {
      const page = reading.page(answer, asked.next);
      asked.cut ||= page.more;
      return page;
    },
    LIMIT,
  );
  return { ...found, cut: asked.cut };
}
