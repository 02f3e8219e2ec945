/** Forgot Your Password: shows the present step and moves on to the next. */
import { useEffect, useState } from 'preact/hooks';
import { rememberMethod } from '../../../shared/browser/preferences.ts';
import { changeAddress, go, type Route } from '../../../shared/browser/route.ts';
import { useSteps } from '../../../shared/browser/steps.ts';
import { post } from '../../../shared/http/api.ts';
import type { RecoveryStep } from '../../../shared/http/api-types.ts';
import { NextTokencode } from '../../../shared/logon/next-tokencode.tsx';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { rememberArrival } from '../../state/arrival.ts';
import { dropStep, GOING_ON, keepStep, keptStep } from '../../state/recovery-step.ts';
import { t } from '../../texts/index.ts';
import { Answers } from './answers.tsx';
import { AskForLink, Sent } from './ask.tsx';
import { FollowLink } from './follow-link.tsx';
import { ProvePasscode } from './prove-passcode.tsx';
import { ResetPassword } from './reset.tsx';
import { RestartButton } from './restart-button.tsx';

type Place =
  | { readonly at: 'ask' }
  /** The link is on its way. */
  | { readonly at: 'sent' }
  | { readonly at: 'passcode' }
  | { readonly at: 'over' }
  | { readonly at: 'done' }
  /** The answer to the last step was lost and a repetition was refused: the step had been done. */
  | { readonly at: 'probably-done' }
  | { readonly at: 'link'; readonly link: string }
  | { readonly at: 'step'; readonly step: RecoveryStep };

function placeOf({ values }: Route): Place {
  const link = values['link'];
  if (link) return { at: 'link', link };
  const step = values['go-on'] === undefined ? undefined : keptStep(Date.now());
  if (!step) dropStep();
  if (step) return { at: 'step', step };
  return { at: values['by'] === 'token' ? 'passcode' : 'ask' };
}

const BEGIN = '#/forgot-password';

export function ForgotPassword({ visit, route }: { visit: Visit; route: Route }) {
  const { place, forward, settle } = useSteps<Place>(
    () => placeOf(route),
    () => ({ at: 'ask' }),
  );
  const [followed, setFollowed] = useState(route.values['link']);
  // The user has opened another link in the same window.
  useEffect(() => {
    const link = route.values['link'];
    if (link === undefined || link === followed) return;
    setFollowed(link);
    settle(placeOf(route));
  }, [route.values['link']]);
  const { consoles } = visit;

  function proceed(step: RecoveryStep) {
    if ('userId' in step && step.userId !== undefined) rememberArrival({ userId: step.userId });
    keepStep(step, Date.now());
    // The link of the mail leaves the history with the step that used it.
    if (place.at === 'link') changeAddress(BEGIN);
    forward({ at: 'step', step }, GOING_ON);
  }
  function end(at: 'ask' | 'over' | 'done' | 'probably-done') {
    dropStep();
    settle({ at }, BEGIN);
  }
  const restart = () => end('ask');
  const over = () => end('over');
  const byPasscode = () => forward({ at: 'passcode' });

  // A reset by an administrator also works while the feature is disabled.
  if (!consoles.forgotPassword && (place.at === 'ask' || place.at === 'passcode'))
    return (
      <Page title={t('forgot.off.title')} lead={t('forgot.off.text')}>
        <LinkButton href="#/logon">{t('off.again')}</LinkButton>
      </Page>
    );
  if (place.at === 'link')
    return <FollowLink key={place.link} link={place.link} onStep={proceed} onRestart={restart} />;
  if (place.at === 'passcode')
    return <ProvePasscode rules={consoles.pin} onStep={proceed} onOver={over} onBack={restart} />;
  if (place.at === 'over')
    return (
      <Page title={t('forgot.over.title')} lead={t('forgot.over.text')}>
        <RestartButton onRestart={restart} />
      </Page>
    );
  if (place.at === 'done' || place.at === 'probably-done') return <Done visit={visit} sure={place.at === 'done'} />;
  if (place.at === 'ask')
    return (
      <AskForLink consoles={consoles} onStep={proceed} onSent={() => forward({ at: 'sent' })} onPasscode={byPasscode} />
    );
  if (place.at === 'sent') return <Sent onAgain={restart} onPasscode={byPasscode} />;

  const { step } = place;
  if (step.ask === 'questions') return <Answers step={step} onGrant={proceed} onOver={over} />;
  if (step.ask === 'passcode')
    return <ProvePasscode rules={consoles.pin} challenge={step.challenge} onStep={proceed} onOver={over} />;
  if (step.ask === 'next-tokencode')
    return (
      <NextTokencode
        key={step.challenge}
        onCode={async (tokencode) =>
          proceed(await post<RecoveryStep>('forgot-password/next-tokencode', { challenge: step.challenge, tokencode }))
        }
        onRestart={restart}
      />
    );
  return (
    <ResetPassword
      grant={step.grant}
      consoles={consoles}
      onDone={() => end('done')}
      onOver={(lost) => end(lost ? 'probably-done' : 'over')}
    />
  );
}

/** Every session of the user is over, also one in this browser. */
function Done({ visit, sure }: { visit: Visit; sure: boolean }) {
  return (
    <Page title={t(sure ? 'forgot.done.title' : 'forgot.lost.title')}>
      <Alert tone={sure ? 'good' : 'warn'} live>
        {t(sure ? 'forgot.done.text' : 'forgot.lost.text')}
      </Alert>
      <Button
        kind="primary"
        full
        onClick={() => {
          rememberArrival({ loggedOff: false });
          rememberMethod('RSA_Password');
          if (visit.me) visit.refresh();
          go('#/logon', { replace: true });
        }}
      >
        {t('forgot.done.next')}
      </Button>
      {sure && <p class="soft small">{t('forgot.done.later')}</p>}
    </Page>
  );
}
