/** The state of the account, and the next step. */

import type { Visit } from '../../../shared/state/visit.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Procedure } from '../../ui/checklist.tsx';
import { GoOnButton, wayFor } from '../../ui/go-on-button.tsx';

const OFFERS = ['password', 'security-questions', 'tokens'] as const;

export function Home({ visit }: { visit: Visit }) {
  const me = visit.me!;
  const name = [me.firstName, me.lastName].filter(Boolean).join(' ') || me.userId;
  const arriving = !me.hasPassword;
  const lead = t(me.nextSteps.length > 0 ? 'home.lead.todo' : 'home.lead.done');
  return (
    <Procedure items={arriving ? me.checklist : undefined}>
      <Page title={t('home.title', { name })} lead={arriving || me.nextSteps.length === 0 ? lead : undefined}>
        <Next visit={visit} />
        {arriving && (
          <p class="row soft small">
            {t('home.also')}
            <a href="#/tokens">{t('tokens.title')}</a>
            <a href="#/account">{t('account.title')}</a>
          </p>
        )}
      </Page>
    </Procedure>
  );
}

function Next({ visit }: { visit: Visit }) {
  const me = visit.me!;
  const [next] = me.nextSteps;
  if (next === 'set-security-questions')
    return (
      <section class="card stack">
        <h2>{t('home.questions')}</h2>
        <p>{me.hasPassword ? t('home.password-left') : t('home.questions.text', { count: me.enrolment.required })}</p>
        <div>
          <LinkButton kind="primary" href="#/security-questions">
            {t('home.questions')}
          </LinkButton>
        </div>
      </section>
    );
  if (next === undefined)
    return (
      <>
        <Alert tone="good">{t('home.done')}</Alert>
        <div class="columns">
          {OFFERS.map((offer) => (
            <section key={offer} class="card stack tight">
              <h2>
                <a href={`#/${offer}`}>{t(`home.offer.${offer}`)}</a>
              </h2>
              <p class="soft">{t(`home.offer.${offer}.text`)}</p>
            </section>
          ))}
        </div>
      </>
    );
  return (
    <section class="card stack">
      <h2>{t('steps.log-off')}</h2>
      <p>{t(`home.go-on.${wayFor(visit)}`)}</p>
      <GoOnButton visit={visit} />
      <p class="small">
        <a href="#/security-questions">{t('home.see-questions')}</a>
      </p>
    </section>
  );
}
