/** Forgot Your Password: shows the present step and moves on to the next. */
import { useEffect, useState } from 'preact/hooks';
import { go, parseRoute, type Route } from '../../../shared/browser/route.ts';
import { useSteps } from '../../../shared/browser/steps.ts';
import { post } from '../../../shared/http/api.ts';
import type { RecoveryStep } from '../../../shared/http/api-types.ts';
import { NextTokencode } from '../../../shared/logon/next-tokencode.tsx';
import type { Visit } from '../../../shared/state/visit.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { endProcedure, isSameUser, isUnderWay, readArrival, rememberArrival } from '../../state/arrival.ts';
import { BY_TOKEN, dropStep, GOING_ON, keepStep, keptStep, SENT } from '../../state/recovery-step.ts';
import { t } from '../../texts/index.ts';
import { Procedure, upTo } from '../../ui/checklist.tsx';
import { type Again, AskForLink, Sent } from './ask.tsx';
import { Done } from './done.tsx';
import { FollowLink } from './follow-link.tsx';
import { ProvePasscode } from './prove-passcode.tsx';
import { SetPassword } from './set-password.tsx';

type Place =
  | { readonly at: 'ask'; readonly again?: Again | undefined }
  /** The link is on its way. */
  | { readonly at: 'sent' }
  | { readonly at: 'passcode' }
  | { readonly at: 'done' }
  /** The answer to the last step was lost and a repetition was refused: the step had been done. */
  | { readonly at: 'probably-done' }
  | { readonly at: 'link'; readonly link: string }
  | { readonly at: 'step'; readonly step: RecoveryStep };

function placeOf({ values }: Pick<Route, 'values'>): Place {
  const link = values['link'];
  if (link) return { at: 'link', link };
  const step = values['go-on'] === undefined ? undefined : keptStep(Date.now());
  if (step) return { at: 'step', step };
  if (values['sent'] !== undefined && readArrival().userId !== undefined) return { at: 'sent' };
  return { at: values['by'] === 'token' ? 'passcode' : 'ask' };
}

const BEGIN = '#/forgot-password';

export function ForgotPassword({ visit, route }: { visit: Visit; route: Route }) {
  const { place, forward, replace, settle } = useSteps<Place>(
    () => {
      const first = placeOf(route);
      if (first.at === 'ask') dropStep();
      return first;
    },
    () => placeOf(parseRoute(location.hash)),
  );
  const [followed, setFollowed] = useState(route.values['link']);
  // The user has opened another link in the same window.
  useEffect(() => {
    const link = route.values['link'];
    if (link === undefined || link === followed) return;
    setFollowed(link);
    replace(placeOf(route));
  }, [route.values['link']]);
  // The password was set, and its user logged on, in the tab that the mail opened.
  const { me } = visit;
  const isHome = place.at === 'sent' && me?.hasPassword === true && isSameUser(readArrival().userId, me.userId);
  useEffect(() => {
    if (isHome) go('#/', { replace: true });
  }, [isHome]);

  function proceed(step: RecoveryStep) {
    if ('userId' in step && step.userId !== undefined) rememberArrival({ userId: step.userId });
    if ('firstPassword' in step && step.firstPassword) rememberArrival({ loggedOff: true, goesOn: GOING_ON });
    keepStep(step, Date.now());
    // The link of the mail is used up: it leaves the history with its step.
    const show = place.at === 'link' ? replace : forward;
    show({ at: 'step', step }, GOING_ON);
  }
  function end(at: 'done' | 'probably-done') {
    dropStep();
    endProcedure();
    settle({ at }, BEGIN);
  }
  function restart(again?: Again) {
    dropStep();
    settle({ at: 'ask', again }, BEGIN);
  }
  const over = () => restart('over');

  const { loggedOff } = readArrival();
  const arriving = loggedOff === true || (place.at === 'link' && isUnderWay(Date.now()));
  return (
    <Procedure items={arriving ? upTo(place.at === 'done' ? 4 : 3) : undefined}>
      <Shown
        {...{ visit, place, over, restart }}
        onStep={proceed}
        onSent={() => forward({ at: 'sent' }, SENT)}
        onPasscode={() => forward({ at: 'passcode' }, BY_TOKEN)}
        onEnd={end}
      />
    </Procedure>
  );
}

type ShownProps = {
  visit: Visit;
  place: Place;
  over: () => void;
  restart: (again?: Again) => void;
  onStep: (step: RecoveryStep) => void;
  onSent: () => void;
  onPasscode: () => void;
  onEnd: (at: 'done' | 'probably-done') => void;
};

function Shown({ visit, place, over, restart, onStep, onSent, onPasscode, onEnd }: ShownProps) {
  const { consoles } = visit;
  const begin = () => restart();
  // A reset by an administrator also works while the feature is disabled.
  if (!consoles.forgotPassword && (place.at === 'ask' || place.at === 'passcode'))
    return (
      <Page title={t('forgot.off.title')} lead={t('forgot.off.text')}>
        <LinkButton href="#/logon">{t('off.again')}</LinkButton>
      </Page>
    );
  if (place.at === 'link')
    return <FollowLink key={place.link} link={place.link} onStep={onStep} onBad={() => restart('bad')} />;
  if (place.at === 'passcode')
    return <ProvePasscode rules={consoles.pin} onStep={onStep} onOver={over} onBack={begin} />;
  if (place.at === 'done' || place.at === 'probably-done') return <Done visit={visit} sure={place.at === 'done'} />;
  if (place.at === 'ask')
    return <AskForLink key={place.again} again={place.again} {...{ consoles, onStep, onSent, onPasscode }} />;
  if (place.at === 'sent') return <Sent onAgain={begin} onPasscode={onPasscode} />;

  const { step } = place;
  if (step.ask === 'passcode')
    return <ProvePasscode rules={consoles.pin} challenge={step.challenge} onStep={onStep} onOver={over} />;
  if (step.ask === 'next-tokencode')
    return (
      <NextTokencode
        key={step.challenge}
        onCode={async (tokencode) =>
          onStep(await post<RecoveryStep>('forgot-password/next-tokencode', { challenge: step.challenge, tokencode }))
        }
        onRestart={begin}
      />
    );
  return (
    <SetPassword
      step={step}
      consoles={consoles}
      onDone={() => onEnd('done')}
      onOver={(lost) => (lost ? onEnd('probably-done') : over())}
    />
  );
}
