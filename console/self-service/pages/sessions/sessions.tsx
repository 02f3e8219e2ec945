/** Where the user is logged on: each session can be ended, and all others at once. */
import { useState } from 'preact/hooks';
import { post } from '../../../shared/http/api.ts';
import type { Sessions, SessionsEnded } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Badge, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Facts, Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';

type One = Sessions['sessions'][number];

export function MySessions() {
  const sessions = useResource<Sessions>('me/sessions');
  const [done, setDone] = useState<string>();
  const others = useSubmit(async () => {
    await post<SessionsEnded>('me/sessions/end-others');
    setDone(t('sessions.others-ended'));
    sessions.reload();
  });
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')}>
      {done !== undefined && (
        <Alert tone="good" live>
          {done}
        </Alert>
      )}
      <ErrorAlert error={others.error} />
      <Loaded from={sessions}>
        {(data) => (
          <>
            {data.sessions.map((one) => (
              <SessionCard
                key={one.id}
                session={one}
                onEnded={() => {
                  setDone(t('sessions.ended'));
                  sessions.reload();
                }}
              />
            ))}
            {data.sessions.length > 1 ? (
              <div>
                <Button kind="danger" busy={others.busy} onClick={() => void others.submit()}>
                  {t('sessions.end-others')}
                </Button>
              </div>
            ) : (
              <p class="soft">{t('sessions.only')}</p>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function SessionCard({ session, onEnded }: { session: One; onEnded: () => void }) {
  const { id, present, browser, network, startedAt, lastUsedAt } = session;
  const { busy, error, submit } = useSubmit(async () => {
    await post('me/sessions/end', { id });
    onEnded();
  });
  const name = browser ?? t('sessions.unknown');
  return (
    <section class="card stack" aria-label={`${name}, ${dateTime(startedAt)}`}>
      <div class="row apart">
        <h2>{name}</h2>
        {present ? (
          <Badge tone="good">{t('sessions.this')}</Badge>
        ) : (
          <Button
            small
            busy={busy}
            name={t('sessions.end.name', { name, time: dateTime(startedAt) })}
            onClick={() => void submit()}
          >
            {t('sessions.end')}
          </Button>
        )}
      </div>
      <ErrorAlert error={error} />
      <Facts
        of={[
          [t('sessions.since'), `${dateTime(startedAt)}, ${t(`sessions.console.${session.console}`)}`],
          [t('sessions.used'), dateTime(lastUsedAt)],
          ...(network === undefined ? [] : [[t('sessions.network'), network] as const]),
        ]}
      />
    </section>
  );
}
