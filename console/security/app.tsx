/** The Security Console: which role may see which page, and the frame around it. */
import { useState } from 'preact/hooks';
import type { Role } from '#core/directory/model.ts';
import { type Route, useRoute } from '../shared/browser/route.ts';
import { post } from '../shared/http/api.ts';
import { Logon } from '../shared/logon/logon.tsx';
import { forgetTyped } from '../shared/state/kept.ts';
import { useSubmit } from '../shared/state/resource.ts';
import type { Visit } from '../shared/state/visit.ts';
import { Button, LinkButton } from '../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../shared/ui/feedback.tsx';
import { Frame } from '../shared/ui/frame.tsx';
import { Folding, Menu } from '../shared/ui/menu.tsx';
import { Page } from '../shared/ui/page.tsx';
import { SessionWatch } from '../shared/ui/session-watch.tsx';
import { FreshLogon } from './fresh-logon.tsx';
import { WallPage } from './pages/wall/wall.tsx';
import { PAGES } from './pages.tsx';
import { forgetWaves } from './run/waves.ts';
import { reaches } from './state/rights.ts';
import { t } from './texts/index.ts';
import { MENU_ICONS } from './ui/menu-icons.tsx';
import { OutcomeRegion } from './ui/outcome.tsx';

const GROUPS = ['migration', 'identity', 'setup'] as const;

export function SecurityConsole({ visit }: { visit: Visit }) {
  const route = useRoute();
  const { consoles, me } = visit;
  const [changing, setChanging] = useState(false);
  const frame = {
    console: t('frame.console'),
    organisation: consoles.organisation,
    logo: consoles.logo,
    helpDesk: '',
    home: '#/',
    onLanguage: visit.setLanguage,
  };
  // A session of the Self-Service Console does not count here: logging on replaces it. Only users with a role have sessions of this console.
  if (!me?.role)
    return (
      <Frame {...frame} width="narrow">
        <div class="card raised">
          <Logon
            console="security"
            title={t('frame.logon')}
            consoles={consoles}
            notice={<LogonNotice {...{ changing }} ended={visit.ended} wall={route.path[0] === 'wall'} />}
            onLogon={({ status }) => (status === 'change-password' ? setChanging(true) : visit.refresh())}
          />
        </div>
      </Frame>
    );
  // A display has no other page; an administrator may look at one before.
  if (me.session.scope === 'display' || route.path[0] === 'wall') return <WallPage route={route} visit={visit} />;
  const logoff = <Logoff userId={me.userId} onDone={visit.leave} />;
  const role = me.role;
  return (
    <Frame
      {...frame}
      account={logoff}
      watch={<SessionWatch session={me.session} onStay={visit.refresh} />}
      width="wide"
      side
      menu={<PageMenu role={role} route={route} />}
    >
      <OutcomeRegion page={route.path.join('/')} />
      <OpenPage route={route} role={role} visit={visit} />
      <FreshLogon visit={visit} />
    </Frame>
  );
}

/** Why the user has to log on: the session is over, or the password is one that must be changed first. */
function LogonNotice({ changing, ended, wall }: { changing: boolean; ended: boolean; wall: boolean }) {
  if (changing)
    return (
      <Alert tone="warn">
        {t('frame.change-password')} <a href="/#/password">{t('frame.change-password.link')}</a>
      </Alert>
    );
  return ended ? <Alert tone="warn">{t(wall ? 'wall.ended' : 'frame.ended')}</Alert> : null;
}

function Logoff({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { busy, error, submit } = useSubmit(async () => {
    await post('logoff');
    forgetTyped();
    forgetWaves();
    onDone();
  });
  return (
    <span class="row">
      <span class="soft wrap logged-on">{userId}</span>
      <Button small busy={busy} onClick={() => void submit()}>
        {t('frame.logoff')}
      </Button>
      <ErrorAlert error={error} />
    </span>
  );
}

const pageOf = ({ path: [first = ''] }: Route) => PAGES.find(({ path, also }) => path === first || also === first);

function PageMenu({ role, route }: { role: Role; route: Route }) {
  const open = pageOf(route);
  return (
    <div class="side">
      <Folding>
        {GROUPS.map((group) => {
          const pages = PAGES.filter((page) => page.group === group && reaches(role, page.role));
          if (pages.length === 0) return null;
          return (
            <Menu
              key={group}
              titled
              label={t(`frame.group.${group}`)}
              items={pages.map((page) => ({
                href: `#/${page.path}`,
                label: page.label(),
                current: page === open,
                Icon: MENU_ICONS[page.icon],
              }))}
            />
          );
        })}
      </Folding>
    </div>
  );
}

function OpenPage({ route, role, visit }: { route: Route; role: Role; visit: Visit }) {
  const page = pageOf(route);
  if (!page || !reaches(role, page.role))
    return (
      <Page
        title={page ? page.label() : t('app.not-found')}
        lead={page ? t('frame.higher-role', { role: t(`users.role.${page.role}`) }) : t('app.not-found.text')}
      >
        <div>
          <LinkButton href="#/">{t('app.home')}</LinkButton>
        </div>
      </Page>
    );
  // A new instance for each address, so that nothing of one user is left on the page of the next.
  return <page.Page key={route.path.join('/')} route={route} visit={visit} />;
}
