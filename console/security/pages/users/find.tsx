/** Finds users by what a caller to the help desk can name: user ID, e-mail address or a token's serial number. */
import { useMemo, useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { User } from '../../../shared/http/api-types.ts';
import { currentLanguage } from '../../../shared/i18n/language.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Empty } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { useRows } from '../../state/rows.ts';
import { t } from '../../texts/index.ts';
import { SearchForm } from '../../ui/search-form.tsx';
import { ErrorLine, Searching } from '../../ui/searching.tsx';
import { nameOf } from './account-state.ts';
import { UserBadges } from './badges.tsx';
import { useUserSearch } from './search.ts';

/** The last search, for an administrator who comes back from a user. It is not in the address, which would record e-mail addresses. */
let last = { by: '', text: '' };

export function FindUsers({ visit }: { visit: Visit }) {
  const who = visit.me?.userId ?? '';
  const [text, setText] = useState(last.by === who ? last.text : '');
  const [asked, setAsked] = useState(text);
  const found = useUserSearch(asked);
  // Thousands of rows are not rendered again for every letter that is typed.
  const table = useMemo(() => <UserTable users={found.users} />, [found.users, currentLanguage()]);
  function search() {
    const wanted = text.trim();
    last = { by: who, text: wanted };
    if (wanted === asked) found.reload();
    else setAsked(wanted);
  }
  return (
    <Page title={t('users.title')} lead={t('users.lead')}>
      <SearchForm
        name={t('users.find')}
        label={t('users.find.label')}
        hint={t('users.find.hint')}
        text={text}
        onText={setText}
        busy={found.busy}
        autofocus={asked === ''}
        onSearch={search}
      />
      <Searching busy={found.busy} count={found.users.length} onStop={found.stop} />
      <ErrorLine error={found.error} onRetry={found.reload} />
      {found.upgrading && <Alert>{t('users.upgrading')}</Alert>}
      {found.users.length > 0 && table}
      {asked === '' && found.done && found.users.length === 0 && <Empty>{t('users.find.empty')}</Empty>}
      {asked !== '' && found.done && found.users.length === 0 && (
        <Empty>
          <p>{t('users.find.none', { text: asked })}</p>
          <p>{t('users.find.none.hint')}</p>
        </Empty>
      )}
      {found.more && (
        <div>
          <Button onClick={found.more}>{t(asked === '' ? 'do.more' : 'users.find.more')}</Button>
        </div>
      )}
    </Page>
  );
}

function UserTable({ users }: { users: readonly User[] }) {
  const rows = useRows(users, (user) => (
    <tr key={user.userId}>
      <th scope="row">
        <a href={hrefOf(['users', user.userId])} class="wrap">
          {user.userId}
        </a>
      </th>
      <td data-name={t('users.name')} class="wrap">
        {nameOf(user) || '–'}
      </td>
      <td data-name={t('users.state')}>
        <UserBadges user={user} />
      </td>
      <td data-name={t('users.password')}>{t(user.hasPassword ? 'users.password.set' : 'users.password.none')}</td>
      <td data-name={t('users.tokens')} class="number">
        {user.tokens.length}
      </td>
    </tr>
  ));
  return (
    <div class="table-box">
      <table class="table cards" aria-label={t('users.found')}>
        <thead>
          <tr>
            <th scope="col">{t('users.id')}</th>
            <th scope="col">{t('users.name')}</th>
            <th scope="col">{t('users.state')}</th>
            <th scope="col">{t('users.password')}</th>
            <th scope="col" class="number">
              {t('users.tokens')}
            </th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
      </table>
    </div>
  );
}
