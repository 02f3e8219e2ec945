/** One user: account, procedure, password, tokens, profile. */
import { useState } from 'preact/hooks';
import { checkMayChangeCredentials, checkMayEdit } from '#core/administration/users/rights.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { isRefusal, query } from '../../../shared/http/api.ts';
import type { Sessions, Settings, Tokens, User } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded, Waiting } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { actorOf, isSelf, may, reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Split } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { UserTokens } from '../tokens/of-user.tsx';
import { Account } from './account.tsx';
import { nameOf } from './account-state.ts';
import { UserBadges } from './badges.tsx';
import { Erase } from './erase.tsx';
import { Password } from './password.tsx';
import { Procedure } from './procedure.tsx';
import { Profile } from './profile.tsx';
import { UserSessions } from './sessions.tsx';
import { UserTabs } from './user-tabs.tsx';

export function UserPage({ userId, visit }: { userId: string; visit: Visit }) {
  const user = useResource<User>(`admin/user${query({ userId })}`);
  const tokens = useResource<Tokens>(`admin/tokens${query({ userId })}`);
  const sessions = useResource<Sessions>(`admin/user/sessions${query({ userId })}`);
  const settings = useResource<Settings>(reaches(visit.me?.role, 'admin') ? 'admin/settings' : undefined);
  const [erased, setErased] = useState<number>();
  const me = visit.me!;
  // The sections are shown together, so that later ones don't push the rest of the page down.
  const ready = [tokens, sessions, settings].every(({ loading }) => !loading);

  function reloadParts() {
    tokens.reload();
    sessions.reload();
  }
  function reload() {
    user.reload();
    reloadParts();
  }
  function done(text: string, saved?: User) {
    showOutcome(text);
    if (saved) user.set(saved);
    else user.reload();
    reloadParts();
  }
  if (erased !== undefined)
    return (
      <Page title={t('users.erased')} lead={t('users.erased.text', { lines: String(erased) })}>
        <LinkButton href="#/users">{t('users.to-search')}</LinkButton>
      </Page>
    );
  if (isRefusal(user.error, 'user.not_found'))
    return (
      <Page title={t('users.missing')} lead={t('users.missing.text', { userId })}>
        <LinkButton href="#/users">{t('users.to-search')}</LinkButton>
      </Page>
    );
  return (
    <Page
      back={{ href: '#/users', label: t('users.title') }}
      title={user.data?.userId ?? userId}
      tabs={<UserTabs userId={user.data?.userId ?? userId} open="account" />}
      status={user.data && <UserBadges user={user.data} />}
      lead={user.data && [nameOf(user.data), user.data.email].filter(Boolean).join(' · ')}
    >
      <Loaded from={user}>
        {(one) => {
          if (!ready) return <Waiting />;
          const editable = may(() => checkMayEdit(actorOf(me), one));
          const self = isSelf(me, one.userId);
          const credentials = editable && may(() => checkMayChangeCredentials(actorOf(me), one));
          const context = {
            user: one,
            visit,
            settings: settings.data?.settings,
            editable,
            credentials,
            self,
            done,
            reload,
          };
          return (
            <>
              {!editable && <Alert>{t('users.higher-role')}</Alert>}
              {editable && !credentials && !self && <Alert>{t('users.role-holder')}</Alert>}
              {self && <Alert>{t('users.self')}</Alert>}
              <Split
                aside={
                  <>
                    <Procedure {...context} />
                    <UserSessions {...context} sessions={sessions} />
                    {reaches(me.role, 'admin') && (
                      <p>
                        <a href={hrefOf(['audit'], { user: one.userId })}>{t('users.audit')}</a>
                      </p>
                    )}
                  </>
                }
              >
                <Account {...context} />
                <Password {...context} />
                <Section title={t('users.tokens')}>
                  <Loaded from={tokens}>
                    {(of) => <UserTokens owner={one} tokens={of.tokens} visit={visit} done={done} reload={reload} />}
                  </Loaded>
                </Section>
                <Profile {...context} />
                <Erase {...context} erased={setErased} />
              </Split>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
