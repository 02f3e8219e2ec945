/** The Self-Service Console: which page each address shows, to which users, and the frame around it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, useRoute } from '../shared/browser/route.ts';
import type { Visit } from '../shared/state/visit.ts';
import { Button, LinkButton } from '../shared/ui/button.tsx';
import { ErrorAlert, Waiting } from '../shared/ui/feedback.tsx';
import { Frame } from '../shared/ui/frame.tsx';
import { Folding, Menu, type MenuItem } from '../shared/ui/menu.tsx';
import { Page } from '../shared/ui/page.tsx';
import { SessionWatch } from '../shared/ui/session-watch.tsx';
import { Account } from './pages/account/account.tsx';
import { Arriving } from './pages/home/arriving.tsx';
import { Home } from './pages/home/home.tsx';
import { LoggedOff } from './pages/home/logged-off.tsx';
import { LogonPage } from './pages/home/logon.tsx';
import { Welcome } from './pages/home/welcome.tsx';
import { ChangePassword } from './pages/password/change.tsx';
import { SecurityQuestions } from './pages/questions/questions.tsx';
import { ForgotPassword } from './pages/recovery/forgot-password.tsx';
import { MySessions } from './pages/sessions/sessions.tsx';
import { Tokens } from './pages/tokens/tokens.tsx';
import { onProcedureBegun, onwardOf, readArrival } from './state/arrival.ts';
import { followOtherTab } from './state/go-on.ts';
import { useLogoff } from './state/logoff.ts';
import { t } from './texts/index.ts';

const PAGES = [
  ['', 'home.nav', Home],
  ['security-questions', 'questions.nav', SecurityQuestions],
  ['password', 'password.nav', ChangePassword],
  ['tokens', 'tokens.nav', Tokens],
  ['sessions', 'sessions.nav', MySessions],
  ['account', 'account.nav', Account],
] as const;

/** The page of the security questions, which the first logon leads to. */
const ENROL = 'security-questions';
/** Pages that need no session: the link of a mail is followed whichever user is logged on. */
const PUBLIC: readonly string[] = ['forgot-password', 'reset', 'w', 'welcome'];

export function SelfService({ visit }: { visit: Visit }) {
  const route = useRoute();
  const [first = ''] = route.path;
  const owner = useRef(visit.me);
  if (visit.me) owner.current = visit.me;
  useEffect(() => onProcedureBegun(visit.refresh), []);
  if (visit.ended) followOtherTab(owner.current, visit.consoles);
  const past = visit.me !== undefined && (first === 'logon' || first === 'logged-off');
  // The first logon: nothing but the questions is served until they are complete.
  const forced = visit.me?.enrolment.forced === true && visit.me.session.console === 'self-service';
  // A user who logged off to get a password goes on there, also by Back and by a reload.
  const onward =
    visit.me === undefined && (first === '' || first === ENROL) ? onwardOf(readArrival(), Date.now()) : undefined;
  const sentTo = PUBLIC.includes(first) ? undefined : forced && first !== ENROL ? `#/${ENROL}` : past ? '#/' : onward;
  useEffect(() => {
    if (sentTo !== undefined) go(sentTo, { replace: true });
  }, [sentTo]);
  const narrow = (page: ComponentChildren) => (
    <Framed visit={visit} narrow>
      <div class="card raised">{page}</div>
    </Framed>
  );
  if (first === 'forgot-password' || first === 'reset') return narrow(<ForgotPassword visit={visit} route={route} />);
  if (first === 'w') return narrow(<Arriving reference={route.path[1] ?? ''} />);
  if (first === 'welcome') return narrow(<Welcome key={route.values['t']} visit={visit} route={route} />);
  if (first === 'logged-off' && !visit.me) return narrow(<LoggedOff visit={visit} />);
  if (onward !== undefined) return narrow(<Waiting />);
  if (!visit.me)
    return narrow(<LogonPage visit={visit} userId={visit.ended ? owner.current?.userId : readArrival().userId} />);
  if (visit.me.session.scope === 'change-password') return narrow(<ChangePassword visit={visit} />);
  const path = forced ? ENROL : past ? '' : first;
  const [, , Found] = PAGES.find(([one]) => one === path) ?? [];
  // A user without a password gets the first one elsewhere: there is none to change yet.
  const own = PAGES.filter(([one]) => one !== 'password' || visit.me?.hasPassword);
  // Before the first password the start page is the procedure alone; it leads to what is not part of it by a link.
  const stepsOnly = forced || (!visit.me.hasPassword && path === '');
  const items = own.map(([one, label]) => ({ href: `#/${one}`, label: t(label), current: one === path }));
  return (
    <Framed visit={visit} menu={stepsOnly ? undefined : <Menus items={items} />}>
      {Found ? <Found key={`${path} ${route.turn}`} visit={visit} /> : <NotFound />}
    </Framed>
  );
}

type FramedProps = { visit: Visit; narrow?: boolean; menu?: ComponentChildren; children: ComponentChildren };

function Framed({ visit, narrow, menu, children }: FramedProps) {
  const { organisation, logo, helpDesk } = visit.consoles;
  return (
    <Frame
      console={t('frame.console')}
      {...{ organisation, logo, helpDesk, menu }}
      home="#/"
      onLanguage={visit.setLanguage}
      {...(narrow ? { width: 'narrow' as const } : {})}
      account={visit.me && <Logoff visit={visit} />}
      watch={visit.me && <SessionWatch session={visit.me.session} onStay={visit.refresh} />}
    >
      {children}
    </Frame>
  );
}

function Menus({ items }: { items: readonly MenuItem[] }) {
  return (
    <Folding>
      <Menu label={t('frame.menu')} items={items} />
    </Folding>
  );
}

function Logoff({ visit }: { visit: Visit }) {
  const { busy, error, submit } = useLogoff(visit);
  return (
    <>
      <Button small busy={busy} onClick={() => void submit()}>
        {t('frame.logoff')}
      </Button>
      <ErrorAlert error={error} />
    </>
  );
}

function NotFound() {
  return (
    <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
      <div>
        <LinkButton href="#/">{t('app.home')}</LinkButton>
      </div>
    </Page>
  );
}
