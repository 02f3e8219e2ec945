/** A user who is on the telephone: who it is, what is wrong now, and the few acts that help, each in words to say. */

import { checkMayChangeCredentials, checkMayEdit } from '#core/administration/users/rights.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { isRefusal, query } from '../../../shared/http/api.ts';
import type { CallerCase, Settings, Tokens, User } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert, Loaded, Waiting } from '../../../shared/ui/feedback.tsx';
import { Facts, Page, Section } from '../../../shared/ui/page.tsx';
import { actorOf, isSelf, may, reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Split } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { CallAct } from './call-act.tsx';
import type { UserContext } from './context.ts';
import { Timeline } from './timeline.tsx';
import { UserTabs } from './user-tabs.tsx';

export function CallPage({ userId, visit }: { userId: string; visit: Visit }) {
  const found = useResource<CallerCase>(`admin/users/case${query({ userId })}`);
  const user = useResource<User>(`admin/user${query({ userId })}`);
  const tokens = useResource<Tokens>(`admin/tokens${query({ userId })}`);
  const settings = useResource<Settings>(reaches(visit.me?.role, 'admin') ? 'admin/settings' : undefined);
  const back = { href: '#/users', label: t('users.title') };
  if (isRefusal(found.error, 'user.not_found'))
    return <Page back={back} title={t('users.missing')} lead={t('users.missing.text', { userId })} />;
  function reload() {
    found.reload();
    user.reload();
    tokens.reload();
  }
  function done(text: string, saved?: User) {
    showOutcome(text);
    if (saved) user.set(saved);
    reload();
  }
  const ready = user.data && tokens.data && !settings.loading;
  return (
    <Page back={back} title={found.data?.who.userId ?? userId} tabs={<UserTabs userId={userId} open="call" />}>
      <Loaded from={found}>
        {(one) =>
          ready ? (
            <Split aside={<Who of={one.who} />}>
              <Section title={t('callers.wrong')}>
                <Alert tone={one.wrong.code === 'home' || one.wrong.code === 'told' ? 'good' : 'warn'}>
                  {sentence(one.wrong)}
                </Alert>
                <p class="soft">
                  {t(`people.stage.${one.journey.reached}`)}
                  {one.journey.stuck && ` · ${t(`stuck.${one.journey.stuck}`)}`}
                </p>
              </Section>
              <Acts
                of={one}
                context={contextOf({ user: user.data!, visit, settings: settings.data?.settings, done, reload })}
                tokens={tokens.data!.tokens}
              />
              <Timeline userId={userId} />
            </Split>
          ) : (
            <Waiting />
          )
        }
      </Loaded>
    </Page>
  );
}

const contextOf = (of: Pick<UserContext, 'user' | 'visit' | 'settings' | 'done' | 'reload'>): UserContext => {
  const actor = actorOf(of.visit.me!);
  const editable = may(() => checkMayEdit(actor, of.user));
  const credentials = editable && may(() => checkMayChangeCredentials(actor, of.user));
  return { ...of, editable, credentials, self: isSelf(of.visit.me!, of.user.userId) };
};

const sentence = ({ code, serial = '', until }: CallerCase['wrong']): string =>
  t(`callers.wrong.${code}`, { serial, time: until === undefined ? '' : dateTime(new Date(until).toISOString()) });

function Who({ of: { firstName, lastName, email, serialEndings } }: { of: CallerCase['who'] }) {
  const none = t('callers.none');
  return (
    <Section title={t('callers.who')}>
      <p class="soft small">{t('callers.who.text')}</p>
      <Facts
        of={[
          [t('callers.who.name'), [firstName, lastName].filter(Boolean).join(' ') || none],
          [t('callers.who.email'), email ?? none],
          [t('callers.who.serials'), serialEndings.join(', ') || none],
        ]}
      />
    </Section>
  );
}

type ActsProps = { of: CallerCase; context: UserContext; tokens: Tokens['tokens'] };
function Acts({ of, context, tokens }: ActsProps) {
  const list = (acts: CallerCase['acts']) => (
    <ol class="records">
      {acts.map((one) => (
        <li key={one.act} class="stack tight">
          <h3>{t(`callers.act.${one.act}`)}</h3>
          <p>{t(`callers.say.${one.act}`)}</p>
          <p class="soft">{t('callers.next', { text: t(`callers.then.${one.act}`) })}</p>
          {one.needs === undefined ? (
            <CallAct offered={one} context={context} token={tokens.find(({ serial }) => serial === one.serial)} />
          ) : (
            <p class="soft small">
              {one.until === undefined
                ? t(`callers.needs.${one.needs}`)
                : t('callers.needs.another.until', { time: dateTime(new Date(one.until).toISOString()) })}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
  return (
    <>
      {of.acts.length > 0 && <Section title={t('callers.acts')}>{list(of.acts)}</Section>}
      {of.says.length > 0 && <Section title={t('callers.says')}>{list(of.says)}</Section>}
      <p>
        <a href={hrefOf(['users', context.user.userId])}>{t('callers.account')}</a>
      </p>
    </>
  );
}
