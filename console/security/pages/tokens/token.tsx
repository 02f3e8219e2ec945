/** One token and the actions on it. */
import { useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import { isRefusal, query } from '../../../shared/http/api.ts';
import type { Token, User } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { showOutcome } from '../../ui/outcome.tsx';
import { TokenActs } from './acts.tsx';
import { TokenBadges, TokenFacts } from './facts.tsx';

export function TokenPage({ serial, visit }: { serial: string; visit: Visit }) {
  const token = useResource<Token>(`admin/token${query({ serial })}`);
  const assignee = token.data?.assignee;
  const owner = useResource<User>(assignee === undefined ? undefined : `admin/user${query({ userId: assignee })}`);
  const [gone, setGone] = useState(false);
  if (gone)
    return (
      <Page title={t('tokens.deleted')} lead={t('tokens.deleted.text', { serial })}>
        <LinkButton href="#/tokens">{t('tokens.to-search')}</LinkButton>
      </Page>
    );
  if (isRefusal(token.error, 'token.not_found'))
    return (
      <Page title={t('tokens.missing')} lead={t('tokens.missing.text', { serial })}>
        <LinkButton href="#/tokens">{t('tokens.to-search')}</LinkButton>
      </Page>
    );
  function done(text: string) {
    showOutcome(text);
    token.reload();
  }
  const ready = assignee === undefined || owner.data !== undefined || isRefusal(owner.error, 'user.not_found');
  return (
    <Page
      back={{ href: '#/tokens', label: t('tokens.title') }}
      title={t('tokens.one', { serial })}
      status={token.data && <TokenBadges token={token.data} />}
    >
      <Loaded from={token}>
        {(one) => (
          <>
            <Section title={t('tokens.about')}>
              <TokenFacts
                token={one}
                columns
                assignee={
                  one.assignee === undefined ? (
                    t('tokens.assignee.none')
                  ) : (
                    <a href={hrefOf(['users', one.assignee])}>{owner.data?.userId ?? one.assignee}</a>
                  )
                }
              />
            </Section>
            <Section title={t('tokens.acts')}>
              {ready && (
                <TokenActs
                  token={one}
                  owner={owner.data}
                  visit={visit}
                  done={done}
                  deleted={() => setGone(true)}
                  reload={token.reload}
                />
              )}
            </Section>
            {reaches(visit.me?.role, 'admin') && (
              <p>
                <a href={hrefOf(['audit'], { user: one.serial })}>{t('tokens.audit')}</a>
              </p>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
