/** Finds tokens by serial number or user ID, and lists the unassigned ones. */
import { useMemo, useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import { query } from '../../../shared/http/api.ts';
import type { Token, Tokens } from '../../../shared/http/api-types.ts';
import { currentLanguage, date } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Empty } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { usePages } from '../../state/paging.ts';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { SearchForm } from '../../ui/search-form.tsx';
import { ErrorLine, Searching } from '../../ui/searching.tsx';
import { kindOf, TokenBadges } from './facts.tsx';

/** The last search, for an administrator who comes back from a token. A serial number is no secret. */
let last = { by: '', text: '' };

const by = (values: Readonly<Record<string, string | undefined>>) => `admin/tokens${query(values)}`;

export function FindTokens({ visit }: { visit: Visit }) {
  const who = visit.me?.userId ?? '';
  const [text, setText] = useState(last.by === who ? last.text : '');
  const [asked, setAsked] = useState(text);
  const bySerial = useResource<Tokens>(asked === '' ? undefined : by({ serial: asked }));
  const ofUser = useResource<Tokens>(asked === '' ? undefined : by({ userId: asked }));
  const busy = bySerial.loading || ofUser.loading;
  const error = bySerial.error ?? ofUser.error;
  const found = [...(bySerial.data?.tokens ?? []), ...(ofUser.data?.tokens ?? [])];
  const tokens = [...new Map(found.map((token) => [token.serial, token])).values()];
  // Not rendered again for every letter that is typed.
  const unassigned = useMemo(() => <Unassigned />, [currentLanguage()]);
  function again() {
    bySerial.reload();
    ofUser.reload();
  }
  function search() {
    const wanted = text.trim();
    last = { by: who, text: wanted };
    if (wanted === asked) again();
    else setAsked(wanted);
  }
  return (
    <Page title={t('tokens.title')} lead={t('tokens.lead')}>
      <SearchForm
        name={t('tokens.find')}
        label={t('tokens.find.label')}
        hint={t('tokens.find.hint')}
        text={text}
        onText={setText}
        busy={busy}
        autofocus={asked === ''}
        onSearch={search}
      />
      {asked !== '' && (
        <>
          <Searching busy={busy} count={tokens.length} />
          <ErrorLine error={error} onRetry={again} />
          {tokens.length > 0 && <TokenTable tokens={tokens} name={t('tokens.found')} />}
          {!busy && error === undefined && tokens.length === 0 && (
            <Empty>
              <p>{t('tokens.find.none', { text: asked })}</p>
              <p>{t('tokens.find.none.hint')}</p>
            </Empty>
          )}
        </>
      )}
      {asked === '' && unassigned}
    </Page>
  );
}

function Unassigned() {
  const pages = usePages<Tokens, Token>(
    (next) => by({ unassigned: 'true', next }),
    'unassigned',
    ({ tokens, next, upgrading }) => ({ items: tokens, next, upgrading }),
  );
  const { items, busy, error, next, begun } = pages;
  return (
    <Section title={t('tokens.unassigned')}>
      <p class="soft">{t('tokens.unassigned.text')}</p>
      {pages.upgrading && <Alert>{t('users.upgrading')}</Alert>}
      {items.length > 0 && <TokenTable tokens={items} name={t('tokens.unassigned')} />}
      {begun && !busy && next === undefined && items.length === 0 && <Empty>{t('tokens.unassigned.none')}</Empty>}
      <ErrorLine error={error} onRetry={pages.more} />
      <Searching busy={busy} count={items.length} onStop={pages.stop} />
      {next !== undefined && !busy && (
        <div>
          <Button onClick={pages.more}>{t('do.more')}</Button>
        </div>
      )}
    </Section>
  );
}

const columnsOf = (): readonly Column<Token>[] => [
  {
    key: 'serial',
    name: t('tokens.serial'),
    short: true,
    cell: ({ serial }) => <a href={hrefOf(['tokens', serial])}>{serial}</a>,
  },
  {
    key: 'assignee',
    name: t('tokens.assignee'),
    cell: ({ assignee }) => (assignee === undefined ? '–' : <a href={hrefOf(['users', assignee])}>{assignee}</a>),
  },
  { key: 'state', name: t('tokens.state'), cell: (token) => <TokenBadges token={token} /> },
  { key: 'kind', name: t('tokens.kind.label'), cell: kindOf },
  {
    key: 'expires',
    name: t('tokens.expires'),
    short: true,
    cell: ({ expiresAt }) => (expiresAt === undefined ? t('tokens.expires.never') : date(expiresAt)),
  },
];

function TokenTable({ tokens, name }: { tokens: readonly Token[]; name: string }) {
  return <DataTable label={name} columns={columnsOf()} rows={tokens} keyOf={({ serial }) => serial} />;
}
