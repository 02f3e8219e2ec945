/** Finds users by what a caller to the help desk can name, as one types, and lists them by what is known of them. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { MILESTONES, STUCK } from '#core/journey/stages.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Sources } from '../../../shared/http/api-types.ts';
import { currentLanguage, dateTime } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Toolbar } from '../../ui/layout.tsx';
import { SearchForm } from '../../ui/search-form.tsx';
import { nameOf } from './account-state.ts';
import { UsersCsv } from './csv.tsx';
import {
  ANY,
  type FoundUser,
  isShort,
  MADE_HERE,
  USER_FLAGS,
  type UserQuery,
  useTyped,
  useUserSearch,
} from './search.ts';
import { Stage, stageName } from './stage.tsx';

/** The last search, for an administrator who comes back from a user. It is not in the address, which would record e-mail addresses. */
let last: { readonly by: string; readonly query: UserQuery } = { by: '', query: ANY };

/** Down goes from the field into the rows, down and up from row to row, up from the first one back; Enter opens a row. */
function moveAlong(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const page = event.currentTarget as HTMLElement;
  const places = [
    ...page.querySelectorAll<HTMLElement>('input[type="search"]'),
    ...page.querySelectorAll<HTMLElement>('tbody th a'),
  ];
  const at = places.indexOf(document.activeElement as HTMLElement);
  const to = places[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !to) return;
  event.preventDefault();
  to.focus();
}

export function FindUsers({ visit }: { visit: Visit }) {
  const who = visit.me?.userId ?? '';
  const [query, setQuery] = useState(last.by === who ? last.query : ANY);
  const [typed, takeNow] = useTyped(query.text);
  const asked = { ...query, text: typed.trim() };
  const found = useUserSearch(asked);
  const administers = reaches(visit.me?.role, 'admin');
  function change(more: Partial<UserQuery>) {
    const next = { ...query, ...more };
    last = { by: who, query: next };
    setQuery(next);
  }
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = box;
    current?.addEventListener('keydown', moveAlong);
    return () => current?.removeEventListener('keydown', moveAlong);
  }, []);
  const short = isShort(asked.text);
  const all = JSON.stringify({ ...asked, sort: '' }) === JSON.stringify(ANY);
  const count = found.begun
    ? t(found.more || found.cut ? 'users.count.first' : 'people.count', { count: found.users.length })
    : undefined;
  // Rows are not drawn again for every letter that is typed.
  const whole = found.more === undefined;
  // Help desk has the user on the telephone.
  const columns = useMemo(() => columnsOf(whole, administers ? [] : ['call']), [whole, administers, currentLanguage()]);
  return (
    <Page title={t('users.title')} lead={t('users.lead')}>
      <div class="stack" ref={box}>
        <SearchForm
          name={t('users.find')}
          label={t('users.find.label')}
          hint={t('users.find.hint')}
          text={query.text}
          onText={(text) => change({ text })}
          busy={found.busy}
          autofocus={asked.text === ''}
          onSearch={() => {
            if (query.text === typed) found.reload();
            else takeNow();
          }}
        />
        <Filters query={query} change={change} administers={administers} />
        {found.upgrading && <Alert>{t('users.upgrading')}</Alert>}
        {short ? (
          <p role="status">{t('users.find.short')}</p>
        ) : (
          <DataTable
            label={t('users.found')}
            columns={columns}
            rows={found.users}
            keyOf={({ userId }) => userId}
            count={count}
            tools={administers && found.users.length > 0 && <UsersCsv asked={asked} />}
            loading={!found.begun && found.error === undefined}
            error={found.error}
            onRetry={found.reload}
            empty={found.begun && !found.busy && (all ? t('users.find.empty') : <None asked={asked} />)}
            onMore={found.more}
            busy={found.busy}
          />
        )}
        {found.cut && <p class="soft">{t('users.find.cut')}</p>}
      </div>
    </Page>
  );
}

function None({ asked }: { asked: UserQuery }) {
  if (asked.text === '') return <p>{t('people.empty')}</p>;
  return (
    <>
      <p>{t('users.find.none', { text: asked.text })}</p>
      <p>{t('users.find.none.hint')}</p>
    </>
  );
}

type FiltersProps = { query: UserQuery; change: (more: Partial<UserQuery>) => void; administers: boolean };

function Filters({ query, change, administers }: FiltersProps) {
  // Help desk does not read the sources.
  const { data } = useResource<Sources>(administers ? 'admin/sources' : undefined);
  const sources = (data?.sources ?? []).map(({ name }) => name);
  return (
    <Toolbar label={t('users.filters')}>
      <SelectField
        label={t('people.column.stage')}
        value={query.stage}
        onValue={(stage) => change({ stage })}
        options={[
          ['', t('users.filter.any')],
          ...MILESTONES.map((stage) => [stage, t(`people.stage.${stage}`)] as const),
          ['stuck', t('people.list.stuck')],
          ...STUCK.map((stuck) => [`stuck:${stuck}`, t(`stuck.${stuck}`)] as const),
        ]}
      />
      <SelectField
        label={t('users.state')}
        value={query.flag}
        onValue={(flag) => change({ flag })}
        options={[['', t('users.filter.any')], ...USER_FLAGS.map((flag) => [flag, t(`users.filter.${flag}`)] as const)]}
      />
      {administers && (
        <SelectField
          label={t('people.source')}
          value={query.source}
          onValue={(source) => change({ source })}
          options={[
            ['', t('users.filter.any')],
            ...sources.map((name) => [name, name] as const),
            [MADE_HERE, t('users.filter.made-here')],
          ]}
        />
      )}
      {query.text.trim() === '' && (
        <SelectField
          label={t('users.sort')}
          value={query.sort}
          onValue={(sort) => change({ sort })}
          options={[
            ['', t('users.sort.default')],
            ['user-id', t('users.id')],
            ['name', t('users.name')],
          ]}
        />
      )}
    </Toolbar>
  );
}

/** @param whole whether all rows are here, so that they can be sorted @param tab of a user's page, which a row opens */
function columnsOf(whole: boolean, tab: readonly string[]): readonly Column<FoundUser>[] {
  const sorted = (sort: (user: FoundUser) => string | number | undefined) => (whole ? { sort } : {});
  return [
    {
      key: 'id',
      name: t('users.id'),
      cell: ({ userId }) => (
        <a href={hrefOf(['users', userId, ...tab])} class="wrap">
          {userId}
        </a>
      ),
      ...sorted(({ userId }) => userId),
    },
    { key: 'name', name: t('users.name'), cell: (user) => nameOf(user) || '–', ...sorted(({ lastName }) => lastName) },
    {
      key: 'email',
      name: t('people.column.address'),
      cell: ({ email }) => (email ? <span class="wrap">{email}</span> : '–'),
      ...sorted(({ email }) => email),
    },
    {
      key: 'source',
      name: t('people.source'),
      cell: ({ journey }) => journey?.source || (journey ? t('users.filter.made-here') : '–'),
      ...sorted(({ journey }) => journey?.source),
    },
    {
      key: 'stage',
      name: t('people.column.stage'),
      cell: (user) => <Stage user={user} />,
      ...sorted(({ journey }) => journey && stageName(journey)),
    },
    {
      key: 'since',
      name: t('people.column.since'),
      short: true,
      cell: ({ journey }) => (journey ? dateTime(journey.since) : '–'),
      ...sorted(({ journey }) => journey?.since),
    },
    {
      key: 'tokens',
      name: t('users.tokens'),
      number: true,
      cell: ({ tokens }) => tokens.length,
      ...sorted(({ tokens }) => tokens.length),
    },
  ];
}
